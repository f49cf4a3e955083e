import type { CellStatistics } from './cell-statistics';
import { digamma, inverseTrigamma, trigamma } from './gamma-functions';
import { medianOf } from './median';

/** How one trial of a cell scatters, from all cells of a device. */
export interface Repeatability {
  /** Pooled standard deviation of the logarithms. */
  sdLog: number;
  /** Sum of (trials - 1) over the cells. 0: nothing was repeated and `sdLog` is assumed. */
  degreesOfFreedom: number;
  /** What the other cells say about one cell's variance, and how many degrees of freedom that is worth. */
  prior: { variance: number; degreesOfFreedom: number };
}

type Spread = Pick<CellStatistics, 'trials' | 'sdLog'>;

/** Taken for the deviation where nothing was repeated: repetitions are known to scatter less (study, section 4.6). */
export const ASSUMED_SD_LOG = 0.05;
/** With fewer cells the scatter of their variances says too little: intervals would come out too narrow. */
const MIN_CELLS_FOR_PRIOR = 10;

/**
 * Variance pooled over the cells of a device: sum of (n - 1) s^2 over sum of (n - 1). With three trials a cell an own
 * variance has two degrees of freedom, and intervals of it are wide (t = 4.3) or, when trials stop on it, too narrow
 * (MEASUREMENT 6); pooled over twenty cells there are forty. Differences between the cells' own variances beyond chance make
 * the prior weaker (empirical Bayes).
 */
export function poolVariance(cells: readonly Spread[]): Repeatability {
  const repeated = cells.flatMap(({ trials, sdLog }) =>
    sdLog === null ? [] : [{ degreesOfFreedom: trials - 1, variance: sdLog ** 2 }],
  );
  const degreesOfFreedom = repeated.reduce((sum, cell) => sum + cell.degreesOfFreedom, 0);
  if (degreesOfFreedom === 0) {
    const variance = ASSUMED_SD_LOG ** 2;
    return { sdLog: ASSUMED_SD_LOG, degreesOfFreedom, prior: { variance, degreesOfFreedom: Infinity } };
  }
  const squares = repeated.reduce((sum, cell) => sum + cell.degreesOfFreedom * cell.variance, 0);
  const variance = squares / degreesOfFreedom;
  return { sdLog: Math.sqrt(variance), degreesOfFreedom, prior: priorOf(repeated, variance) };
}

/**
 * Variance of one trial of a cell: its own, shrunk towards the prior by their degrees of freedom (G. K. Smyth, Stat. Appl.
 * Genet. Mol. Biol. 3, 2004, section 4). The result is worth the sum of both, but never more than all cells together.
 */
export function shrinkVariance(cell: Spread, repeatability: Repeatability) {
  const { prior, degreesOfFreedom: pooled } = repeatability;
  if (prior.degreesOfFreedom === Infinity) {
    return { variance: prior.variance, degreesOfFreedom: pooled > 0 ? pooled : Infinity };
  }
  const own = cell.sdLog === null ? 0 : cell.trials - 1;
  const squares = prior.degreesOfFreedom * prior.variance + own * (cell.sdLog ?? 0) ** 2;
  const sum = prior.degreesOfFreedom + own;
  return { variance: squares / sum, degreesOfFreedom: Math.min(sum, pooled) };
}

/**
 * Moments of the log variances (Smyth 2004, section 6.2): what they scatter beyond chi-square gives the prior's degrees of
 * freedom. No more than chance: infinite, and the pooled variance is everybody's.
 */
function priorOf(cells: readonly { degreesOfFreedom: number; variance: number }[], pooledVariance: number) {
  const pooled = { variance: pooledVariance, degreesOfFreedom: Infinity };
  if (cells.length < MIN_CELLS_FOR_PRIOR || pooledVariance === 0) return pooled;
  // A cell whose trials agree to the last digit would have a log variance of -Infinity.
  const floor = 1e-5 * (medianOf(cells.map((c) => c.variance)) || pooledVariance);
  const logs = cells.map(({ variance, degreesOfFreedom: d }) => {
    return Math.log(Math.max(variance, floor)) - digamma(d / 2) + Math.log(d / 2);
  });
  const mean = logs.reduce((sum, e) => sum + e, 0) / logs.length;
  const scatter = logs.reduce((sum, e) => sum + (e - mean) ** 2, 0) / (logs.length - 1);
  const chance = cells.reduce((sum, c) => sum + trigamma(c.degreesOfFreedom / 2), 0) / cells.length;
  if (scatter <= chance) return pooled;
  const d = 2 * inverseTrigamma(scatter - chance);
  return { variance: Math.exp(mean + digamma(d / 2) - Math.log(d / 2)), degreesOfFreedom: d };
}
