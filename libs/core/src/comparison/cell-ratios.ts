import { type Interval, intervalFromLog, logHalfWidth } from '../statistics/interval';
import type { CellSummary } from './measured-cell';
import { systematicShareOnDevice } from './systematic-parts';

/** A cell and how many inferences, in how many batches, its window has. */
export interface CountedCell {
  cell: CellSummary;
  inferences: number;
  batches: number;
}

export function countedCell(
  { inferences, batchSize }: { inferences: number; batchSize: number },
  cell: CellSummary,
): CountedCell {
  return { cell, inferences, batches: Math.ceil(inferences / batchSize) };
}

/** Energy per inference of a cell over that of another on the same device: gain cancels, the sensor's offset in part. */
export function energyRatio(one: CountedCell, against: CountedCell): Interval {
  const systematic = systematicShareOnDevice(one.cell, against.cell);
  return ratio(one.cell.energyMj, against.cell.energyMj, { scale: against.inferences / one.inferences, systematic });
}

/** The same between two devices: their sensors share nothing. */
export function energyRatioAcross(one: CountedCell, against: CountedCell): Interval {
  const scale = against.inferences / one.inferences;
  return intervalFromLog(
    Math.log((scale * one.cell.energyMj.estimate) / against.cell.energyMj.estimate),
    Math.hypot(absoluteShare(one.cell), absoluteShare(against.cell)),
  );
}

/** Mean power over that of another cell of the device. */
export function powerRatio({ cell }: CountedCell, against: CountedCell): Interval {
  const systematic = systematicShareOnDevice(cell, against.cell);
  return ratio(cell.powerMw, against.cell.powerMw, { systematic });
}

/** Time per inference over that of another cell. Clocks measure time to parts in a million: only repetition counts. */
export function timeRatio(one: CountedCell, against: CountedCell): Interval {
  return ratio(one.cell.durationMs, against.cell.durationMs, { scale: against.inferences / one.inferences });
}

/** Latency, the time of a batch, over that of another cell. */
export function latencyRatio(one: CountedCell, against: CountedCell): Interval {
  return ratio(one.cell.durationMs, against.cell.durationMs, { scale: against.batches / one.batches });
}

/** Half of the 95 % coverage interval of a cell's energy on its own, as a share. */
export function absoluteShare({
  absoluteUncertaintyMj,
  energyMj,
}: Pick<CellSummary, 'absoluteUncertaintyMj' | 'energyMj'>): number {
  return absoluteUncertaintyMj / energyMj.estimate;
}

/** Ratio of independent figures; a cell against itself is exactly 1. */
function ratio(
  figure: Interval,
  against: Interval,
  { scale = 1, systematic = 0 }: { scale?: number; systematic?: number },
): Interval {
  if (figure === against) return { estimate: 1, low: 1, high: 1 };
  const halfWidth = Math.hypot(logHalfWidth(figure), logHalfWidth(against), systematic);
  return intervalFromLog(Math.log((scale * figure.estimate) / against.estimate), halfWidth);
}
