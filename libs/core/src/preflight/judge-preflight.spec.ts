import { DEVICE_CLASSES } from '../device-class/device-class';
import { saneLimits } from '../device-class/sane-limits';
import { judgePreflight, verdictOf, type PreflightFinding } from './judge-preflight';
import type { PreflightExpectation, PreflightObservation } from './preflight-observation';

const EXPECTED: PreflightExpectation = {
  deviceClass: 'jetson-nano',
  powerMode: { id: 0, name: 'MAXN' },
  clockOffsetMs: 3,
};

const RAILS = [
  { label: 'POM_5V_IN', total: true, powerMw: [1240, 1280], error: null },
  { label: 'POM_5V_GPU', total: false, powerMw: [0, 40], error: null },
];
const BUSY = { pid: 812, user: 'ana', command: 'python3 train.py' };

function observed(more: Partial<PreflightObservation> = {}): PreflightObservation {
  return {
    rails: RAILS,
    clocks: [
      { domain: 'CPU policy 0', requested: 825_600, readBack: 825_600, error: null },
      { domain: 'GPU', requested: 537_600_000, readBack: 537_600_000, error: null },
    ],
    knobs: [{ key: 'activeCores', requested: 2, readBack: 2, error: null }],
    restored: { verified: true, differences: [] },
    load: { cpuFraction: 0.03, gpuFraction: 0, busiest: [{ ...BUSY, cpuFraction: 0.01 }] },
    disk: { freeBytes: 8 * 1024 ** 3, writeError: null },
    temperatureC: { zone: 'CPU-therm', temperatureC: 41.5 },
    otherAgents: [],
    privileged: true,
    facts: { cores: 4, powerMode: { id: 0, name: 'MAXN' } },
    ...more,
  };
}

function failures(
  more: Partial<PreflightObservation>,
  expected: Partial<PreflightExpectation> = {},
): PreflightFinding[] {
  return judgePreflight(observed(more), { ...EXPECTED, ...expected }).filter(({ passed }) => !passed);
}

const CHECKS = [
  'privileged',
  'rails_readable',
  'rails_plausible',
  'power_mode_as_expected',
  'clocks_settable',
  'knobs_settable',
  'clocks_restored',
  'no_foreign_load',
  'no_other_agent',
  'disk_free',
  'disk_writable',
  'temperature_in_window',
  'clock_offset',
];

describe('judgePreflight', () => {
  it('lets a sound device pass every check, and says what it saw', () => {
    const findings = judgePreflight(observed(), EXPECTED);
    expect(findings.map(({ check }) => check)).toEqual(CHECKS);
    expect(findings.filter(({ passed }) => !passed)).toEqual([]);
    expect(findings.find(({ check }) => check === 'rails_plausible')?.message).toBe('POM_5V_IN reads 1.26 W');
    expect(findings.every(({ message, remedy }) => message !== '' && remedy !== '')).toBe(true);
    expect(verdictOf(findings)).toBe('passed');
  });

  it.each<[string, Partial<PreflightObservation>, string, string, RegExp]>([
    ['no privilege', { privileged: false }, 'privileged', 'manual', /cannot write/],
    [
      'a rail that fails',
      { rails: [{ ...RAILS[0]!, powerMw: [1240], error: 'Input/output error' }, RAILS[1]!] },
      'rails_readable',
      'retry',
      /POM_5V_IN: Input\/output error/,
    ],
    [
      'a part without a reading',
      { rails: [RAILS[0]!, { ...RAILS[1]!, powerMw: [] }] },
      'rails_readable',
      'retry',
      /no reading/,
    ],
    [
      'a power that an idle board does not draw',
      { rails: [{ ...RAILS[0]!, powerMw: [30_000] }] },
      'rails_plausible',
      'manual',
      /30\.00 W.*0\.46 W to 10\.00 W/,
    ],
    [
      'a board that draws nothing',
      { rails: [{ ...RAILS[0]!, powerMw: [0, 0] }] },
      'rails_plausible',
      'manual',
      /0\.00 W/,
    ],
    [
      'a part that exceeds the whole',
      { rails: [RAILS[0]!, { ...RAILS[1]!, powerMw: [2000] }] },
      'rails_plausible',
      'manual',
      /POM_5V_GPU reads 2\.00 W, but is part of a total of 1\.26 W/,
    ],
    [
      'a negative part',
      { rails: [RAILS[0]!, { ...RAILS[1]!, powerMw: [-610] }] },
      'rails_plausible',
      'manual',
      /-0\.61 W/,
    ],
    [
      'a part further below zero than the sensor of its supply and shunt may be',
      { rails: [RAILS[0]!, { ...RAILS[1]!, powerMw: [-110], supplyMv: 5_000, shuntMicroOhm: 5_000 }] },
      'rails_plausible',
      'manual',
      /-0\.11 W/,
    ],
    [
      'another power mode',
      { facts: { cores: 4, powerMode: { id: 1, name: '5W' } } },
      'power_mode_as_expected',
      'manual',
      /1 \(5W\), expected 0 \(MAXN\)/,
    ],
    ['an unknown power mode', { facts: { cores: 4, powerMode: null } }, 'power_mode_as_expected', 'manual', /unknown/],
    [
      'a clock that does not take',
      { clocks: [{ domain: 'GPU', requested: 2, readBack: 1, error: 'requested 2, read back 1' }] },
      'clocks_settable',
      'manual',
      /GPU: requested 2, read back 1/,
    ],
    [
      'a knob that does not take',
      { knobs: [{ key: 'activeCores', requested: 2, readBack: 4, error: 'read back 4' }] },
      'knobs_settable',
      'manual',
      /^activeCores: read back 4$/,
    ],
    ['no clock at all', { clocks: [] }, 'clocks_settable', 'manual', /no clock/],
    [
      'a knob that was not restored',
      { restored: { verified: false, differences: ['/sys/x: was 1, is 2'] } },
      'clocks_restored',
      'manual',
      /\/sys\/x: was 1, is 2/,
    ],
    [
      'a busy CPU',
      { load: { cpuFraction: 0.4, gpuFraction: 0, busiest: [{ ...BUSY, cpuFraction: 0.39 }] } },
      'no_foreign_load',
      'retry',
      /CPU 40 % busy.*python3 train\.py \(ana, process 812\) 39 %/,
    ],
    [
      'one busy core of eight',
      {
        load: { cpuFraction: 0.09, gpuFraction: 0, busiest: [{ ...BUSY, cpuFraction: 0.08 }] },
        facts: { cores: 8, powerMode: { id: 0, name: 'MAXN' } },
      },
      'no_foreign_load',
      'retry',
      /train\.py/,
    ],
    [
      'a busy GPU',
      { load: { cpuFraction: 0, gpuFraction: 0.9, busiest: [] } },
      'no_foreign_load',
      'retry',
      /GPU 90 % busy/,
    ],
    ["another user's agent", { otherAgents: [BUSY] }, 'no_other_agent', 'retry', /ana, process 812/],
    [
      'a full disk',
      { disk: { freeBytes: 1024 ** 2, writeError: null } },
      'disk_free',
      'manual',
      /1 MiB free, at least 256 MiB needed/,
    ],
    [
      'a read-only disk',
      { disk: { freeBytes: 8 * 1024 ** 3, writeError: 'Read-only file system' } },
      'disk_writable',
      'manual',
      /Read-only file system/,
    ],
    [
      'a hot board',
      { temperatureC: { zone: 'AO', temperatureC: 71 } },
      'temperature_in_window',
      'cool',
      /AO at 71\.0 °C/,
    ],
    [
      'a broken sensor',
      { temperatureC: { zone: 'AO', temperatureC: -40 } },
      'temperature_in_window',
      'manual',
      /-40\.0 °C/,
    ],
    ['no thermal zone', { temperatureC: null }, 'temperature_in_window', 'manual', /no thermal zone/],
  ])('finds %s', (_, more, check, resolution, message) => {
    const found = failures(more);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      check,
      resolution,
      severity: 'blocks',
      message: expect.stringMatching(message) as string,
    });
  });

  it.each([
    [-95, 5_000, 5_000],
    [-590, 12_000, 2_000],
    // Neither is stated: the widest of known boards.
    [-590, null, null],
  ])('takes %i mW at %p mV over %p µOhm for zero', (mw, supplyMv, shuntMicroOhm) => {
    const part = { ...RAILS[1]!, powerMw: [mw], supplyMv, shuntMicroOhm };
    expect(failures({ rails: [RAILS[0]!, part] })).toEqual([]);
  });

  it('blocks a device without its total rail once, by name', () => {
    const found = failures({ rails: [RAILS[1]!] });
    expect(found.map(({ check }) => check)).toEqual(['rails_readable', 'rails_plausible']);
    expect(verdictOf(found)).toMatchObject({
      kind: 'blocked',
      reason: expect.stringContaining('no rail POM_5V_IN') as string,
    });
  });

  it('only warns of a clock that is off, in either direction', () => {
    expect(failures({}, { clockOffsetMs: null })).toEqual([]);
    expect(failures({}, { clockOffsetMs: -1999 })).toEqual([]);
    const found = failures({}, { clockOffsetMs: -90_000 });
    expect(found).toMatchObject([
      { check: 'clock_offset', severity: 'warns', message: expect.stringContaining('90.0 s behind') as string },
    ]);
    expect(failures({}, { clockOffsetMs: 90_000 })[0]?.message).toContain('90.0 s ahead of');
    expect(verdictOf(found)).toBe('passed');
  });

  it('takes any power mode when none is expected, and any name of the expected one', () => {
    expect(failures({ facts: { cores: 4, powerMode: null } }, { powerMode: null })).toEqual([]);
    expect(failures({ facts: { cores: 4, powerMode: { id: 0, name: null } } })).toEqual([]);
  });

  it('passes what was not observed: no GPU load file, no CPU counters', () => {
    expect(failures({ load: { cpuFraction: null, gpuFraction: null, busiest: [] } })).toEqual([]);
  });

  it.each(DEVICE_CLASSES)('knows an order of limits for %s', (deviceClass) => {
    const { idlePowerMw, startC } = saneLimits(deviceClass);
    expect(idlePowerMw.low).toBeLessThan(idlePowerMw.high);
    expect(startC.low).toBeLessThan(startC.high);
  });
});

describe('verdictOf', () => {
  const HOT = { zone: 'AO', temperatureC: 71 };
  const stuck = { domain: 'GPU', requested: 2, readBack: 1, error: 'requested 2, read back 1' };

  it('waits for a hot board, also where its clocks do not take for it', () => {
    const hot = verdictOf(failures({ temperatureC: HOT, clocks: [stuck] }));
    expect(hot).toEqual({
      kind: 'cooling',
      reason:
        'clocks_settable: GPU: requested 2, read back 1; temperature_in_window: AO at 71.0 °C, must be below 55 °C to start',
      checks: ['clocks_settable', 'temperature_in_window'],
    });
  });

  it('tries again what may pass', () => {
    expect(verdictOf(failures({ otherAgents: [BUSY] }))).toMatchObject({ kind: 'retry' });
  });

  it('cools before it tries again, and asks a person before either', () => {
    const both = failures({ temperatureC: HOT, otherAgents: [BUSY] });
    expect(verdictOf(both)).toMatchObject({ kind: 'cooling' });
    expect(verdictOf([...both].reverse())).toMatchObject({ kind: 'cooling' });
    expect(verdictOf(failures({ temperatureC: HOT, otherAgents: [BUSY], privileged: false }))).toEqual({
      kind: 'blocked',
      reason: 'privileged: the agent cannot write the clocks of this device',
      checks: ['privileged'],
    });
  });
});

describe('of a machine that is no Jetson', () => {
  const cloud = {
    rails: [
      { label: 'nvml.gpu0', total: true, powerMw: [68_200, 68_400], error: null },
      { label: 'rapl.packages', total: false, powerMw: [96_000], error: null },
    ],
    clocks: [],
    knobs: [],
    temperatureC: null,
    privileged: false,
    facts: { cores: 16, powerMode: null, canSetClocks: false },
  };
  const linux = { deviceClass: 'linux-nvidia', powerMode: null } as const;

  it('clocks that cannot be set and an unknown temperature are no failure', () => {
    expect(failures(cloud, linux)).toEqual([]);
    expect(failures(cloud).map(({ check }) => check)).toEqual(
      expect.arrayContaining(['privileged', 'clocks_settable', 'temperature_in_window']),
    );
  });

  it('clocks that it lets be set have to be so', () => {
    const clocks = [{ domain: 'CPU policy 0', requested: 1, readBack: 2, error: 'it is at 2' }];
    const settable = { ...cloud, privileged: true, facts: { ...cloud.facts, canSetClocks: true } };
    expect(failures({ ...settable, clocks }, linux).map(({ check }) => check)).toEqual(['clocks_settable']);
  });

  it('without a total rail fails with a remedy of its own', () => {
    const rails = cloud.rails.map((rail) => ({ ...rail, total: false }));
    const [first] = failures({ ...cloud, rails }, linux);
    expect(first).toMatchObject({ check: 'rails_readable', remedy: expect.stringContaining('nvidia-smi') as string });
  });
});
