import { studentTQuantile } from '../statistics/student-t';
import type { WeightedPoint } from './fit-line';

/** A bend as clear as this is chance in one calibration of a hundred. */
const CONFIDENCE = 0.995;

/** How far a parabola through the residuals of a line leaves that line, at most. */
export interface Bend {
  largest: number;
  /** Whether it is beyond what scatter of the points explains. */
  isSignificant: boolean;
}

/** Looks for a curve in the residuals of a fitted line: the square of x, less what a line explains of it. Pure. */
export function findBend(points: readonly WeightedPoint[], residuals: readonly number[]): Bend {
  const square = squareBesideLine(points);
  const weighted = (of: (i: number) => number): number =>
    points.reduce((total, { weight }, i) => total + weight * of(i), 0);
  const norm = weighted((i) => square[i]! ** 2);
  if (norm === 0) return { largest: 0, isSignificant: false };
  const curvature = weighted((i) => square[i]! * residuals[i]!) / norm;
  const left = weighted((i) => (residuals[i]! - curvature * square[i]!) ** 2);
  const degreesOfFreedom = points.length - 3;
  const standardError = Math.sqrt(left / degreesOfFreedom / norm);
  return {
    largest: Math.max(...square.map((each) => Math.abs(curvature * each))),
    isSignificant: Math.abs(curvature) > studentTQuantile(CONFIDENCE, degreesOfFreedom) * standardError,
  };
}

/** The square of x, orthogonal to 1 and x under the weights; x in units of its range, for the sake of its digits. */
function squareBesideLine(points: readonly WeightedPoint[]): number[] {
  const mean = (values: readonly number[]): number =>
    points.reduce((total, { weight }, i) => total + weight * values[i]!, 0) /
    points.reduce((total, { weight }) => total + weight, 0);
  const x = points.map((point) => point.x);
  const range = Math.max(...x) - Math.min(...x);
  const meanX = mean(x);
  const u = x.map((each) => (each - meanX) / range);
  const squares = u.map((each) => each * each);
  const slope = mean(u.map((each, i) => each * squares[i]!)) / mean(squares);
  const level = mean(squares);
  return squares.map((each, i) => each - level - slope * u[i]!);
}
