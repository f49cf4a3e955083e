import type { ComparisonRow } from '../comparison/compare-cells';
import type { CellSummary } from '../comparison/measured-cell';
import { absoluteShare } from '../comparison/cell-ratios';
import { logHalfWidth } from '../statistics/interval';
import { isTooLowToRank } from '../trust/grades';
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
  /** At least what of the half-width of a ratio comes from this cell. */
  mostEnergy: number;
  accuracy: PublishedAccuracy | null;
  isBaseline: boolean;
  /** A grade of C or better. */
  rankable: boolean;
}

export function candidatesOf(row: ComparisonRow): FrontCandidate[] {
  const accuracy = publishedAccuracy(row.workload, row.options);
  return row.cells.map((cell) => {
    const halfEnergy = logHalfWidth(cell.energyMj);
    const offsetShare = cell.systematic.offsetMj / cell.energyMj.estimate;
    const ownShare = cell.systematic.ownMj / cell.energyMj.estimate;
    const absolute = absoluteShare(cell);
    return {
      row,
      cell,
      logEnergy: Math.log(cell.energyMj.estimate / row.inferences),
      logTime: Math.log(cell.durationMs.estimate / row.inferences),
      halfEnergy,
      halfTime: logHalfWidth(cell.durationMs),
      absolute,
      offsetShare,
      ownShare,
      mostEnergy: Math.max(absolute, halfEnergy + offsetShare + ownShare),
      accuracy,
      isBaseline: cell.cellKey === row.dvfs?.cellKey,
      rankable: !isTooLowToRank(cell.grade.grade),
    };
  });
}

/** Logarithms that differ by less are equal: figures of the same truth differ by the rounding of their means. */
const EQUAL = 1e-12;

/** How far the intervals reach: 1 to be sure that a cell is beaten, -1 to be sure that it is not, 0 by the estimates. */
type Reach = 1 | 0 | -1;

/**
 * Whether `by` beats a cell: no worse in energy, time and, with accuracy, in that of their models, and better in one. With the reach of 1 the upper ends of the
 * ratios' 95 % intervals must say so, with -1 the lower ends suffice.
 */
export function beats(by: FrontCandidate, cell: FrontCandidate, reach: Reach, withAccuracy: boolean): boolean {
  const [energy, time] = [by.logEnergy - cell.logEnergy, by.logTime - cell.logTime];
  if (by === cell || energy > roomOf(reach, by.mostEnergy + cell.mostEnergy)) return false;
  const reachedTime = time + reach * norm(by.halfTime, cell.halfTime);
  if (reachedTime > EQUAL) return false;
  const reachedEnergy = reach === 0 ? energy : energy + reach * energyHalfWidth(by, cell);
  if (reachedEnergy > EQUAL) return false;
  const gain = withAccuracy ? by.accuracy!.accuracyPct - cell.accuracy!.accuracyPct : 0;
  return gain >= 0 && (reachedEnergy < -EQUAL || reachedTime < -EQUAL || gain > 0);
}

/** By how much more energy a cell may take and still beat another: without it most pairs need no square root. */
function roomOf(reach: Reach, most: number): number {
  return EQUAL + (reach === -1 ? most : 0);
}

/** On one device gain cancels and the offset does in part; two sensors share nothing. */
function energyHalfWidth(a: FrontCandidate, b: FrontCandidate): number {
  if (a.row.device !== b.row.device) return norm(a.absolute, b.absolute);
  return norm(norm(a.halfEnergy, b.halfEnergy), norm(a.offsetShare - b.offsetShare, norm(a.ownShare, b.ownShare)));
}

/** Math.hypot takes ten times as long, and fronts of thousands of cells compare millions of pairs. */
function norm(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}
