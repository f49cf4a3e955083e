import { normalDeviate, type Random, seededRandom } from '../random';
import { ALIAS_LIMIT, aliasBound, integrateEnergy, type PowerSamples, regularMarks, selectInside } from './index';

const IDLE_MW = 3000;
const TRIALS = 300;

/**
 * A board that idles, runs `batches` equal batches from `startUs` (a CPU phase, then a GPU phase with more power), and idles
 * again. Its energy up to any instant is known exactly.
 */
interface Board {
  startUs: number;
  endUs: number;
  batchUs: number;
  batches: number;
  cpuShare: number;
  cpuMw: number;
  gpuMw: number;
}

interface Sensor {
  periodUs: number;
  /** A reading is the mean over this span, which ends at the reading. */
  averagingUs: number;
  noiseMw: number;
}

/** Least and greatest duration of a batch. */
const SHORT_BATCHES = [10_000, 60_000] as const;
const LONG_BATCHES = [50_000, 400_000] as const;

function drawBoard(random: Random, durationUs: number, [shortest, longest]: readonly [number, number]): Board {
  const batchUs = Math.round(shortest + (longest - shortest) * random());
  const startUs = 1_000_000 + Math.round(200_000 * random());
  const batches = Math.max(1, Math.round(durationUs / batchUs));
  const cpuShare = 0.2 + 0.4 * random();
  return { startUs, endUs: startUs + batches * batchUs, batchUs, batches, cpuShare, cpuMw: 6000, gpuMw: 9000 };
}

/** Energy from 0 to `t`, in mW µs. */
function energyUpTo(board: Board, t: number): number {
  const { startUs, endUs, batchUs, cpuShare, cpuMw, gpuMw } = board;
  const inRun = Math.min(Math.max(t - startUs, 0), endUs - startUs);
  const inBatch = inRun % batchUs;
  const cpuUs = cpuShare * batchUs;
  const whole = Math.floor(inRun / batchUs) * (cpuUs * cpuMw + (batchUs - cpuUs) * gpuMw);
  const part = Math.min(inBatch, cpuUs) * cpuMw + Math.max(inBatch - cpuUs, 0) * gpuMw;
  return (t - inRun) * IDLE_MW + whole + part;
}

/** What a sensor reads: the mean over its span, at the middle of it, in steps of 40 mW. */
function readings(board: Board, sensor: Sensor, random: Random): PowerSamples {
  const spanUs = Math.max(sensor.averagingUs, 1);
  const tUs: number[] = [];
  const powerMw: number[] = [];
  for (let t = spanUs + sensor.periodUs * random(); t < board.endUs + 1_000_000; t += sensor.periodUs) {
    const meanMw = (energyUpTo(board, t) - energyUpTo(board, t - spanUs)) / spanUs;
    tUs.push(Math.round(t - sensor.averagingUs / 2));
    powerMw.push(40 * Math.round((meanMw + sensor.noiseMw * normalDeviate(random)) / 40));
  }
  return { tUs, powerMw };
}

/** MEASUREMENT 2: a period that falls out of step with the batches by the golden ratio, between 70 and 250 ms. */
function batchAwarePeriod(batchUs: number): number {
  const k = Math.max(0, Math.round(100_000 / batchUs - 0.618));
  const periodUs = batchUs * (k + 0.618);
  return periodUs < 70_000 ? periodUs + batchUs : periodUs > 250_000 ? periodUs / 2 : periodUs;
}

/** Trapezoid between the first and the last sample inside, nothing held to the marks. */
function insideAlone(samples: PowerSamples, board: Board, averagingUs: number): number {
  const inside = selectInside(samples, board, averagingUs);
  return integrateEnergy(inside, { startUs: inside.tUs[0]!, endUs: inside.tUs.at(-1)! })?.energyMj ?? 0;
}

type Estimate = (samples: PowerSamples, board: Board, averagingUs: number) => number;
const hold: Estimate = (samples, board, averagingUs) => integrateEnergy(samples, board, averagingUs)!.energyMj;
const holdWithStraddling: Estimate = (samples, board) => integrateEnergy(samples, board, 0)!.energyMj;

/** Mean and standard deviation of the relative error over simulated trials, in percent. */
function errorPct(
  durationS: number,
  batchUs: readonly [number, number],
  sensor: (board: Board) => Sensor,
  estimate: Estimate,
): { mean: number; sd: number } {
  const random = seededRandom(`energy ${durationS}`);
  const errors = Array.from({ length: TRIALS }, () => {
    const board = drawBoard(random, durationS * 1e6, batchUs);
    const set = sensor(board);
    const truthMj = (energyUpTo(board, board.endUs) - energyUpTo(board, board.startUs)) / 1e6;
    return 100 * (estimate(readings(board, set, random), board, set.averagingUs / 2) / truthMj - 1);
  });
  const mean = errors.reduce((sum, e) => sum + e, 0) / TRIALS;
  return { mean, sd: Math.sqrt(errors.reduce((sum, e) => sum + (e - mean) ** 2, 0) / (TRIALS - 1)) };
}

const averaged = (board: Board): Sensor => ({
  periodUs: batchAwarePeriod(board.batchUs),
  averagingUs: 105_600,
  noiseMw: 20,
});
const pointwise = (board: Board): Sensor => ({ ...averaged(board), averagingUs: 0 });

describe('energy of a simulated window whose exact energy is known', () => {
  it('is right within 0.00 +- 0.03 % at 20 s, and 0.0 +- 0.5 % at 2 s', () => {
    const at20s = errorPct(20, SHORT_BATCHES, averaged, hold);
    expect(Math.abs(at20s.mean)).toBeLessThan(0.005);
    expect(at20s.sd).toBeLessThan(0.03);
    const at2s = errorPct(2, SHORT_BATCHES, averaged, hold);
    expect(Math.abs(at2s.mean)).toBeLessThan(0.05);
    expect(at2s.sd).toBeLessThan(0.5);
  });

  it('loses half a per cent at 20 s and 5 % at 2 s without the hold', () => {
    expect(errorPct(20, SHORT_BATCHES, pointwise, insideAlone).mean).toBeCloseTo(-0.5, 0);
    expect(errorPct(2, SHORT_BATCHES, pointwise, insideAlone).mean).toBeLessThan(-4);
  });

  it('takes in idle power when readings that straddle a mark count', () => {
    const leaking = errorPct(2, SHORT_BATCHES, averaged, holdWithStraddling);
    expect(leaking.mean).toBeLessThan(-0.3);
    const clean = errorPct(2, SHORT_BATCHES, averaged, hold);
    expect(Math.hypot(clean.mean, clean.sd)).toBeLessThan(Math.hypot(leaking.mean, leaking.sd) / 3);
  });

  it('stays within 0.64 % at 20 s and 0.24 % at 100 s rms for long batches and point samples', () => {
    const at20s = errorPct(20, LONG_BATCHES, pointwise, hold);
    expect(Math.hypot(at20s.mean, at20s.sd)).toBeLessThan(0.64);
    const at100s = errorPct(100, LONG_BATCHES, pointwise, hold);
    expect(Math.hypot(at100s.mean, at100s.sd)).toBeLessThan(0.24);
  });
});

describe('the alias bound of a simulated window', () => {
  /** Share of trials whose error is within the bound, the share that is flagged, and the rms error. */
  function audit(durationS: number, batchUs: readonly [number, number], sensor: (board: Board) => Sensor) {
    const random = seededRandom(`alias ${durationS}`);
    const trials = Array.from({ length: 100 }, () => {
      const board = drawBoard(random, durationS * 1e6, batchUs);
      const set = sensor(board);
      const samples = readings(board, set, random);
      const truthMj = (energyUpTo(board, board.endUs) - energyUpTo(board, board.startUs)) / 1e6;
      const inside = selectInside(samples, board, set.averagingUs / 2);
      const marks = regularMarks(board.startUs, board.batchUs, board.batches);
      const { boundShare } = aliasBound(inside, marks, set.averagingUs)!;
      return { error: Math.abs(hold(samples, board, set.averagingUs / 2) / truthMj - 1), boundShare };
    });
    return {
      covered: trials.filter((t) => t.error <= t.boundShare).length / trials.length,
      flagged: trials.filter((t) => t.boundShare > ALIAS_LIMIT).length / trials.length,
      rms: Math.sqrt(trials.reduce((sum, t) => sum + t.error ** 2, 0) / trials.length),
    };
  }
  const fixed = (): Sensor => ({ periodUs: 100_000, averagingUs: 0, noiseMw: 20 });

  it.each([50_000, 100_000])('flags every trial with a fixed 100 ms in step with batches of %d µs', (batchUs) => {
    for (const durationS of [20, 100]) {
      const { covered, flagged, rms } = audit(durationS, [batchUs, batchUs], fixed);
      expect(rms).toBeGreaterThan(0.1);
      expect(flagged).toBe(1);
      expect(covered).toBe(1);
    }
  });

  it('covers the error of a fixed 100 ms nearly in step', () => {
    const { covered, flagged } = audit(20, [99_000, 101_000], fixed);
    expect(covered).toBeGreaterThan(0.97);
    expect(flagged).toBeGreaterThan(0.5);
  });

  it('leaves the batch-aware period alone from 20 s on, and covers its error', () => {
    for (const durationS of [20, 100]) {
      const { covered, flagged } = audit(durationS, LONG_BATCHES, pointwise);
      expect(covered).toBeGreaterThan(0.97);
      expect(flagged).toBeLessThan(0.1);
    }
  });
});
