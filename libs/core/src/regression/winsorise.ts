import { medianOf } from '../statistics/median';

/** Values no further from their median than `reach`: one odd execution shall decide nothing. */
export function winsorise(values: readonly number[], reach: number): number[] {
  const middle = medianOf(values) ?? 0;
  return values.map((each) => Math.max(middle - reach, Math.min(middle + reach, each)));
}
