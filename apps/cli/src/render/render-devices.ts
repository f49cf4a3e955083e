import type { DeviceView } from '@joulefleet/contracts';
import { formatFrequency } from '@joulefleet/core';
import type { Colors } from '../terminal/session';
import { padRight } from '../terminal/visible-width';
import { renderTable } from './render-table';

/** One line per device. */
export function renderDevices(devices: readonly DeviceView[], colors: Colors, enrollCommand: string): string {
  if (devices.length === 0) return `No device is enrolled. Enrol one: ${enrollCommand}`;
  const rows = devices.map((device) => [
    device.name,
    device.deviceClass,
    `${device.user}@${device.host}:${device.port}`,
    paintAvailability(device.availability, colors),
    device.simulated ? colors.yellow('SIMULATED') : '',
    device.labels.join(' '),
    device.reason ?? '',
  ]);
  const titles = ['device', 'class', 'address', 'availability', '', 'labels', 'reason'];
  return renderTable(
    titles.map((title) => ({ title })),
    rows,
    colors,
  );
}

function paintAvailability(availability: DeviceView['availability'], colors: Colors): string {
  if (availability === 'ready') return colors.green(availability);
  if (availability === 'leased') return colors.cyan(availability);
  return colors.red(availability);
}

/** Everything that is known of one device. */
export function renderDevice(device: DeviceView, colors: Colors): string {
  const lines: [string, string | null][] = [
    ['class', device.deviceClass],
    ['address', `${device.user}@${device.host}:${device.port}`],
    ['host key', device.fingerprint],
    ['availability', paintAvailability(device.availability, colors)],
    ['health', device.health],
    ['reason', device.reason],
    ['labels', device.labels.join(' ')],
    ['shard', device.shardId],
    ...factLines(device.facts),
    ['probed', device.factsAt],
  ];
  const heading = colors.bold(device.name) + (device.simulated ? `  ${colors.yellow('SIMULATED')}` : '');
  const shown = lines.filter((line): line is [string, string] => Boolean(line[1]));
  return [heading, ...shown.map(([label, text]) => `  ${colors.dim(padRight(label, 12))}  ${text}`)].join('\n');
}

function factLines(facts: DeviceView['facts']): [string, string | null][] {
  if (!facts) return [['facts', 'not probed yet']];
  const cpu = facts.cpuPolicies.map(
    ({ policy, frequenciesKhz, governor }) =>
      `policy ${policy}: ${span(frequenciesKhz.map((khz) => khz * 1000))}, ${governor}`,
  );
  const software = [
    facts.jetpack && `JetPack ${facts.jetpack}`,
    facts.l4t && `L4T ${facts.l4t.release}.${facts.l4t.revision}`,
    `kernel ${facts.kernel}`,
    `Python ${facts.python}`,
  ];
  return [
    ['model', facts.model],
    ['software', software.filter(Boolean).join(', ')],
    ['CPU', `${facts.cores} cores; ${cpu.join('; ')}`],
    ['GPU', facts.gpu && `${span(facts.gpu.frequenciesHz)}, ${facts.gpu.governor}`],
    ['rails', facts.rails.map(({ label, total }) => (total ? `${label} (total)` : label)).join(', ')],
    ['power mode', facts.powerMode && (facts.powerMode.name ?? `mode ${facts.powerMode.id}`)],
    ['thermal', facts.thermalZones.map(({ type, temperatureC }) => `${type} ${temperatureC.toFixed(1)} °C`).join(', ')],
    ['clocks', facts.canSetClocks ? 'can be set' : 'cannot be set: no root'],
    ['workloads', facts.workloads.join(', ')],
    ['time scale', facts.timeScale && facts.timeScale !== 1 ? String(facts.timeScale) : null],
    ...facts.missing.map(({ what, lookedFor }): [string, string] => ['missing', `${what} (looked for ${lookedFor})`]),
  ];
}

function span(frequenciesHz: readonly number[]): string {
  const low = formatFrequency(Math.min(...frequenciesHz));
  return `${frequenciesHz.length} steps from ${low} to ${formatFrequency(Math.max(...frequenciesHz))}`;
}
