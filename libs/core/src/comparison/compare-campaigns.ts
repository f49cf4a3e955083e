import { type Interval, intervalFromLog } from '../statistics/interval';
import { twoSided95 } from '../statistics/student-t';
import { energyRatioOnDevice, ratioOf } from './compare-figures';
import { estimateCells, type EstimatedCell } from './estimate-cells';
import { groupBy } from './group-by';
import type { MeasuredCell } from './measured-cell';

/** One cell on one device, in a campaign and in its reference. */
export interface CellChange {
  device: string;
  workload: string;
  cellKey: string;
  /** Campaign over reference. */
  energyRatio: Interval;
  durationRatio: Interval;
}

/** A device and workload as a whole: the mean change over the cells that both campaigns have. */
export interface CampaignChange {
  device: string;
  workload: string;
  /** Geometric mean of the cells' energy ratios; its interval is of their scatter, of a single cell its own. */
  energyRatio: Interval;
  cells: CellChange[];
}

/**
 * A campaign against an earlier one: ratios of geometric means, cell by cell on the same device, so that what the cells
 * differ by drops out. Cells that only one of them has are left out. Both are taken to have the same sensor set-up.
 */
export function* compareCampaigns(
  campaign: readonly MeasuredCell[],
  reference: readonly MeasuredCell[],
): Generator<void, CampaignChange[]> {
  const earlier = new Map((yield* estimateCells(reference)).map((estimate) => [pairKey(estimate.cell), estimate]));
  const changes = (yield* estimateCells(campaign)).flatMap((estimate) => {
    const against = earlier.get(pairKey(estimate.cell));
    return against ? [cellChange(estimate, against)] : [];
  });
  const groups = yield* groupBy(changes, ({ device, workload }) => JSON.stringify([device, workload]));
  return groups.map((cells) => {
    const { device, workload } = cells[0]!;
    return { device, workload, energyRatio: meanRatio(cells.map((cell) => cell.energyRatio)), cells };
  });
}

function cellChange(estimate: EstimatedCell, against: EstimatedCell): CellChange {
  const { device, workload, cellKey } = estimate.cell;
  const energyRatio = energyRatioOnDevice(estimate, against);
  return { device, workload, cellKey, energyRatio, durationRatio: ratioOf(estimate.duration, against.duration) };
}

/** Mean of paired log ratios with Student's interval of their scatter. */
function meanRatio(ratios: readonly Interval[]): Interval {
  if (ratios.length === 1) return ratios[0]!;
  const logs = ratios.map((ratio) => Math.log(ratio.estimate));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const freedom = logs.length - 1;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / freedom;
  return intervalFromLog(mean, twoSided95(freedom) * Math.sqrt(variance / logs.length));
}

function pairKey({ device, workload, cellKey }: MeasuredCell): string {
  return JSON.stringify([device, workload, cellKey]);
}
