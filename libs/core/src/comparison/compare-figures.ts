import { NOT_STATED, sensorSpecOf } from '../energy/sensor-spec';
import { offsetUncertaintyMj } from '../energy/energy-uncertainty';
import { halfWidth95 } from '../statistics/cell-interval';
import { type Interval, intervalFromLog } from '../statistics/interval';
import type { EstimatedCell, LogFigure } from './estimate-cells';
import type { MeasuredCell } from './measured-cell';

/** Ratio of two independent figures with its 95 % interval, from the difference of their logarithms. */
export function ratioOf(figure: LogFigure, against: LogFigure, systematicShare = 0): Interval {
  const halfWidth = Math.hypot(halfWidth95([figure, against]), systematicShare);
  return intervalFromLog(figure.logEstimate - against.logEstimate, halfWidth);
}

/** Energy of a cell over that of another on the same device: gain cancels, the sensor's offset does so only in part. */
export function energyRatioOnDevice(cell: EstimatedCell, against: EstimatedCell): Interval {
  return ratioOf(cell.energy, against.energy, systematicShareOnDevice(cell, against));
}

/**
 * Expanded relative uncertainty (k = 2) of an energy ratio on one device, repetition not included. The offset is one unknown
 * power in both cells, d(E1 / E2) / (E1 / E2) = offset (T1 / E1 - T2 / E2): equal powers cancel it. It is that of the board's own supply and shunt. Edges, gaps and alias
 * are each cell's own and add in quadrature.
 */
function systematicShareOnDevice(cell: EstimatedCell, against: EstimatedCell): number {
  const parts = [cell, against].map(({ cell: measured, summary, systematic: { relativeShare } }) => {
    const offset = offsetMj(measured, summary.durationMs.estimate) / summary.energyMj.estimate;
    const offsetShare = Math.min(offset, relativeShare);
    return { offsetShare, ownShare: Math.sqrt(relativeShare ** 2 - offsetShare ** 2) };
  }) as [Parts, Parts];
  return Math.hypot(parts[0].offsetShare - parts[1].offsetShare, parts[0].ownShare, parts[1].ownShare);
}

/** Expanded uncertainty that the offset gives the energy of a window: of the sensor, or of its calibration. */
function offsetMj({ rail = NOT_STATED, offsetUncertaintyMw }: MeasuredCell, durationMs: number): number {
  if (offsetUncertaintyMw !== undefined) return (offsetUncertaintyMw * durationMs) / 1e3;
  return offsetUncertaintyMj(durationMs, sensorSpecOf(rail));
}

interface Parts {
  offsetShare: number;
  ownShare: number;
}
