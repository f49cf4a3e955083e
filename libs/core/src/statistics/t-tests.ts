import type { StandardError } from './cell-interval';
import { sampleMoments } from './sample-moments';
import { studentTProbability } from './student-t';

/** A difference of two means with what is known of its error. */
export interface TestedDifference extends StandardError {
  difference: number;
}

/** Two-sided p-value of "the difference is zero", by Student's t; 1 of no difference at all. */
export function twoSidedPValue({ difference, standardError, degreesOfFreedom }: TestedDifference): number {
  if (difference === 0) return 1;
  if (standardError === 0) return 0;
  return 2 * studentTProbability(-Math.abs(difference) / standardError, degreesOfFreedom);
}

/**
 * Difference of the means of two samples of unlike variance, with Satterthwaite's degrees of freedom (B. L. Welch, Biometrika 34, 1947).
 *
 * @returns null where a sample has fewer than two values, or both are without scatter.
 */
export function welchDifference(sample: readonly number[], against: readonly number[]): TestedDifference | null {
  if (sample.length < 2 || against.length < 2) return null;
  const [a, b] = [sampleMoments(sample), sampleMoments(against)];
  const [ofA, ofB] = [a, b].map(({ count, deviation }) => deviation! ** 2 / count) as [number, number];
  const variance = ofA + ofB;
  if (variance === 0) return null;
  const degreesOfFreedom = variance ** 2 / (ofA ** 2 / (a.count - 1) + ofB ** 2 / (b.count - 1));
  return { difference: a.mean - b.mean, standardError: Math.sqrt(variance), degreesOfFreedom };
}
