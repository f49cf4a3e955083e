import type { DeviceView } from '@joulefleet/contracts';
import { AVAILABILITIES } from '@joulefleet/core';
import { createColors } from 'picocolors';
import { FINGERPRINT, sampleDevice, sampleFacts } from '../../fixtures/sample-views';
import type { Screen } from '../../terminal/screen';
import { visibleWidth } from '../../terminal/visible-width';
import { renderDevice, renderStanding } from './render-device';
import { renderDevices } from './render-devices';
import { renderNextStep } from './render-next-step';

const NOW = '2026-01-02T12:00:00.000Z';
const screen = (columns: number, color = false): Screen => ({
  colors: createColors(color),
  columns,
  nowMs: Date.parse(NOW),
});

const ready = sampleDevice();
const hot = sampleDevice({
  name: 'xavier-nx-2',
  deviceClass: 'jetson-xavier-nx',
  availability: 'cooling',
  health: 'unknown',
  since: '2026-01-02T11:59:30.000Z',
  until: '2026-01-02T12:00:20.000Z',
  reason: 'temperature: GPU-therm is at 71.0 °C, above 65 °C',
  nextStep: { code: 'cool', resolution: 'automatic' },
});
const broken = sampleDevice({
  name: 'orin-7',
  deviceClass: 'jetson-orin-nx',
  availability: 'quarantined',
  health: 'bad',
  since: '2025-12-24T10:00:00.000Z',
  until: '2025-12-31T10:00:00.000Z',
  stateOwner: 'ada',
  reason: 'overdue for review since 2025-12-31: the clocks could not be set back after a trial: gpu max 510 MHz',
  nextStep: { code: 'repair', resolution: 'manual' },
  simulated: false,
});
const fleet = [ready, hot, broken];

describe('renderDevices', () => {
  it('shows a device in one row: state, reason, since when, until when and what to do', () => {
    const [titles, ...rows] = renderDevices(fleet, screen(Infinity)).split('\n');
    expect(titles!.split(/ {2,}/)).toEqual(['device', 'class', 'address', 'state', 'since', 'until', 'reason']);
    expect(rows[0]).toMatch(/^nano-1 +jetson-nano +jetson@10.0.0.7:22 +ready +2 h +SIMULATED$/);
    expect(rows[1]).toMatch(/ cooling, unknown +30 s +in 20 s +SIMULATED +temperature: .* 65 °C → it is checked again/);
    expect(rows[2]).toMatch(
      / quarantined, bad +9 d +overdue +overdue for review .* → repair it, then: joulefleet device/,
    );
  });

  it('ends with the number of devices per state', () => {
    expect(renderDevices(fleet, screen(Infinity)).split('\n').at(-1)).toBe(
      '3 devices: 1 ready, 1 cooling, 1 quarantined',
    );
  });

  it.each([60, 80, 100, 140, 180])('loses nothing and fits at %i columns', (columns) => {
    const text = renderDevices(fleet, screen(columns, true));
    for (const line of text.split('\n')) expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
    const words = text.replace(/\u001b\[[0-9;]*m/g, '').split(/\s+/);
    for (const device of fleet) {
      const { name, deviceClass, reason } = device;
      const told = `${name} ${deviceClass} ${reason ?? ''} ${renderNextStep(device) ?? ''}`.split(' ').filter(Boolean);
      expect(words).toEqual(expect.arrayContaining(told));
    }
  });

  it.each(AVAILABILITIES)('shows a device that is %s', (availability) => {
    const [, row] = renderDevices([sampleDevice({ availability })], screen(Infinity)).split('\n');
    expect(row).toContain(` ${availability} `);
  });
});

describe('renderDevice', () => {
  const lineOf = (device: DeviceView, label: string): string | undefined =>
    renderDevice(device, screen(Infinity))
      .split('\n')
      .find((line) => line.startsWith(`  ${label} `));

  it('shows the facts and what is missing', () => {
    const text = renderDevice(sampleDevice({ facts: sampleFacts() }), screen(Infinity));
    for (const part of [
      'JetPack 4.6.4',
      'L4T 32.7.4',
      '2 steps from 76.8 MHz to 921.6 MHz',
      'POM_5V_IN (total)',
      'MAXN',
      'fan (looked for',
      FINGERPRINT,
    ]) {
      expect(text).toContain(part);
    }
  });

  it('shows what the power mode limits, and who sets the fan', () => {
    const meaning = { cores: 2, cpuMinKhz: null, cpuMaxKhz: 918_000, gpuMaxHz: 640_000_000, emcMaxHz: null };
    const fan = { kind: 'pwm-fan', path: '/sys/devices/pwm-fan', pwm: 77, controlled: true } as const;
    const powerModes = [
      { id: 0, name: 'MAXN', meaning: { ...meaning, cores: 4, cpuMaxKhz: null, gpuMaxHz: null }, reason: null },
      { id: 1, name: '5W', meaning, reason: null },
      { id: 2, name: '2W', meaning: { ...meaning, gpuMaxHz: null }, reason: 'it needs a reboot (TPC_PG_MASK 3)' },
    ];
    const facts = { ...sampleFacts(), powerMode: { id: 1, name: '5W', meaning }, powerModes, fan };
    const text = renderDevice(sampleDevice({ facts }), screen(Infinity));
    expect(text).toMatch(/power mode +5W: 2 cores, CPU up to 918 MHz, GPU up to 640 MHz/);
    expect(text).toMatch(/other modes +MAXN: 4 cores\n/);
    expect(text).toMatch(/2W: 2 cores, CPU up to 918 MHz; it needs a reboot \(TPC_PG_MASK 3\)/);
    expect(text).toMatch(/fan +30 %, set by the board itself/);
  });

  it('shows who took a device out, until when, who has to act and what to do', () => {
    expect(lineOf(broken, 'state')).toContain('quarantined, bad since 2025-12-24 10:00 UTC (9 d ago)');
    expect(lineOf(broken, 'until')).toContain('2025-12-31 10:00 UTC (overdue)');
    expect(lineOf(broken, 'quarantined by')).toMatch(/quarantined by +ada$/);
    expect(lineOf(broken, 'waiting for')).toMatch(/waiting for +an admin$/);
    expect(lineOf(broken, 'next step')).toContain('joulefleet device check orin-7');
    expect(lineOf(ready, 'quarantined by') ?? lineOf(ready, 'set by') ?? lineOf(ready, 'waiting for')).toBeUndefined();
  });

  it('shows other chips, and channels that have no label', () => {
    const chip = '/sys/class/hwmon/hwmon0';
    const facts = {
      ...sampleFacts(),
      otherRails: [{ label: 'CVB_ATX_12V', chip }],
      unlabelledChannels: [{ channel: 'in3', chip }],
    };
    const text = renderDevice(sampleDevice({ facts }), screen(Infinity));
    expect(text).toMatch(/other chips +CVB_ATX_12V \(\/sys\/class\/hwmon\/hwmon0\)/);
    expect(text).toMatch(/unlabelled +channel in3 of \/sys\/class\/hwmon\/hwmon0/);
  });

  it('shows failed checks with their remedies, and changes of the facts by severity', () => {
    const text = renderDevice(
      sampleDevice({
        preflightAt: '2026-01-02T11:00:00.000Z',
        preflight: [
          { check: 'rails_readable', passed: true, severity: 'blocks', message: '2 rails', remedy: null },
          { check: 'clocks_settable', passed: false, severity: 'blocks', message: 'no root', remedy: 'Give it sudo.' },
        ],
        drift: [{ field: 'rails', before: 'VDD_IN', after: null, severity: 'blocks', message: 'rail VDD_IN is gone' }],
      }),
      screen(Infinity),
    );
    expect(text).toContain('1 of 2 checks passed, 60 min ago');
    expect(text).toContain('✘ clocks_settable: no root');
    expect(text).toContain('→ Give it sudo.');
    expect(text).toContain('✘ rail VDD_IN is gone');
  });

  it('shows windows of maintenance and what recovery may do', () => {
    const window = { id: 'w1', endsAt: '2026-01-02T15:00:00.000Z', reason: 'new fan', createdBy: 'ada' };
    const device = sampleDevice({
      maintenance: [{ ...window, startsAt: '2026-01-02T13:00:00.000Z' }],
      allowReboot: true,
      powerCycle: { kind: 'command', name: 'plug-7' },
    });
    expect(lineOf(device, 'maintenance')).toContain(
      'in 60 min: 2026-01-02 13:00 UTC to 2026-01-02 15:00 UTC, new fan (ada; w1)',
    );
    expect(lineOf(device, 'recovery')).toContain('reboot allowed, power-cycled by command:plug-7');
    expect(lineOf({ ...device, simulated: true, allowCommands: true }, 'commands')).toContain('of everyone');
    expect(lineOf({ ...device, simulated: true, allowCommands: false }, 'commands')).toContain('of admins');
  });

  it.each([60, 100])('breaks long texts between words at %i columns', (columns) => {
    const text = renderDevice({ ...broken, facts: sampleFacts() }, screen(columns));
    const long = text.split('\n').filter((line) => visibleWidth(line) > columns);
    expect(long.every((line) => /^( {2}[a-z][a-z -]+)? +\S+$/.test(line))).toBe(true);
  });

  it('shows the state of the device after a change, and no more', () => {
    const text = renderStanding({ ...broken, facts: sampleFacts() }, screen(Infinity));
    expect(text).toContain('quarantined');
    expect(text).not.toContain('JetPack');
  });
});
