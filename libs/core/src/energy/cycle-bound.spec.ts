import { seededRandom } from '../random';
import { cycleBound } from './cycle-bound';
import { integrateEnergy } from './integrate-energy';

const CYCLE_US = 105_600;
const DURATION_US = 40e6;

/** A batch of `batchUs` draws 4 W, then 10.5 W for the rest; the mean of a stretch of time. */
function meanMw(fromUs: number, toUs: number, batchUs: number): number {
  const energyAt = (t: number): number => {
    const within = t % batchUs;
    const cpuUs = 0.4 * batchUs;
    const whole = Math.floor(t / batchUs) * (4_000 * cpuUs + 10_500 * (batchUs - cpuUs));
    return whole + 4_000 * Math.min(within, cpuUs) + 10_500 * Math.max(0, within - cpuUs);
  };
  return (energyAt(toUs) - energyAt(fromUs)) / (toUs - fromUs);
}

/** Readings of the last finished cycle at an even period; and their mean power over the true one, less one. */
function read(periodUs: number, batchUs: number, phaseUs: number) {
  const tUs: number[] = [];
  const powerMw: number[] = [];
  for (let now = phaseUs + 2 * CYCLE_US; now < DURATION_US; now += periodUs) {
    const endUs = Math.floor(now / CYCLE_US) * CYCLE_US;
    tUs.push(now - CYCLE_US);
    powerMw.push(meanMw(endUs - CYCLE_US, endUs, batchUs));
  }
  const window = { startUs: tUs[0]!, endUs: tUs.at(-1)! };
  const found = integrateEnergy({ tUs, powerMw }, window)!.meanPowerMw;
  return { samples: { tUs, powerMw }, error: found / meanMw(window.startUs, window.endUs, batchUs) - 1 };
}

const BATCHES_US = Array.from({ length: 160 }, (_, i) => 80_000 + 2_000 * i);
const ERRORS = [0.8095, 0.9, 0.99, 1.1].map((share) => {
  const random = seededRandom(1);
  const found = BATCHES_US.map((batchUs) => {
    const { samples, error } = read(share * CYCLE_US, batchUs, CYCLE_US * random());
    return { error: Math.abs(error), bound: cycleBound(samples, CYCLE_US)!.boundShare };
  });
  return { share, found, worst: Math.max(...found.map(({ error }) => error)) };
});

describe('cycleBound', () => {
  it.each(ERRORS)('covers the error at $share of a cycle', ({ found }) => {
    // Beside the weights the ends of the window are off by a cycle's share of it.
    const ends = (0.5 * CYCLE_US) / DURATION_US;
    const beyond = found.filter(({ error, bound }) => error > bound + ends);
    expect(beyond.length).toBeLessThanOrEqual(0.02 * found.length);
  });

  it('is small where a period is just below the cycle, and so are the errors', () => {
    const [golden, , cycle] = ERRORS;
    expect(golden!.worst).toBeGreaterThan(0.01);
    expect(cycle!.worst).toBeLessThan(0.005);
    expect(Math.max(...cycle!.found.map(({ bound }) => bound))).toBeLessThan(0.01);
  });

  it('says nothing of a sensor that makes no cycles, or whose cycles are mostly never read', () => {
    const { samples } = read(100_000, 150_000, 0);
    expect(cycleBound(samples, 0)).toBeNull();
    expect(cycleBound(samples, 6_600)).toBeNull();
    expect(cycleBound({ tUs: [1], powerMw: [1] }, CYCLE_US)).toBeNull();
    expect(cycleBound({ ...samples, powerMw: samples.powerMw.map(() => 0) }, CYCLE_US)).toBeNull();
  });
});
