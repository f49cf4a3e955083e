import { medianOf } from '../statistics/median';

/** With fewer siblings their median is hardly more than one of them. */
const MIN_SIBLINGS = 3;
/** A sentinel further than this from the median of the siblings, in standard deviations, has a night of its own. */
const MAX_DISAGREEMENT = 2;

/**
 * How far a device's night is off, from the deviations of its series from their references: the mean of the sentinels and the median of the
 * other series, weighted by their precision (1 and 2/pi of a series' each: P. J. Huber, Robust Statistics, 1981, section 1.2). A change of
 * a few series does not move the median. A sentinel that disagrees is drawn to the median, as a bad sentinel would shift all others.
 *
 * @param deviations logarithms; `sd` is that of one series.
 * @returns 0 where neither a sentinel nor three other series were measured: nothing can be told apart then.
 */
export function commonMovement(
  deviations: { sentinels: readonly number[]; siblings: readonly number[] },
  sd: number,
): number {
  const { sentinels, siblings } = deviations;
  const ofSentinels = sentinels.reduce((sum, each) => sum + each, 0) / sentinels.length;
  if (siblings.length < MIN_SIBLINGS) return sentinels.length > 0 ? ofSentinels : 0;
  const median = medianOf(siblings)!;
  if (sentinels.length === 0) return median;
  const reach = MAX_DISAGREEMENT * sd;
  const drawn = Math.max(median - reach, Math.min(median + reach, ofSentinels));
  const weight = (2 / Math.PI) * siblings.length;
  return (sentinels.length * drawn + weight * median) / (sentinels.length + weight);
}
