import type { ComparisonRow } from '../comparison/compare-cells';
import { leavesDeviceAlone } from '../factors/factor-levels';
import type { Interval } from '../statistics/interval';
import { countedCell, energyRatio, powerRatio, timeRatio } from '../comparison/cell-ratios';
import { pointOf, subjectOf, type ViewPoint, type ViewSubject } from './view-point';

/** What one setting of the governors takes, over the device's own. */
export interface GovernorPoint extends ViewPoint {
  isDefault: boolean;
  energyRatio: Interval;
  timeRatio: Interval;
  powerRatio: Interval;
  /** Energy over that of the governors of least energy. */
  overBest: Interval;
  /** Its interval allows it to be the one of least energy. */
  mayBeBest: boolean;
}

/** The governors of a device against one another on one work. */
export interface GovernorEffect extends ViewSubject {
  batchSize: number;
  /** By rising energy. */
  points: GovernorPoint[];
}

/** Of a row that has two settings of governors or more; null: it has not. The device's own are the baseline. */
export function governorEffect(row: ComparisonRow): GovernorEffect | null {
  const governed = row.cells.filter(({ levels }) => leavesDeviceAlone(levels));
  if (governed.length < 2 || !row.dvfs) return null;
  const sorted = [...governed].sort((a, b) => a.energyMj.estimate - b.energyMj.estimate);
  const [own, best] = [countedCell(row, row.dvfs), countedCell(row, sorted[0]!)];
  const points = sorted.map((cell): GovernorPoint => {
    const counted = countedCell(row, cell);
    const overBest = energyRatio(counted, best);
    return {
      ...pointOf(row, cell),
      isDefault: cell.cellKey === row.dvfs!.cellKey,
      energyRatio: energyRatio(counted, own),
      timeRatio: timeRatio(counted, own),
      powerRatio: powerRatio(counted, own),
      overBest,
      mayBeBest: overBest.low <= 1,
    };
  });
  return { ...subjectOf(row), batchSize: row.batchSize, points };
}
