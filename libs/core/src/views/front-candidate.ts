import type { ComparisonRow } from '../comparison/compare-cells';
import type { CellSummary } from '../comparison/measured-cell';
import { absoluteShare } from './cell-ratios';
import { logHalfWidth } from './log-half-width';
import { publishedAccuracy, type PublishedAccuracy } from './published-accuracy';

/** A cell by what a front compares, on the logarithmic scale. */
export interface FrontCandidate {
  row: ComparisonRow;
  cell: CellSummary;
  logEnergy: number;
  logTime: number;
  /** Half-widths of the intervals of repetition. */
  halfEnergy: number;
  halfTime: number;
  /** Half-width of the energy on its own, and shares that remain on one device. */
  absolute: number;
  offsetShare: number;
  ownShare: number;
  accuracy: PublishedAccuracy | null;
  isBaseline: boolean;
}

export function candidatesOf(row: ComparisonRow): FrontCandidate[] {
  const accuracy = publishedAccuracy(row.workload, row.options);
  return row.cells.map((cell) => ({
    ...{ row, cell, accuracy, isBaseline: cell.cellKey === row.dvfs?.cellKey },
    logEnergy: Math.log(cell.energyMj.estimate / row.inferences),
    logTime: Math.log(cell.durationMs.estimate / row.inferences),
    halfEnergy: logHalfWidth(cell.energyMj),
    halfTime: logHalfWidth(cell.durationMs),
    absolute: absoluteShare(cell),
    offsetShare: cell.systematic.offsetMj / cell.energyMj.estimate,
    ownShare: cell.systematic.ownMj / cell.energyMj.estimate,
  }));
}

/** Logarithms that differ by less are equal: figures of the same truth differ by the rounding of their means. */
const EQUAL = 1e-12;

/** How far the intervals reach: 1 to be sure that a cell is beaten, -1 to be sure that it is not, 0 by the estimates. */
type Reach = 1 | 0 | -1;

/**
 * Whether `by` beats a cell: no worse in energy, time and (where both have one) accuracy, and better in one. With the reach of 1 the upper ends of the
 * ratios' 95 % intervals must say so, with -1 the lower ends suffice.
 */
export function beats(by: FrontCandidate, cell: FrontCandidate, reach: Reach): boolean {
  if (by === cell) return false;
  const energy = by.logEnergy - cell.logEnergy + (reach === 0 ? 0 : reach * energyHalfWidth(by, cell));
  if (energy > EQUAL) return false;
  const time = by.logTime - cell.logTime + (reach === 0 ? 0 : reach * Math.hypot(by.halfTime, cell.halfTime));
  if (time > EQUAL) return false;
  const gain = (by.accuracy?.accuracyPct ?? 0) - (cell.accuracy?.accuracyPct ?? 0);
  return gain >= 0 && (energy < -EQUAL || time < -EQUAL || gain > 0);
}

/** On one device gain cancels and the offset does in part; two sensors share nothing. */
function energyHalfWidth(a: FrontCandidate, b: FrontCandidate): number {
  if (a.row.device !== b.row.device) return Math.hypot(a.absolute, b.absolute);
  return Math.hypot(a.halfEnergy, b.halfEnergy, a.offsetShare - b.offsetShare, a.ownShare, b.ownShare);
}
