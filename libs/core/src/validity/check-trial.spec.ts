import { aliasBound, INA3221, integrateEnergy, regularMarks } from '../energy';
import type { Trace } from '../trace';
import { checkTrial, DEFAULT_LIMITS, isAccepted, isRejectedForGood, TRIAL_CHECKS, type TrialEvidence } from './index';

const CPU_KHZ = 1_420_800;
const GPU_HZ = 803_250_000;
const SAMPLES = 300;
const [START_US, END_US] = [3_000_000, 23_000_000];

const clocks = (curHz = GPU_HZ) => ({
  cpu: [0, 2].map((policy) => ({ policy, governor: 'schedutil', minKhz: CPU_KHZ, maxKhz: CPU_KHZ, curKhz: CPU_KHZ })),
  gpu: { governor: 'nvhost_podgov', minHz: GPU_HZ, maxHz: GPU_HZ, curHz },
  knobs: {},
});
const spent = (levels: [level: number, ms: number][], method: 'counters' | 'sampled' = 'counters') => ({
  method,
  resolutionMs: method === 'counters' ? 10 : 1000,
  levels: levels.map(([level, ms]) => ({ level, ms })),
});
const cpuSpent = (...levels: [number, number][]) => [{ policy: 0, ...spent(levels) }];
const KEPT = { cpu: cpuSpent([CPU_KHZ, 20_010]), gpu: spent([[GPU_HZ, 20_004]]), emc: null };
const cores = (activeCores: number | null) => ({ ...clocks(), knobs: { activeCores } });
const DVFS = { cpuKhz: 'dvfs', gpuHz: 'dvfs' } as const;
const asked = { cpuKhz: CPU_KHZ, gpuHz: GPU_HZ, runtime: 'tensorrt', precision: 'fp16' } as const;
const twoCores = { cpuKhz: CPU_KHZ, gpuHz: GPU_HZ, activeCores: 2 };

const EVENTS = [
  { name: 'load_start', tUs: 0 },
  { name: 'load_end', tUs: 1_000_000 },
  { name: 'warmup_start', tUs: 1_000_000 },
  { name: 'warmup_end', tUs: 2_900_000 },
  { name: 'inference_start', tUs: START_US },
  { name: 'inference_end', tUs: END_US },
];

/** 30 s of readings every 103 ms; the total wanders, its parts stay below it. */
function trace(change: (totalMw: number, i: number) => number = (mw) => mw): Trace {
  const steps = Array.from({ length: SAMPLES }, (_, i) => i);
  const total = steps.map((i) => 8000 + 40 * ((i * 7) % 5));
  return {
    rails: ['VDD_IN', 'VDD_CPU_GPU_CV', 'VDD_SOC'],
    tUs: steps.map((i) => i * 103_000),
    powerMw: [total.map(change), total.map((mw) => mw - 4000), total.map(() => 1500)],
  };
}

/** A flawless trial, changed; energy and alias bound follow from what it then contains. */
function evidence(change: Partial<TrialEvidence> = {}): TrialEvidence {
  const base = {
    requested: { cpuKhz: CPU_KHZ, gpuHz: GPU_HZ },
    before: clocks(),
    after: clocks(),
    residency: KEPT,
    events: EVENTS,
    batches: { requested: 300, reported: 300 },
    usedOptions: null,
    flags: [],
    start: null,
    temperatureC: { start: 45, end: 52 },
    hasClocks: true,
    refreshUs: null,
    counterDifferencePct: null,
    trace: trace(),
    totalRail: 'VDD_IN',
    partRails: ['VDD_CPU_GPU_CV', 'VDD_SOC'],
    averagingUs: 52_800,
    sensor: INA3221,
    overcurrent: { start: { oc1: 3, oc2: 0 }, end: { oc1: 3, oc2: 0 } },
    limits: { ...DEFAULT_LIMITS, throttleC: 90, startBandC: { low: 43, high: 47 } },
    ...change,
  };
  const samples = { tUs: base.trace.tUs, powerMw: base.trace.powerMw[0]! };
  const energy = integrateEnergy(samples, { startUs: START_US, endUs: END_US }, base.averagingUs);
  const alias = aliasBound(samples, regularMarks(START_US, 63_700, 300), base.averagingUs);
  return { ...base, energy, alias, ...change };
}

const without = (events: typeof EVENTS, name: string) => events.filter((event) => event.name !== name);
const moved = (name: string, tUs: number) => EVENTS.map((event) => (event.name === name ? { name, tUs } : event));
const keeping = (keep: (i: number) => boolean): Trace => {
  const { rails, tUs, powerMw } = trace();
  return {
    rails,
    tUs: tUs.filter((_, i) => keep(i)),
    powerMw: powerMw.map((column) => column.filter((_, i) => keep(i))),
  };
};
const WAITED = { band: { lowC: 40, highC: 42 }, coolingMs: 0, warmingMs: 0 };
const gpuLimits = (minHz: number, maxHz: number) => ({ ...clocks(), gpu: { ...clocks().gpu, minHz, maxHz } });
const parts = (mw: number): Trace => ({
  ...trace(),
  powerMw: [trace().powerMw[0]!, ...[mw, mw].map((p) => trace().tUs.map(() => p))],
});

/** Each check with the flaws that must make it fire, and what its message must say. */
const FLAWS: [check: string, flaw: string, change: Partial<TrialEvidence>, message: RegExp][] = [
  ['events_complete', 'a missing mark', { events: without(EVENTS, 'warmup_end') }, /no warmup_end among 5 events/],
  ['events_complete', 'a mark twice', { events: [...EVENTS, EVENTS[5]!] }, /inference_end occurs more than once/],
  [
    'events_complete',
    'marks out of order',
    { events: moved('load_end', 2_000_000) },
    /warmup_start at 1000000 .* load_end at 2000000/,
  ],
  ['batches_complete', 'a tenth of the work', { batches: { requested: 300, reported: 30 } }, /30 batches, 300 were/],
  [
    'batches_complete',
    'no end of batches',
    { batches: { requested: 300, reported: 2 ** 40 } },
    /1099511627776 batches/,
  ],
  ['window_positive', 'a window that ends early', { events: moved('inference_end', 2_999_000) }, /ends 1000 µs before/],
  ['window_positive', 'a window of no length', { events: moved('inference_end', START_US) }, /ends 0 µs before/],
  ['enough_samples', 'few samples', { trace: keeping((i) => i % 30 === 0) }, /\d samples .* 20000 ms, at least 10/],
  ['enough_samples', 'no samples', { energy: null }, /^0 samples, at least 10/],
  ['no_gap', 'a sampler held up', { trace: keeping((i) => i < 100 || i > 120) }, /no samples in 11\.3 % .*103 ms/],
  ['no_gap', 'a sampler that died', { trace: keeping((i) => i < 150) }, /no samples in 3\d\.\d %/],
  [
    'clock_as_requested',
    'another clock',
    { requested: { cpuKhz: CPU_KHZ, gpuHz: 701_250_000 } },
    /GPU is at 803250000 Hz, .* requested 701250000 Hz/,
  ],
  [
    'clock_as_requested',
    'another CPU clock',
    { requested: { cpuKhz: 1_344_000, gpuHz: GPU_HZ } },
    /CPU policy 0 .* requested 1344000 kHz/,
  ],
  ['clock_as_requested', 'limits left wide', { before: gpuLimits(114_750_000, GPU_HZ) }, /114750000 to 803250000 Hz/],
  ['clock_as_requested', 'a clock below its limit', { before: clocks(701_250_000) }, /GPU is at 701250000/],
  ['clock_as_requested', 'no read-back', { before: null }, /not read back/],
  ['clock_as_requested', 'no GPU read back', { before: { ...clocks(), gpu: null } }, /no GPU clock/],
  [
    'clock_as_requested',
    'a GPU left to its governor that was not read',
    { requested: DVFS, before: { ...clocks(), gpu: null }, after: { ...clocks(), gpu: null } },
    /no GPU clock/,
  ],
  [
    'clock_as_requested',
    'CPUs left to their governor that were not read',
    { requested: DVFS, before: { ...clocks(), cpu: [] }, after: { ...clocks(), cpu: [] } },
    /no CPU policy/,
  ],
  ['clock_as_requested', 'DVFS without a reading', { requested: DVFS, before: null }, /not read back/],
  ['clocks_held', 'DVFS without a reading afterwards', { requested: DVFS, after: null }, /not read back/],
  [
    'clocks_held',
    'a GPU that went away under DVFS',
    { requested: DVFS, after: { ...clocks(), gpu: null } },
    /^GPU is gone after the trial$/,
  ],
  [
    'clocks_held',
    'one policy for another',
    { after: { ...clocks(), cpu: [clocks().cpu[0]!, { ...clocks().cpu[1]!, policy: 4 }] } },
    /^CPU policy 2 is gone after the trial; CPU policy 4 came during the trial$/,
  ],
  ['clock_as_requested', 'no CPU read back', { before: { ...clocks(), cpu: [] } }, /no CPU policy/],
  [
    'clocks_held',
    'a clock that fell',
    { after: clocks(701_250_000) },
    /GPU is at 701250000 .* before it GPU is at 803250000/,
  ],
  ['clocks_held', 'limits that moved', { after: gpuLimits(114_750_000, GPU_HZ) }, /114750000 to 803250000/],
  [
    'clocks_held',
    'a policy that went away',
    { after: { ...clocks(), cpu: clocks().cpu.slice(1) } },
    /^CPU policy 0 is gone after the trial$/,
  ],
  ['clocks_held', 'no read-back', { after: null }, /not read back/],
  [
    'clock_kept_level',
    'a GPU that was elsewhere for a while',
    {
      residency: {
        ...KEPT,
        gpu: spent([
          [701_250_000, 115],
          [GPU_HZ, 19_885],
        ]),
      },
    },
    /^GPU was to stay at 803250000 Hz; of 20000 ms it was 115 ms at 701250000 Hz, by the kernel's counters$/,
  ],
  [
    'clock_kept_level',
    'a CPU that stepped down twice',
    { residency: { ...KEPT, cpu: cpuSpent([1_190_400, 60], [1_344_000, 60], [CPU_KHZ, 19_880]) } },
    /CPU policy 0 .* 60 ms at 1190400 kHz, 60 ms at 1344000 kHz/,
  ],
  [
    'clock_kept_level',
    'a memory clock that was not locked',
    {
      requested: { ...twoCores, activeCores: null, emcHz: 204_000_000 },
      residency: { ...KEPT, emc: spent([[1_600_000_000, 20_000]]) },
    },
    /memory clock .* 20000 ms at 1600000000 Hz/,
  ],
  [
    'clock_kept_level',
    'two readings elsewhere',
    {
      residency: {
        ...KEPT,
        gpu: spent(
          [
            [114_750_000, 2000],
            [GPU_HZ, 18_000],
          ],
          'sampled',
        ),
      },
    },
    /2000 ms at 114750000 Hz, read once a second/,
  ],
  [
    'not_overcurrent',
    'a counter that rose',
    { overcurrent: { start: { oc1: 3, oc2: 0 }, end: { oc1: 5, oc2: 0 } } },
    /^over-current throttling: oc1 went from 3 to 5$/,
  ],
  ['not_overcurrent', 'a counter that came', { overcurrent: { start: {}, end: { oc3: 1 } } }, /oc3 went from 0 to 1/],
  [
    'options_as_requested',
    'another precision',
    {
      requested: { ...asked, 'parameters.threads': 2 },
      usedOptions: { ...asked, precision: 'fp32', 'parameters.threads': 2 },
    },
    /^precision was requested as fp16 and used as fp32$/,
  ],
  [
    'options_as_requested',
    'another free parameter',
    { requested: { ...asked, 'parameters.threads': 2 }, usedOptions: { ...asked, 'parameters.threads': 4 } },
    /^parameters.threads was requested as 2 and used as 4$/,
  ],
  [
    'options_attested',
    'a workload that says nothing',
    { requested: { ...asked, 'parameters.threads': 2 } },
    /^runtime tensorrt is not attested: .*; precision fp16 is not attested: [^;]*$/,
  ],
  [
    'options_attested',
    'a workload that says nothing of one',
    { requested: asked, usedOptions: { runtime: 'tensorrt', precision: null } },
    /^precision fp16 is not attested/,
  ],
  [
    'knobs_as_requested',
    'cores that were not switched',
    { requested: twoCores, before: cores(4), after: cores(2) },
    /^activeCores was requested as 2 and read as 4 before the trial$/,
  ],
  [
    'knobs_as_requested',
    'cores that came back',
    { requested: twoCores, before: cores(2), after: cores(4) },
    /^activeCores .* 2 and read as 4 after the trial$/,
  ],
  [
    'knobs_as_requested',
    'a knob that cannot be read',
    { requested: twoCores, before: cores(null), after: clocks() },
    /read as nothing before the trial; .* read as nothing after/,
  ],
  ['readings_complete', 'reads that failed', { flags: ['readings_failed'] }, /reads of the rails failed/],
  ['sensor_mode_held', 'a sensor that changed its mode', { flags: ['sensor_mode_moved'] }, /changed its mode/],
  [
    'readings_plausible',
    'a zero',
    { trace: trace((mw, i) => (i === 100 ? 0 : mw)) },
    /of 193 readings .* 1 are zero, 0 negative/,
  ],
  ['readings_plausible', 'a negative', { trace: trace((mw, i) => (i === 100 ? -40 : mw)) }, /1 negative/],
  [
    'readings_plausible',
    'more than there can be',
    { trace: trace((mw, i) => (i === 100 ? 200_000 : mw)) },
    /1 above 164000 mW/,
  ],
  [
    'rail_alive',
    'a rail that stands still',
    { trace: trace((mw, i) => (i > 100 && i < 160 ? 8040 : mw)) },
    /VDD_IN did not change from 8040 mW for [56]\.\d s/,
  ],
  ['counter_agrees', 'a counter that says more', { counterDifferencePct: -2.1 }, /2\.1 % below the hardware/],
  ['rail_alive', 'no such rail', { totalRail: 'POM_5V_IN' }, /no rail POM_5V_IN, only VDD_IN/],
  ['rails_consistent', 'parts above their total', { trace: parts(4300) }, /8080 mW .* 8600 mW: more than three sigma/],
  ['not_throttled', 'a device that says so', { flags: ['throttled'] }, /throttled at 52.0 °C/],
  [
    'not_throttled',
    'a die too hot',
    { temperatureC: { start: 45, end: 90.5 } },
    /90.5 °C reached; the device throttles from 90 °C/,
  ],
  ['temperature_in_window', 'a hot start', { flags: ['hot_start'] }, /^hot_start: started at 45.0 °C$/],
  [
    'temperature_in_window',
    'a device that did not cool down',
    { flags: ['hot_start'], start: { ...WAITED, coolingMs: 23_400, gaveUp: 'curve' } },
    /^hot_start: started at 45.0 °C, wanted were 40.0 to 42.0 °C: it cooled for 23 s and would not .* cooling curve$/,
  ],
  [
    'temperature_in_window',
    'a device that did not get warm',
    { flags: ['cold_start'], start: { ...WAITED, warmingMs: 120_000, gaveUp: 'limit' } },
    /^cold_start: .*: it was warmed for 120 s until the wait was over$/,
  ],
  [
    'temperature_in_window',
    'a start above the band',
    { temperatureC: { start: 49.1, end: 52 } },
    /49.1 °C, more than 2 °C/,
  ],
  ['temperature_in_window', 'a start below the band', { temperatureC: { start: 40.9, end: 52 } }, /40.9 °C/],
  [
    'alias_bound',
    'batches in step with sampling',
    {
      averagingUs: 0,
      alias: aliasBound({ tUs: trace().tUs, powerMw: trace().powerMw[0]! }, regularMarks(0, 103_000, 290)),
    },
    /off by 10\d\.\d % .*100 % of the batch unseen/,
  ],
];

const FLAG_ONLY = ['options_attested', 'readings_complete', 'temperature_in_window', 'alias_bound', 'counter_agrees'];

describe('checkTrial', () => {
  it('finds nothing in a flawless trial', () => {
    expect(checkTrial(evidence())).toEqual([]);
  });

  it.each(FLAWS)('%s fires on %s', (check, _flaw, change, message) => {
    const findings = checkTrial(evidence(change));
    expect(findings.map((finding) => finding.check)).toContain(check);
    const finding = findings.find((f) => f.check === check)!;
    expect(finding.message).toMatch(message);
    expect(finding.remedy).not.toBe('');
    expect(isAccepted(findings)).toBe(FLAG_ONLY.includes(check));
  });

  it('has every check fire at least once here', () => {
    expect(new Set(FLAWS.map(([check]) => check))).toEqual(new Set(TRIAL_CHECKS.map(({ name }) => name)));
    expect(new Set(TRIAL_CHECKS.map(({ name }) => name)).size).toBe(TRIAL_CHECKS.length);
  });

  it.each<[string, Partial<TrialEvidence>]>([
    ['an outlier without a cause', { trace: trace((mw) => mw * 1.5) }],
    ['clocks that a governor moves', { requested: { cpuKhz: 'dvfs', gpuHz: 'dvfs' }, after: clocks(114_750_000) }],
    ['a hardware clock a little under its set point', { after: clocks(GPU_HZ * 0.98) }],
    ['an agent that recorded no residency', { residency: null }],
    [
      'a clock off its level for as long as its counter may be off',
      {
        residency: {
          ...KEPT,
          gpu: spent([
            [701_250_000, 110],
            [GPU_HZ, 19_890],
          ]),
        },
      },
    ],
    [
      'one stray reading of a clock',
      {
        residency: {
          ...KEPT,
          gpu: spent(
            [
              [114_750_000, 1000],
              [GPU_HZ, 19_000],
            ],
            'sampled',
          ),
        },
      },
    ],
    [
      'a sampled clock a little under its set point',
      { residency: { ...KEPT, gpu: spent([[GPU_HZ * 0.98, 20_000]], 'sampled') } },
    ],
    [
      'levels that governors went through',
      {
        requested: DVFS,
        residency: {
          ...KEPT,
          gpu: spent([
            [114_750_000, 9000],
            [GPU_HZ, 11_000],
          ]),
        },
      },
    ],
    ['a GPU that is rail-gated before its work', { before: clocks(0) }],
    ['a rail that stood still before the window', { trace: trace((mw, i) => (i < 29 ? 3000 : mw)) }],
    ['parts that differ from their total by the sensor alone', { trace: parts(4080) }],
    ['cores as requested', { requested: twoCores, before: cores(2), after: cores(2) }],
    ['cores that nobody requested', { before: cores(4), after: cores(3) }],
    ['unknown temperatures', { temperatureC: null }],
    [
      'a die as hot as a device of unknown limit gets',
      { temperatureC: { start: 45, end: 99 }, limits: DEFAULT_LIMITS },
    ],
    [
      'what the campaign allows',
      {
        trace: keeping((i) => i < 100 || i > 120),
        residency: {
          ...KEPT,
          gpu: spent([
            [GPU_HZ, 19_000],
            [GPU_HZ / 2, 1_000],
          ]),
        },
        limits: { ...DEFAULT_LIMITS, maxGapShare: 0.12, maxOffShare: 0.06 },
      },
    ],
    ['words of the agent that are no cause', { flags: ['something_else'] }],
  ])('finds nothing in %s', (_name, change) => {
    expect(checkTrial(evidence(change))).toEqual([]);
  });

  it('accepts a trial that is only flagged', () => {
    expect(isAccepted([])).toBe(true);
    expect(isAccepted([{ severity: 'flag' }])).toBe(true);
    expect(isAccepted([{ severity: 'flag' }, { severity: 'reject' }])).toBe(false);
  });
});

describe('isRejectedForGood', () => {
  const rejecting = (change: Partial<TrialEvidence>) => isRejectedForGood(checkTrial(evidence(change)));

  it('holds for what the next attempt must repeat', () => {
    const few = { events: moved('inference_end', START_US + 600_000) };
    expect(rejecting({ batches: { requested: 300, reported: 30 } })).toBe(true);
    expect(
      isRejectedForGood([
        { check: 'enough_samples', severity: 'reject' },
        { check: 'alias_bound', severity: 'flag' },
      ]),
    ).toBe(true);
    expect(rejecting({})).toBe(false);
    expect(rejecting({ ...few, flags: ['sensor_mode_moved'] })).toBe(false);
    expect(rejecting({ flags: ['readings_failed'] })).toBe(false);
  });
});

it('takes a trial without clocks of a machine that has none that can be set, and of no Jetson', () => {
  const none = { cpu: [], gpu: null, knobs: {} };
  const stock = { requested: { cpuKhz: 'stock', gpuHz: 'stock' } as const, before: none, after: none, residency: null };
  const checksOf = (change: Partial<TrialEvidence>) =>
    checkTrial(evidence({ ...stock, ...change })).map((f) => f.check);
  expect(checksOf({ hasClocks: false })).toEqual([]);
  expect(checksOf({ hasClocks: true })).toEqual(['clock_as_requested', 'clocks_held']);
  expect(checksOf({ hasClocks: false, requested: { cpuKhz: 'stock', gpuHz: GPU_HZ } })).toEqual(['clock_as_requested']);
});

it('counts no reading twice that a rail repeats, and lets the counter of the hardware differ a little', () => {
  const found = (change: Partial<TrialEvidence>) => checkTrial(evidence(change)).map((f) => [f.check, f.severity]);
  expect(found({ refreshUs: 100_000, counterDifferencePct: -1.9 })).toEqual([]);
  expect(found({ refreshUs: 5_000_000 })).toEqual([['enough_samples', 'reject']]);
});
