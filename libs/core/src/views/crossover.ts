import { type Interval, intervalFromLog, logHalfWidth } from '../statistics/interval';

/** Energy of loading a model once and of each inference after it, in mJ, with half-widths of their 95 % intervals. */
export interface LoadedEnergy {
  loadMj: number;
  loadHalfMj: number;
  inferenceMj: number;
  inferenceHalfMj: number;
}

/** After how many inferences the one that costs more to load has paid off. */
export interface Crossover {
  /** Which one is cheaper in the long run. */
  cheaper: 'variant' | 'control';
  /** Null: the cheaper one also loads at no more, and is so from the first inference on. */
  inferences: number | null;
  /** Fieller's 95 % interval; `high` null: it may never pay off. */
  low: number;
  high: number | null;
}

/** Energy of loading and so many inferences. */
export interface Cumulative {
  inferences: number;
  variantMj: Interval;
  controlMj: Interval;
  ratio: Interval;
}

/**
 * Where both sums meet: (L1 - L2) / (e2 - e1). The interval of such a ratio of differences is Fieller's (E. C. Fieller, J. R. Statist. Soc. B 16,
 * 1954): all n for which L1 - L2 - n (e2 - e1) may be zero. It has no upper end where the energies of an inference may be equal.
 */
export function crossoverOf(variant: LoadedEnergy, control: LoadedEnergy): Crossover {
  const dearer = variant.loadMj - control.loadMj;
  const gain = control.inferenceMj - variant.inferenceMj;
  const cheaper = gain >= 0 ? 'variant' : 'control';
  const widths = {
    load: Math.hypot(variant.loadHalfMj, control.loadHalfMj),
    gain: Math.hypot(variant.inferenceHalfMj, control.inferenceHalfMj),
  };
  const crosses = gain !== 0 && dearer / gain > 0;
  return { cheaper, inferences: crosses ? dearer / gain : null, ...fieller(dearer, gain, widths) };
}

/** n from (gain² - w²) n² - 2 dearer gain n + (dearer² - v²) <= 0, as far as it is not negative. */
function fieller(
  dearer: number,
  gain: number,
  widths: { load: number; gain: number },
): Pick<Crossover, 'low' | 'high'> {
  const square = gain ** 2 - widths.gain ** 2;
  const rest = dearer ** 2 - widths.load ** 2;
  const root = Math.sqrt(Math.max(0, (dearer * gain) ** 2 - square * rest));
  if (square > 0) {
    const [low, high] = [(dearer * gain - root) / square, (dearer * gain + root) / square];
    return { low: Math.max(0, low), high: Math.max(0, high) };
  }
  if (rest <= 0) return { low: 0, high: null };
  const ends =
    square === 0 ? [rest / (2 * dearer * gain)] : [-1, 1].map((sign) => (dearer * gain + sign * root) / square);
  const positive = ends.filter((end) => end > 0 && end < Infinity);
  return { low: positive.length > 0 ? Math.min(...positive) : 0, high: null };
}

export function cumulativeEnergy(variant: LoadedEnergy, control: LoadedEnergy, inferences: number): Cumulative {
  const [variantMj, controlMj] = [variant, control].map((each) => sumOf(each, inferences)) as [Interval, Interval];
  const ratio = intervalFromLog(
    Math.log(variantMj.estimate / controlMj.estimate),
    Math.hypot(logHalfWidth(variantMj), logHalfWidth(controlMj)),
  );
  return { inferences, variantMj, controlMj, ratio };
}

function sumOf({ loadMj, loadHalfMj, inferenceMj, inferenceHalfMj }: LoadedEnergy, inferences: number): Interval {
  const estimate = loadMj + inferences * inferenceMj;
  return intervalFromLog(Math.log(estimate), Math.hypot(loadHalfMj, inferences * inferenceHalfMj) / estimate);
}
