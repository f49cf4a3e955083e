/** The value that `percent` of the values are at or below. @throws RangeError without a value. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.ceil((sorted.length * percent) / 100) - 1];
  if (value === undefined) throw new RangeError('a percentile of nothing');
  return value;
}
