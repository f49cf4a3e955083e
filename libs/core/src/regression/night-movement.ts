import { sampleMoments } from '../statistics/sample-moments';
import { firstAutocorrelation, varianceOfMean } from './autocorrelation';

/** How far the nights of a change are off those before it. */
export interface NightMovement {
  /** Difference of the means, a logarithm where the values are. 0 where too few nights were measured. */
  shift: number;
  /** It is more than the nights before it scatter, and follow each other, by themselves. */
  significant: boolean;
}

/** With fewer nights before it their scatter says nothing. */
const MIN_NIGHTS_BEFORE = 5;
/** In standard errors of the difference of the means. */
const SIGNIFICANT_FROM = 3;

/**
 * Compares the nights of a change with those before it, of which the scatter and the correlation from night to night are taken.
 *
 * @param before values of measured nights, the oldest first.
 */
export function nightMovement(before: readonly number[], after: readonly number[]): NightMovement {
  if (before.length < MIN_NIGHTS_BEFORE || after.length === 0) return { shift: 0, significant: false };
  const { mean, deviation } = sampleMoments(before);
  const shift = sampleMoments(after).mean - mean;
  const rho = correlationOf(before.map((value) => value - mean));
  const variance = varianceOfMean(after.length, rho) + varianceOfMean(before.length, rho);
  return { shift, significant: Math.abs(shift) > SIGNIFICANT_FROM * deviation! * Math.sqrt(variance) };
}

function correlationOf(residuals: readonly number[]): number {
  const squares = residuals.reduce((sum, each) => sum + each ** 2, 0);
  const products = residuals.slice(1).reduce((sum, each, i) => sum + each * residuals[i]!, 0);
  return firstAutocorrelation({ products, squares }, residuals.length);
}
