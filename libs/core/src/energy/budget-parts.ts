import { COVERAGE_FACTOR } from './energy-uncertainty';
import type { UncertaintyParts } from './coverage-factor';
import type { SensorSpec } from './sensor-spec';

/** A figure whose relative uncertainty is to be split. Shares are expanded (k = 2). */
interface BudgetedFigure {
  energyMj: number;
  durationMs: number;
  absoluteShare: number;
  relativeShare: number;
}

/**
 * The parts of a figure's relative uncertainty by their shape, as far as they are known: offset, gains and tolerance of the sensor are rectangular, what
 * remains (edges, gaps, alias) is of any shape and taken as normal, the wider one. A figure with less uncertainty than the
 * data sheet allows was calibrated: all of it is taken as normal.
 */
export function absoluteParts(figure: BudgetedFigure, sensor: SensorSpec): UncertaintyParts {
  const { shuntGain, busGain, busOffset, shuntTolerance, gain } = sensor;
  return split(
    [offsetShareOf(figure, sensor), shuntGain, busGain, busOffset, shuntTolerance, gain],
    figure.absoluteShare,
  );
}

/** The same of what does not cancel in ratios on one device. */
export function relativeParts(figure: BudgetedFigure, sensor: SensorSpec): UncertaintyParts {
  return split([offsetShareOf(figure, sensor)], figure.relativeShare);
}

function offsetShareOf({ energyMj, durationMs }: BudgetedFigure, { offsetMw }: SensorSpec): number {
  return (offsetMw * durationMs) / 1e3 / energyMj;
}

/** What the trials of a cell differ by must not make it calibrated. */
const NEARLY = 1.02;

function split(halfWidths: readonly number[], expandedShare: number): UncertaintyParts {
  const rectangular = halfWidths.map((halfWidth) => halfWidth / Math.sqrt(3));
  const known = Math.hypot(...rectangular);
  const all = expandedShare / COVERAGE_FACTOR;
  if (known > all * NEARLY) return { rectangular: [], normal: [all] };
  return { rectangular, normal: [Math.sqrt(Math.max(0, all ** 2 - known ** 2))] };
}
