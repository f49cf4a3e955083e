import { integrateEnergy } from './integrate-energy';
import type { PowerSamples } from './select-inside';
import { unsteadyEdgesMj } from './unsteady-edges';

/** Half of the span that a reading stands for, and how often the sensor is read, in µs. */
const AVERAGING_US = 106_000;
const PERIOD_US = 104_900;
/** An idle board, a model that is read and then copied to the GPU, and inferences: until when, in ms, and power in mW. */
const LOAD_MS = [1000, 1285, 1400, 3000];
const POWER_MW = [4_000, 10_900, 19_600, 18_000];
const WINDOW = { startUs: LOAD_MS[0]! * 1e3, endUs: LOAD_MS[2]! * 1e3 };
const TRUE_MJ = 0.285 * 10_900 + 0.115 * 19_600;

function powerAt(tMs: number): number {
  return POWER_MW[LOAD_MS.findIndex((endMs) => tMs < endMs)] ?? POWER_MW.at(-1)!;
}

/** Readings of a sensor that averages over cycles of 105.6 ms, from some phase on; the middle of a cycle is so far from the reading's time. */
function readings(phaseUs: number, middleMs: number): PowerSamples {
  const tUs: number[] = [];
  for (let t = phaseUs; t < 3e6; t += PERIOD_US) tUs.push(t);
  const cycleMs = Array.from({ length: 1056 }, (_, i) => i / 10 - 52.8);
  const powerMw = tUs.map(
    (t) => cycleMs.reduce((sum, ms) => sum + powerAt(t / 1e3 + middleMs + ms), 0) / cycleMs.length,
  );
  return { tUs, powerMw };
}

const PHASES = Array.from({ length: 50 }, (_, i) => 2098 * i);
const MIDDLES_MS = [-52, -26, 0, 26, 52];

it('covers a load whose end no reading inside it has seen', () => {
  let uncovered = 0;
  for (const middleMs of MIDDLES_MS) {
    for (const phaseUs of PHASES) {
      const samples = readings(phaseUs, middleMs);
      const energy = integrateEnergy(samples, WINDOW, AVERAGING_US)!;
      const errorMj = Math.abs(energy.energyMj - TRUE_MJ);
      expect(errorMj).toBeLessThanOrEqual(unsteadyEdgesMj(samples, WINDOW, AVERAGING_US));
      if (errorMj > energy.edgeUncertaintyMj) uncovered++;
    }
  }
  // What the readings inside alone would say.
  expect(uncovered / (PHASES.length * MIDDLES_MS.length)).toBeGreaterThan(0.5);
});

it('does not take a single reading for a steady power', () => {
  const samples = { tUs: [0, 1e5, 2e5], powerMw: [4000, 10_000, 7000] };
  const window = { startUs: 5e4, endUs: 1.7e5 };
  expect(integrateEnergy(samples, window)!.edgeUncertaintyMj).toBe(0);
  // 50 ms of 6 W before it, 70 ms of 3 W after it.
  expect(unsteadyEdgesMj(samples, window, 0)).toBeCloseTo(0.05 * 6000 + 0.07 * 3000, 6);
});

it('is what the readings inside say where readings do not average', () => {
  const samples = { tUs: [0, 1e5, 2e5, 3e5, 4e5], powerMw: [1, 5000, 6000, 5500, 1] };
  const window = { startUs: 5e4, endUs: 3.5e5 };
  expect(unsteadyEdgesMj(samples, window, 0)).toBeCloseTo(integrateEnergy(samples, window)!.edgeUncertaintyMj, 9);
});

it('is zero of steady power, and where nothing was read', () => {
  const samples = { tUs: [0, 1e5, 2e5], powerMw: [5000, 5000, 5000] };
  expect(unsteadyEdgesMj(samples, { startUs: 5e4, endUs: 1.5e5 }, 0)).toBe(0);
  expect(unsteadyEdgesMj(samples, { startUs: 11e4, endUs: 19e4 }, 0)).toBe(0);
});
