import { INTERVAL_TAIL, spendingPlan } from './alpha-spending';
import { varianceOfMean } from './autocorrelation';
import type { ConfirmationState } from './confirmation-test';

/** Nights after the flag at which is decided. */
const LOOKS = [2, 3, 5, 7] as const;
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
  const looks = looksUntil(before, deviations.length, alpha);
  const limit = WINSORISE_AT * before.sd;
  const counted = deviations.map((each) => Math.max(-limit, Math.min(limit, each)));
  for (const { nights, boundary, sd } of looks) {
    const mean = counted.slice(0, nights).reduce((sum, each) => sum + each, 0) / nights;
    if (mean > boundary * sd) return 'confirmed';
  }
  return looks.length < LOOKS.length ? 'undecided' : 'went_away';
}

/**
 * Half of the width of the 95 % interval of the mean of so many nights after the flag less that of the reference: the repeated confidence interval,
 * which covers the difference with this probability whenever the nights decide (C. Jennison, B. W. Turnbull, J. R. Statist. Soc. B 51, 1989). The
 * standard deviation of a night is known from many nights of all series, so the deviate is the normal one.
 */
export function reachOfNights(before: SeriesBefore, nights: number): number {
  const { boundary } = looksUntil(before, Math.max(nights, LOOKS[0]), INTERVAL_TAIL).at(-1)!;
  return boundary * before.sd * unitOfMean(before, nights);
}

/** The looks until so many nights, what has to be exceeded at each in standard deviations, and these. */
function looksUntil(before: SeriesBefore, nights: number, alpha: number) {
  const units = LOOKS.map((look) => unitOfMean(before, look));
  const fractions = units.map((unit) => (units.at(-1)! / unit) ** 2);
  const boundaries = spendingPlan(alpha, fractions, SPENDING_POWER);
  const looks = LOOKS.map((look, index) => ({
    nights: look,
    boundary: boundaries[index]!,
    sd: before.sd * units[index]!,
  }));
  return looks.filter((look) => look.nights <= nights);
}

/** Standard deviation of the mean of so many nights less that of the reference's, over that of one night (Box and Jenkins, see `varianceOfMean`). */
function unitOfMean({ referenceNights, rho }: SeriesBefore, nights: number): number {
  return Math.sqrt(varianceOfMean(nights, rho) + varianceOfMean(referenceNights, rho));
}
