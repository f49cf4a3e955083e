import { normalQuantile } from './normal-quantile';
import { studentTQuantile } from './student-t';

const MAX_TRIALS = 10_000;
/** Chance that so many trials do not decide, where there is no difference. */
const BETA = 0.2;
const ALPHA = 0.05;

/**
 * Trials of each cell until equivalence within the margin is shown with a chance of 80 %, if there is no difference: the least n with
 * margin sqrt(n) / sd >= t(1 - alpha) + t(1 - beta / 2) (S.-C. Chow et al., Sample Size Calculations in Clinical Research, 2008, section 3.2). A difference
 * that is clearly larger than the margin is found by then as well.
 *
 * @param sd of the difference between two single trials, one of each cell.
 * @param degreesOfFreedom of that sd.
 * @param fixedError standard uncertainty of the difference that no repetition makes smaller.
 * @returns null beyond 10,000.
 */
export function trialsNeeded(sd: number, degreesOfFreedom: number, margin: number, fixedError = 0): number | null {
  const normal = normalQuantile(1 - ALPHA) + normalQuantile(1 - BETA / 2);
  const room = (margin / normal) ** 2 - fixedError ** 2;
  if (room <= 0) return null;
  for (let trials = Math.max(2, Math.ceil(sd ** 2 / room)); trials <= MAX_TRIALS; trials++) {
    const freedom = Math.max(degreesOfFreedom, trials - 1);
    const distance = studentTQuantile(1 - ALPHA, freedom) + studentTQuantile(1 - BETA / 2, freedom);
    if (margin >= distance * Math.hypot(sd / Math.sqrt(trials), fixedError)) return trials;
  }
  return null;
}
