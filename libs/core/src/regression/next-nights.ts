import { spendingBoundaries, powerSpending } from './alpha-spending';
import { varianceOfMean } from './autocorrelation';
import type { ConfirmationState } from './confirmation-test';

/** Nights after the flag at which is decided. */
const LOOKS = [2, 3, 5, 7];
const SPENDING_POWER = 1;
/** A night further off than so many standard deviations counts as if it were no further: one bad night confirms nothing. */
const WINSORISE_AT = 3;

/** A series as it was before the flag. */
export interface SeriesBefore {
  /** Standard deviation of a night. */
  sd: number;
  referenceNights: number;
  rho: number;
}

/**
 * Confirms on the nights after the flag, where the former version cannot be executed any more: their mean against the reference, decided
 * after 2, 3, 5 and 7 nights. The night of the flag does not count: it was chosen for being far off.
 *
 * @param deviations from the reference, of the nights after the flag, in the flag's direction.
 * @param alpha one-sided, of all looks together.
 */
export function judgeNextNights(before: SeriesBefore, deviations: readonly number[], alpha: number): ConfirmationState {
  const variances = LOOKS.map(
    (nights) => varianceOfMean(nights, before.rho) + varianceOfMean(before.referenceNights, before.rho),
  );
  const fractions = variances.map((variance) => variances.at(-1)! / variance);
  const spent = fractions.map((fraction) => powerSpending(alpha, fraction, SPENDING_POWER));
  const looks = LOOKS.filter((nights) => nights <= deviations.length);
  const boundaries = spendingBoundaries(fractions.slice(0, looks.length), spent);
  const limit = WINSORISE_AT * before.sd;
  const counted = deviations.map((each) => Math.max(-limit, Math.min(limit, each)));
  for (const [look, nights] of looks.entries()) {
    const mean = counted.slice(0, nights).reduce((sum, each) => sum + each, 0) / nights;
    if (mean > boundaries[look]! * before.sd * Math.sqrt(variances[look]!)) return 'confirmed';
  }
  return looks.length < LOOKS.length ? 'undecided' : 'went_away';
}
