import { DEFAULT_LIMITS, type TrialEvidence } from '../validity';
import { attemptQuality } from './attempt-quality';

const [START_US, END_US] = [1_000_000, 21_000_000];
const counters = { method: 'counters', resolutionMs: 10, levels: [] } as const;
const sampled = { ...counters, method: 'sampled' } as const;

/** 22 s of readings every 100 ms of a sensor that converts once in `everyMs`; the parts change with the total. */
function traceOf(everyMs: number) {
  const tUs = Array.from({ length: 221 }, (_, i) => i * 100_000);
  const power = tUs.map((t) => 5000 + (Math.floor(t / 1e3 / everyMs) % 7));
  return { rails: ['VDD_IN', 'VDD_SOC'], tUs, powerMw: [power, power.map(() => 900)] };
}

function qualityOf(change: Partial<TrialEvidence>) {
  const limits = { ...DEFAULT_LIMITS, startBandC: { low: 40, high: 42 } };
  return attemptQuality({
    events: [
      { name: 'inference_start', tUs: START_US },
      { name: 'inference_end', tUs: END_US },
    ],
    energy: { durationMs: 20_000, gapShare: 0.0123456 },
    trace: traceOf(100),
    ...{ totalRail: 'VDD_IN', refreshUs: null },
    ...{ averagingUs: 0, flags: [], start: null, temperatureC: { start: 41, end: 50 }, limits },
    residency: { cpu: [{ policy: 0, ...counters }], gpu: counters, emc: null },
    ...change,
  } as unknown as TrialEvidence);
}

test('counts the readings inside the window', () => {
  expect(qualityOf({})).toEqual({
    ...{ readings: 201, readingsPerS: 10.05, gapShare: 0.01235, clocks: 'counters', start: 'usual' },
  });
});

test.each([
  [200, 101],
  [400, 51],
  [1000, 21],
])('a sensor that converts once in %d ms gives %d new readings', (everyMs, readings) => {
  expect(qualityOf({ trace: traceOf(everyMs) })).toMatchObject({ readings });
});

test('of a source that is only read its total counts, and no more often than it is new', () => {
  const [total, other] = [traceOf(200), traceOf(100)];
  const trace = { ...total, powerMw: [total.powerMw[0]!, other.powerMw[0]!] };
  expect(qualityOf({ trace, refreshUs: 200_000 })).toMatchObject({ readings: 101 });
  expect(qualityOf({ trace, refreshUs: 500_000 })).toMatchObject({ readings: 41 });
  expect(qualityOf({ trace, refreshUs: null })).toMatchObject({ readings: 201 });
});

test('readings that reach beyond a mark do not count', () => {
  expect(qualityOf({ averagingUs: 1_000_000 })).toMatchObject({ readings: 181 });
});

test.each([
  ['sampled', { cpu: [{ policy: 0, ...counters }], gpu: sampled, emc: null }],
  ['none', { cpu: [{ policy: 0, ...counters }], gpu: null, emc: null }],
  ['none', { cpu: [], gpu: counters, emc: null }],
  ['none', null],
] as const)('clocks: %s', (clocks, residency) => expect(qualityOf({ residency })).toMatchObject({ clocks }));

test.each([
  ['unusual', { flags: ['hot_start'] }],
  ['unusual', { temperatureC: { start: 48, end: 50 } }],
  ['unknown', { temperatureC: null }],
  ['unknown', { limits: DEFAULT_LIMITS }],
] as const)('start: %s', (start, change) => {
  expect(qualityOf(change as Partial<TrialEvidence>)).toMatchObject({ start });
});

test('there is none without energy or a window', () => {
  expect(qualityOf({ energy: null })).toBeNull();
  expect(qualityOf({ events: [] })).toBeNull();
});
