/**
 * p-values of one table, so that the chance of any false rejection stays below the level (S. Holm, Scand. J. Statist. 6, 1979). In the order
 * of the input.
 */
export function holm(pValues: readonly number[]): number[] {
  const count = pValues.length;
  let largest = 0;
  return inOrder(pValues, (p, rank) => (largest = Math.max(largest, Math.min(1, (count - rank) * p))));
}

/**
 * p-values of a fleet, so that of what is rejected the expected share of false ones stays below the level (Y. Benjamini and Y. Hochberg, J. R.
 * Statist. Soc. B 57, 1995). In the order of the input.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length;
  let least = 1;
  const falling = pValues.map((p) => -p);
  return inOrder(falling, (p, rank) => (least = Math.min(least, (count / (count - rank)) * -p)));
}

/** Adjusts values by rising size, `rank` from 0, and puts the results where the values were. */
function inOrder(values: readonly number[], adjust: (value: number, rank: number) => number): number[] {
  const adjusted = new Array<number>(values.length);
  const places = values.map((_, place) => place).sort((a, b) => values[a]! - values[b]!);
  places.forEach((place, rank) => (adjusted[place] = adjust(values[place]!, rank)));
  return adjusted;
}
