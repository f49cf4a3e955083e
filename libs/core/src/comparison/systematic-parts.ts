import { offsetUncertaintyMj } from '../energy/energy-uncertainty';
import { NOT_STATED, sensorSpecOf } from '../energy/sensor-spec';
import type { DigestedCell, SystematicParts } from './measured-cell';

type Rail = Pick<DigestedCell, 'rail' | 'offsetUncertaintyMw'>;

/** Divides what does not cancel on one device into what cells share and what is each one's own. */
export function systematicParts(
  rail: Rail,
  { energyMj, durationMs, relativeShare }: { energyMj: number; durationMs: number; relativeShare: number },
): SystematicParts {
  const allMj = relativeShare * energyMj;
  const offsetMj = Math.min(offsetOf(rail, durationMs), allMj);
  return { offsetMj, ownMj: Math.sqrt(allMj ** 2 - offsetMj ** 2) };
}

/** Of the sensor by the board's own supply and shunt, or of its calibration. */
function offsetOf({ rail = NOT_STATED, offsetUncertaintyMw }: Rail, durationMs: number): number {
  if (offsetUncertaintyMw !== undefined) return (offsetUncertaintyMw * durationMs) / 1e3;
  return offsetUncertaintyMj(durationMs, sensorSpecOf(rail));
}

/** An energy with its systematic parts. */
interface Energy {
  energyMj: { estimate: number };
  systematic: SystematicParts;
}

/**
 * Expanded relative uncertainty (k = 2) of an energy ratio on one device, repetition not included. The offset is one unknown
 * power in both cells, d(E1 / E2) / (E1 / E2) = offset (T1 / E1 - T2 / E2): equal powers cancel it. Edges, gaps and alias are each cell's
 * own and add in quadrature.
 */
export function systematicShareOnDevice(cell: Energy, against: Energy): number {
  const share = (mj: number, { energyMj }: Energy): number => mj / energyMj.estimate;
  return Math.hypot(
    share(cell.systematic.offsetMj, cell) - share(against.systematic.offsetMj, against),
    share(cell.systematic.ownMj, cell),
    share(against.systematic.ownMj, against),
  );
}
