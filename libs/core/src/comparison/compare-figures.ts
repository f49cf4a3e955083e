import { halfWidth95, type LogFigure } from '../statistics/cell-interval';
import { type Interval, intervalFromLog } from '../statistics/interval';
import type { EstimatedCell } from './estimated-cell';
import { systematicShareOnDevice } from './systematic-parts';

/** Ratio of two independent figures with its 95 % interval, from the difference of their logarithms. */
export function ratioOf(figure: LogFigure, against: LogFigure, systematicShare = 0): Interval {
  const halfWidth = Math.hypot(halfWidth95([figure, against]), systematicShare);
  return intervalFromLog(figure.logEstimate - against.logEstimate, halfWidth);
}

/** Energy of a cell over that of another on the same device: gain cancels, the sensor's offset does so only in part. */
export function energyRatioOnDevice(cell: EstimatedCell, against: EstimatedCell): Interval {
  return ratioOf(cell.energy, against.energy, systematicShareOnDevice(cell, against));
}
