import type { Benchmark, Figure, Target } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import type { Batch } from './simulate-window';
import {
  batchAware,
  batchAwareMisjudged,
  dither,
  fixed,
  type Sampling,
  type Simulation,
  worstRmsPct,
} from './worst-error';

const MIN_BATCH_MS = 50;
const MAX_BATCH_MS = 400;
const STEP_MS = 2;
const WINDOWS = 100;
const SEED = 1;

/** Two fifths of each batch at 4 W, the rest at 10.5 W: a standard deviation of 40 % of the mean, which aliasing lays bare. */
const SWING = { cpuShare: 0.4, cpuMw: 4000, gpuMw: 10_500 };

/**
 * Targets, at the batch period that is worst.
 *
 * Batch-aware: N readings that fall evenly on the phases of a batch misplace each of its two edges by about half a spacing,
 * 1.5 / N / sqrt(12) rms with the uneven spacings of the golden section; two edges of 82 % of the mean make 0.5 / N. N is 110
 * (a period of 181 ms, 20 s) to 280: 0.45 %. The limit is 1 %, from where on a trial is flagged (`ALIAS_LIMIT`); for five times
 * the readings a quarter of it, and twice it where the batch is 1 % off what was planned for.
 *
 * Dither: independent readings make 40 % / sqrt(N) = 2.8 and 1.3 %. Distances of 60 to 140 ms are not independent phases where
 * they come near to a batch: by the renewal process's spectrum at 1 / T the variance is up to 1.6 times that, 3.6 and 1.6 %.
 * The limits leave a quarter for the greatest of many estimates.
 */
const CASES: readonly { name: string; durationS: number; sampling: Sampling; limitPct: number }[] = [
  { name: 'batch_aware_rms_pct', durationS: 20, sampling: batchAware, limitPct: 1 },
  { name: 'batch_aware_rms_pct_100_s', durationS: 100, sampling: batchAware, limitPct: 0.25 },
  { name: 'batch_aware_misjudged_rms_pct', durationS: 20, sampling: batchAwareMisjudged, limitPct: 2 },
  { name: 'dither_rms_pct', durationS: 20, sampling: dither, limitPct: 4.5 },
  { name: 'dither_rms_pct_100_s', durationS: 100, sampling: dither, limitPct: 2 },
];

export const samplingBenchmark: Benchmark = {
  name: 'sampling',
  about:
    'Energy error of batch-aware and dithered sampling against a fixed 100 ms, with power that swings within batches.',
  measure: async (say) => {
    const [at20s, at100s] = [20, 100].map((durationS) => {
      say(`fixed 100 ms, windows of ${durationS} s`);
      return worstRmsPct(fixed, simulationOf(durationS));
    }) as [number, number];
    return CASES.map(({ name, durationS, sampling, limitPct }): Figure => {
      say(name);
      const round = {
        value: worstRmsPct(sampling, simulationOf(durationS)),
        baseline: durationS === 20 ? at20s : at100s,
      };
      const target: Target = { of: 'value', bound: '<=', limit: limitPct };
      return makeFigure(name, '%', [round], target);
    });
  },
};

function simulationOf(durationS: number): Simulation {
  const count = (MAX_BATCH_MS - MIN_BATCH_MS) / STEP_MS + 1;
  const batches = Array.from({ length: count }, (_, i): Batch => {
    return { ...SWING, batchUs: 1000 * (MIN_BATCH_MS + i * STEP_MS) };
  });
  return { batches, durationUs: durationS * 1e6, windows: WINDOWS, seed: SEED };
}
