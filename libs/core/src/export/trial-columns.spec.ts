import { factorLevels } from '../factors';
import { valuesOf } from './encode-rows';
import { phaseAt, phasesOf } from './trace-columns';
import { TRIAL_COLUMNS, type TrialRow } from './trial-columns';

const ROW: TrialRow = {
  campaignId: 'c',
  campaign: 'night',
  trialId: 't',
  attempt: 2,
  device: 'nano',
  deviceClass: 'jetson-nano',
  boardSerial: '0123',
  jetpack: '4.6',
  cellKey: 'k',
  workload: 'own',
  graphMode: 'static',
  inferences: 100,
  unit: 'token',
  levels: factorLevels({ batchSize: 4, cpuKhz: 1_479_000, gpuHz: 'stock', 'parameters.threads': 2 }),
  repetition: 1,
  block: 1,
  position: 3,
  trialState: 'accepted',
  counts: true,
  outcome: 'measured',
  verdict: 'accepted',
  findings: [{ check: 'hot_start', severity: 'flag', message: 'warm' }],
  energyMj: 1000,
  loadEnergyMj: null,
  phases: { load: null, warmup: { energyMj: 70, durationMs: 20, meanPowerMw: 3500, uncertaintyMj: 1 } },
  idlePowerMw: 1500,
  durationMs: 500,
  meanPowerMw: 2000,
  absoluteUncertaintyMj: 10,
  relativeUncertaintyMj: 5,
  rawEnergyMj: null,
  counterDifferencePct: null,
  calibrationId: null,
  samples: 90,
  simulated: true,
  committedAt: new Date(0),
  sensor: null,
  sampling: { mode: 'fixed', periodUs: 'broken' },
  temperatureC: { start: 40, end: 42 },
  batches: null,
  residency: { cpu: [{ method: 'counters' }], gpu: { method: 'sampled' } },
  error: null,
  events: [],
  idle: null,
  runner: null,
  options: null,
};
const at = (name: string, over: Partial<TrialRow> = {}) =>
  valuesOf(
    TRIAL_COLUMNS.find((column) => column.name === name)!,
    [{ ...ROW, ...over }],
  )[0];

it('has a clock as its frequency in Hz and as who sets it', () => {
  expect(['cpu_frequency_hz', 'cpu_clock', 'gpu_frequency_hz', 'gpu_clock'].map((name) => at(name))).toEqual([
    1_479_000_000,
    'pinned',
    null,
    'stock',
  ]);
});

it('computes what a report computes', () => {
  expect([at('energy_per_inference_mj'), at('net_energy_mj'), at('net_power_mw')]).toEqual([10, 250, 500]);
  expect([at('net_energy_mj', { idlePowerMw: null }), at('net_energy_mj', { energyMj: null })]).toEqual([null, null]);
  expect(at('parameters_json')).toBe('{"threads":2}');
  expect([at('warmup_energy_mj'), at('warmup_power_mw'), at('load_duration_ms')]).toEqual([70, 3500, null]);
  expect(at('work_unit')).toBe('token');
  expect(at('board_id')).toMatch(/^[0-9a-f]{12}$/);
  expect(at('clocks_attested_by')).toBe('sampled');
});

it('has the tail of batch times where the workload reports it', () => {
  const tail = (batches: TrialRow['batches']) => [at('batch_p99_us', { batches }), at('batch_max_us', { batches })];
  expect(tail({ count: 9, meanUs: 70, sdUs: 1, p99Us: 80.5 })).toEqual([80.5, null]);
  expect(tail(null)).toEqual([null, null]);
});

it('has whose runner it was, and what it used', () => {
  expect([at('runner'), at('used_options_json')]).toEqual([null, null]);
  const runner = { kind: 'delivered', sha256: 'a'.repeat(64) };
  expect(at('runner', { runner })).toBe('delivered');
  expect(at('used_options_json', { options: { weights: 'random, seed 1' } })).toBe('{"weights":"random, seed 1"}');
});

it('says why an attempt does not count', () => {
  expect([at('reason'), at('flagged_by'), at('rejected_by')]).toEqual([null, 'hot_start', null]);
  const findings = [{ check: 'gaps', severity: 'reject', message: 'a gap of 3 s' }];
  expect(at('reason', { verdict: 'rejected', findings })).toBe('gaps: a gap of 3 s');
  expect(at('rejected_by', { verdict: 'rejected', findings })).toBe('gaps');
  const error = { code: 'out_of_memory', message: 'no room' };
  expect(at('reason', { verdict: null, outcome: 'failed', error })).toBe('out_of_memory: no room');
  expect(at('reason', { verdict: null, outcome: 'cancelled' })).toBe('cancelled');
});

it('takes a part that an agent wrote wrongly as missing', () => expect(at('sampling_period_us')).toBeNull());

it('knows the phase of a sample', () => {
  const mark = (name: string, tUs: number) => ({ name, tUs });
  const events = [mark('load_start', 10), mark('load_end', 20), mark('inference_start', 20), mark('inference_end', 30)];
  const phases = phasesOf({ events, idle: { before: { startUs: 0, endUs: 5 }, after: null } });
  expect([0, 7, 15, 20, 30, 31].map((tUs) => phaseAt(phases, tUs))).toEqual([
    ...['idle_before', null, 'load', 'inference', 'inference', null],
  ]);
  expect(phasesOf({ events: 'none', idle: null })).toEqual([]);
});
