/** Count, mean and standard deviation of a sample. */
export interface SampleMoments {
  count: number;
  mean: number;
  /** With n - 1 below the sum of squares; null of a single value. */
  deviation: number | null;
}

/** @throws RangeError without a value. */
export function sampleMoments(values: readonly number[]): SampleMoments {
  const count = values.length;
  if (count === 0) throw new RangeError('an empty sample has no moments');
  const mean = values.reduce((sum, v) => sum + v, 0) / count;
  if (count === 1) return { count, mean, deviation: null };
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { count, mean, deviation: Math.sqrt(squares / (count - 1)) };
}
