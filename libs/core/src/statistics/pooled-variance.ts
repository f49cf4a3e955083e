import type { CellStatistics } from './cell-statistics';
import { digamma, inverseTrigamma, trigamma } from './gamma-functions';
import { medianOf } from './median';
import { remembering } from './remembering';

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
export function poolVariance(cells: Iterable<Spread>): Repeatability {
  const own: OwnVariances = { variances: [], degreesOfFreedom: [] };
  let [degreesOfFreedom, squares] = [0, 0];
  for (const { trials, sdLog } of cells) {
    if (sdLog === null) continue;
    own.variances.push(sdLog ** 2);
    own.degreesOfFreedom.push(trials - 1);
    degreesOfFreedom += trials - 1;
    squares += (trials - 1) * sdLog ** 2;
  }
  if (degreesOfFreedom === 0) {
    const variance = ASSUMED_SD_LOG ** 2;
    return { sdLog: ASSUMED_SD_LOG, degreesOfFreedom, prior: { variance, degreesOfFreedom: Infinity } };
  }
  const variance = squares / degreesOfFreedom;
  return { sdLog: Math.sqrt(variance), degreesOfFreedom, prior: priorOf(own, variance) };
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

/** Of cells that were repeated, in their order: a list for each, because a campaign has many cells. */
interface OwnVariances {
  variances: number[];
  degreesOfFreedom: number[];
}

/**
 * Moments of the log variances (Smyth 2004, section 6.2): what they scatter beyond chi-square gives the prior's degrees of
 * freedom. No more than chance: infinite, and the pooled variance is everybody's.
 */
function priorOf({ variances, degreesOfFreedom }: OwnVariances, pooledVariance: number): Repeatability['prior'] {
  const pooled = { variance: pooledVariance, degreesOfFreedom: Infinity };
  const count = variances.length;
  if (count < MIN_CELLS_FOR_PRIOR || pooledVariance === 0) return pooled;
  // A cell whose trials agree to the last digit would have a log variance of -Infinity.
  const floor = 1e-5 * (medianOf(variances) || pooledVariance);
  const logs = variances.map((variance, place) => {
    const { digamma, log } = chiSquareOf(degreesOfFreedom[place]!);
    return Math.log(Math.max(variance, floor)) - digamma + log;
  });
  const mean = logs.reduce((sum, e) => sum + e, 0) / count;
  const scatter = logs.reduce((sum, e) => sum + (e - mean) ** 2, 0) / (count - 1);
  const chance = degreesOfFreedom.reduce((sum, d) => sum + chiSquareOf(d).trigamma, 0) / count;
  if (scatter <= chance) return pooled;
  const d = 2 * inverseTrigamma(scatter - chance);
  return { variance: Math.exp(mean + digamma(d / 2) - Math.log(d / 2)), degreesOfFreedom: d };
}

/** Of the logarithm of a variance with so many degrees of freedom. */
const chiSquareOf = remembering((degreesOfFreedom) => {
  const half = degreesOfFreedom / 2;
  return { digamma: digamma(half), log: Math.log(half), trigamma: trigamma(half) };
});
