/**
 * Boundaries of a one-sided test that is looked at several times: the z that must be exceeded at each look, so that under no difference
 * the levels spent up to each look are `spent` (K. K. G. Lan, D. L. DeMets, Biometrika 70, 1983). By recursive integration of the
 * density of the sums that have not stopped (P. Armitage, C. K. McPherson, B. C. Rowe, J. R. Statist. Soc. A 132, 1969). Stopping for
 * futility is not counted on, so it may be done or left.
 *
 * @param fractions of the information at each look, rising, at most 1. A boundary does not depend on later looks, which may be left out.
 * @param spent the level used up to each look, rising.
 */
export function spendingBoundaries(fractions: readonly number[], spent: readonly number[]): number[] {
  const boundaries: number[] = [];
  let going: Density = { density: Float64Array.of(1 / STEP), from: 0 };
  let before = { fraction: 0, spent: 0 };
  fractions.forEach((fraction, look) => {
    const moved = convolve(going, Math.sqrt(fraction - before.fraction));
    const { boundary, kept } = cutTail(moved, spent[look]! - before.spent);
    boundaries.push(boundary / Math.sqrt(fraction));
    going = kept;
    before = { fraction, spent: spent[look]! };
  });
  return boundaries;
}

/** Level spent at a fraction of the information, so that little is spent early (S.-J. Kim and D. L. DeMets, Biometrika 74, 1987). */
export function powerSpending(alpha: number, fraction: number, power: number): number {
  return alpha * Math.min(1, fraction) ** power;
}

/** The level on each side of a two-sided interval of 95 %. */
export const INTERVAL_TAIL = 0.025;

/** Few plans differ, and each takes some milliseconds. */
const MAX_KNOWN = 500;
const known = new Map<string, readonly number[]>();

/** Boundaries of a level that is spent by `powerSpending`; kept. */
export function spendingPlan(alpha: number, fractions: readonly number[], power: number): readonly number[] {
  const key = `${alpha} ${power} ${fractions.join(' ')}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  if (known.size >= MAX_KNOWN) known.clear();
  const spent = fractions.map((fraction) => powerSpending(alpha, fraction, power));
  const boundaries = spendingBoundaries(fractions, spent);
  known.set(key, boundaries);
  return boundaries;
}

/** Of the grid that densities are held on, and how far it reaches, in standard deviations of the last look. */
const STEP = 0.01;
const REACH = 6;

/** A density on a grid: of `from + i * STEP`. */
interface Density {
  density: Float64Array;
  from: number;
}

function convolve({ density, from }: Density, sd: number): Density {
  const half = Math.ceil((REACH * sd) / STEP);
  const kernel = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    return (Math.exp(-0.5 * (((i - half) * STEP) / sd) ** 2) * STEP) / (sd * Math.sqrt(2 * Math.PI));
  });
  const moved = new Float64Array(density.length + 2 * half);
  for (let at = 0; at < moved.length; at++) {
    const last = Math.min(at, density.length - 1);
    let sum = 0;
    for (let i = Math.max(0, at - 2 * half); i <= last; i++) sum += density[i]! * kernel[at - i]!;
    moved[at] = sum;
  }
  return { density: moved, from: from - half * STEP };
}

/** The point beyond which `tail` of the probability lies, within a cell by its share; and what stays below. */
function cutTail({ density, from }: Density, tail: number): { boundary: number; kept: Density } {
  let sum = 0;
  let i = density.length - 1;
  while (i > 0 && sum + density[i]! * STEP < tail) sum += density[i--]! * STEP;
  const share = (tail - sum) / (density[i]! * STEP);
  const kept = density.slice(0, i + 1);
  kept[i] = kept[i]! * (1 - share);
  return { boundary: from + (i + 0.5 - share) * STEP, kept: { density: kept, from } };
}
