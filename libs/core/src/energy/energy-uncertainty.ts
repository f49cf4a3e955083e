import type { Calibration } from '../calibration/calibration';
import { energyBudget, rectangular, type BudgetedEnergy, type EnergyBudget } from './energy-budget';
import { INA3221, type SensorSpec } from './sensor-spec';

/** Coverage factor that uncertainties are shown with: about 95 % of a normal distribution. */
export const COVERAGE_FACTOR = 2;

/** Expanded uncertainties (k = 2) of one trial's energy, repeatability not included. */
export interface EnergyUncertainty {
  /** Of the figure on its own: every part. */
  absoluteUncertaintyMj: number;
  /** Of the figure against another of the same sensor: without gain and shunt tolerance, which cancel in the ratio. */
  relativeUncertaintyMj: number;
}

/**
 * Uncertainty of one trial's energy: the parts of `energyBudget` in quadrature (GUM, JCGM 100:2008, 5.1.2). In a ratio on one sensor
 * its gain cancels, calibrated or not. What remains is its offset, or what the calibration and the meter leave of it.
 *
 * @param raw by the sensor, uncalibrated.
 * @param aliasShare relative bound of the aliasing error (1 % = 0.01), 0 where none is known.
 */
export function energyUncertainty(
  raw: BudgetedEnergy,
  aliasShare: number,
  sensor: SensorSpec = INA3221,
  calibration: Calibration | null = null,
): EnergyUncertainty {
  const budget = energyBudget(raw, aliasShare, sensor, calibration);
  const offset = calibration ? calibratedOffsetMj(calibration, raw.durationMs) : budget.sensorOffset;
  return {
    absoluteUncertaintyMj: expandedOf(partsOf(budget)),
    relativeUncertaintyMj: expandedOf([offset, budget.edges, budget.gaps, budget.aliasing]),
  };
}

/** Expanded uncertainty (k = 2) that the sensor's offset alone gives the energy of a window. */
export function offsetUncertaintyMj(durationMs: number, sensor: SensorSpec = INA3221): number {
  return expandedOf([rectangular((sensor.offsetMw * durationMs) / 1e3)]);
}

/** Expanded uncertainty (k = 2) of the power that a calibration leaves open at any reading, in mW. */
export function calibratedOffsetUncertaintyMw({
  offsetVarianceMw2,
  meter,
}: Pick<Calibration, 'offsetVarianceMw2' | 'meter'>): number {
  return expandedOf([Math.sqrt(offsetVarianceMw2), rectangular(meter.offsetMw)]);
}

function calibratedOffsetMj(calibration: Calibration, durationMs: number): number {
  return ((calibratedOffsetUncertaintyMw(calibration) / COVERAGE_FACTOR) * durationMs) / 1e3;
}

function partsOf(budget: EnergyBudget): number[] {
  return Object.values(budget);
}

function expandedOf(standard: readonly number[]): number {
  return COVERAGE_FACTOR * Math.hypot(...standard);
}
