import { studentTProbability } from './student-t';
import type { TestedDifference } from './t-tests';

/**
 * p-value of two one-sided tests: small where the difference lies within the margin on both sides (D. J. Schuirmann, J. Pharmacokin. Biopharm. 15,
 * 1987). At most 5 % is the same as a 90 % interval inside the margin.
 *
 * @param margin above 0, in the unit of the difference.
 */
export function equivalencePValue(tested: TestedDifference, margin: number): number {
  const { difference, standardError, degreesOfFreedom } = tested;
  const room = margin - Math.abs(difference);
  if (standardError === 0) return room > 0 ? 0 : 1;
  return studentTProbability(-room / standardError, degreesOfFreedom);
}
