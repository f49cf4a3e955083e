import { sampleMoments, twoSidedPValue } from '@joulefleet/core';

/** Parameters of Apache Otava, with its defaults for a series. */
export interface OtavaOptions {
  windowLength: number;
  maxPValue: number;
  minMagnitude: number;
}

/**
 * Change points as Apache Otava finds them: E-divisive (D. S. Matteson, N. A. James, J. Am. Stat. Assoc. 109, 2014) in windows that overlap by half,
 * with Student's t as the test and a weaker level first; then weak points are merged away (M. Fleming et al., Hunter, ICPE 2023).
 */
export function eDivisive(values: readonly number[], options: OtavaOptions): number[] {
  const { windowLength, maxPValue } = options;
  const weakLevel = maxPValue < 0.05 ? 10 * maxPValue : maxPValue < 0.5 ? 2 * maxPValue : maxPValue;
  const points = new Set<number>();
  for (let start = 0; start < values.length;) {
    const inWindow = splitWindow(values.slice(start, start + windowLength), weakLevel).map((index) => index + start);
    for (const index of inWindow) points.add(index);
    start = Math.max(inWindow.at(-1) ?? 0, start + Math.floor(windowLength / 2));
  }
  return merge(
    [...points].sort((a, b) => a - b),
    values,
    options,
  );
}

function splitWindow(values: readonly number[], level: number): number[] {
  const found: number[] = [];
  for (;;) {
    const bounds = [0, ...found, values.length];
    const candidates = bounds.slice(1).flatMap((end, i) => bestSplit(values, bounds[i]!, end));
    if (candidates.length === 0) return found;
    const best = candidates.reduce((a, b) => (b.divergence > a.divergence ? b : a));
    if (pValueOf(best.index, bounds, values) > level) return found;
    found.push(best.index);
    found.sort((a, b) => a - b);
  }
}

/** The split of a stretch, of itself or of a beginning of it, with the largest energy divergence. */
function bestSplit(values: readonly number[], from: number, end: number): { index: number; divergence: number }[] {
  const count = end - from;
  if (count < 2) return [];
  const distance = (i: number, k: number): number => Math.abs(values[from + i]! - values[from + k]!);
  // Sums over pairs: `left[tau]` of the first tau values; `rows[tau]` of value tau with all later ones before kappa.
  const left = new Float64Array(count + 1);
  const rows = new Float64Array(count);
  let best = { index: from + 1, divergence: -Infinity };
  for (let kappa = 1; kappa <= count; kappa++) {
    left[kappa] = left[kappa - 1]!;
    for (let i = 0; i < kappa - 1; i++) {
      const added = distance(i, kappa - 1);
      left[kappa] = left[kappa]! + added;
      rows[i] = rows[i]! + added;
    }
    let right = 0;
    for (let tau = kappa - 1; tau >= 1; tau--) {
      right += rows[tau]!;
      const [n, m] = [tau, kappa - tau];
      const across = left[kappa]! - left[tau]! - right;
      const withinLeft = n > 1 ? (m / (n - 1)) * left[tau]! : 0;
      const withinRight = m > 1 ? (n / (m - 1)) * right : 0;
      const divergence = (2 / (n + m)) * (across - withinLeft - withinRight);
      if (divergence > best.divergence) best = { index: from + tau, divergence };
    }
  }
  return [best];
}

function merge(found: readonly number[], values: readonly number[], options: OtavaOptions): number[] {
  const points = [...found];
  while (points.length > 0) {
    const bounds = [0, ...points, values.length];
    const pValues = points.map((index) => pValueOf(index, bounds, values));
    let weakest = pValues.indexOf(Math.max(...pValues));
    if (pValues[weakest]! < options.maxPValue) {
      const magnitudes = points.map((index) => magnitudeOf(index, bounds, values));
      weakest = magnitudes.indexOf(Math.min(...magnitudes));
      if (magnitudes[weakest]! > options.minMagnitude) return points;
    }
    points.splice(weakest, 1);
  }
  return points;
}

/** The stretches before and after a point: to its neighbours among the sorted bounds. */
function sidesOf(index: number, bounds: readonly number[], values: readonly number[]): [number[], number[]] {
  const from = bounds.findLast((bound) => bound < index)!;
  const end = bounds.find((bound) => bound > index)!;
  return [values.slice(from, index), values.slice(index, end)];
}

/** Student's t with a common variance. */
function pValueOf(index: number, bounds: readonly number[], values: readonly number[]): number {
  const [left, right] = sidesOf(index, bounds, values).map((side) => sampleMoments(side)) as [Moments, Moments];
  const degreesOfFreedom = left.count + right.count - 2;
  if (degreesOfFreedom < 1) return 1;
  const squares = [left, right].reduce((sum, { count, deviation }) => sum + (count - 1) * (deviation ?? 0) ** 2, 0);
  const standardError = Math.sqrt((squares / degreesOfFreedom) * (1 / left.count + 1 / right.count));
  return twoSidedPValue({ difference: right.mean - left.mean, standardError, degreesOfFreedom });
}

type Moments = ReturnType<typeof sampleMoments>;

function magnitudeOf(index: number, bounds: readonly number[], values: readonly number[]): number {
  const [before, after] = sidesOf(index, bounds, values).map((side) => sampleMoments(side).mean) as [number, number];
  return Math.max(Math.abs(after / before - 1), Math.abs(before / after - 1));
}
