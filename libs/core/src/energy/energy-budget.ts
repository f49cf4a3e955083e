import { calibratedMj, type Calibration } from '../calibration/calibration';
import type { WindowEnergy } from './integrate-energy';
import { INA3221, type SensorSpec } from './sensor-spec';

/** Parts of the uncertainty of an energy, in the order in which they are shown. */
export const BUDGET_PARTS = [
  'sensorOffset',
  'sensorGain',
  'shuntGain',
  'busGain',
  'busOffset',
  'shuntTolerance',
  'calibrationFit',
  'meter',
  'edges',
  'gaps',
  'aliasing',
] as const;
export type BudgetPart = (typeof BUDGET_PARTS)[number];

/** Standard uncertainty of each part, in mJ; 0 where it does not apply. Repeatability is not among them. */
export type EnergyBudget = Readonly<Record<BudgetPart, number>>;

/** What of an integrated window the budget is made from. */
export type BudgetedEnergy = Pick<WindowEnergy, 'energyMj' | 'durationMs' | 'gapUncertaintyMj' | 'edgeUncertaintyMj'>;

/**
 * Type B budget of one trial's energy (GUM, JCGM 100:2008, 4.3.7): half-widths a of rectangular distributions become standard
 * uncertainties a / sqrt(3). Without a calibration the offset is 80 mW for the duration of the window, and gains and tolerance are shares of the
 * energy. With one, gain g and offset o of the sensor are those of its fit, u^2 = E^2 u(g)^2 + T^2 u(o)^2 + 2 E T cov(g, o) of the
 * uncalibrated energy E, and the accuracy of the meter takes the place of the sensor's.
 *
 * @param raw by the sensor, uncalibrated.
 * @param aliasShare relative bound of the aliasing error (1 % = 0.01), 0 where none is known.
 */
export function energyBudget(
  raw: BudgetedEnergy,
  aliasShare: number,
  sensor: SensorSpec = INA3221,
  calibration: Calibration | null = null,
): EnergyBudget {
  const { energyMj: rawMj, durationMs } = raw;
  const energyMj = calibration ? calibratedMj(calibration, rawMj, durationMs) : rawMj;
  const scale = calibration?.gain ?? 1;
  const ofSensor = calibration ? calibratedParts(calibration, rawMj, energyMj, durationMs) : sensorParts(sensor, raw);
  return {
    ...ofSensor,
    edges: rectangular(scale * raw.edgeUncertaintyMj),
    gaps: rectangular(scale * raw.gapUncertaintyMj),
    aliasing: rectangular(energyMj * aliasShare),
  };
}

function sensorParts(sensor: SensorSpec, { energyMj, durationMs }: BudgetedEnergy) {
  return {
    sensorOffset: rectangular((sensor.offsetMw * durationMs) / 1e3),
    sensorGain: rectangular(energyMj * sensor.gain),
    shuntGain: rectangular(energyMj * sensor.shuntGain),
    busGain: rectangular(energyMj * sensor.busGain),
    busOffset: rectangular(energyMj * sensor.busOffset),
    shuntTolerance: rectangular(energyMj * sensor.shuntTolerance),
    calibrationFit: 0,
    meter: 0,
  };
}

function calibratedParts(calibration: Calibration, rawMj: number, energyMj: number, durationMs: number) {
  const { gainVariance, offsetVarianceMw2, covarianceMw, meter } = calibration;
  const durationS = durationMs / 1e3;
  const fit = rawMj ** 2 * gainVariance + durationS ** 2 * offsetVarianceMw2 + 2 * rawMj * durationS * covarianceMw;
  return {
    ...{ sensorOffset: 0, sensorGain: 0, shuntGain: 0, busGain: 0, busOffset: 0, shuntTolerance: 0 },
    calibrationFit: Math.sqrt(Math.max(0, fit)),
    meter: rectangular(energyMj * meter.share + meter.offsetMw * durationS),
  };
}

/** Standard uncertainty of a rectangular distribution. */
export function rectangular(halfWidth: number): number {
  return halfWidth / Math.sqrt(3);
}
