import type { RailSupply } from '../energy/sensor-spec';
import type { Calibration, CalibrationPair, MeterAccuracy } from './calibration';
import { checkFit, checkLinearity, type CalibrationRefusal } from './check-calibration';
import { findBend } from './find-bend';
import { fitLine, type WeightedPoint } from './fit-line';

/** Fewer pairs do not show whether their relation is a line. */
export const MIN_CALIBRATION_PAIRS = 5;
/** The greatest reading over the least, at least: below that gain and offset cannot be told apart. */
const MIN_SPAN = 1.5;

/** What to fit, and on which rail. */
export interface CalibrationRequest {
  pairs: readonly CalibrationPair[];
  /** Null: the pairs state it. */
  meter: MeterAccuracy | null;
  rail: RailSupply;
  /** Takes a gain or an offset that the data sheet does not allow. */
  force: boolean;
}

export type FittedCalibration = { ok: true; calibration: Calibration } | { ok: false; refusal: CalibrationRefusal };

/**
 * Gain and offset of a rail by weighted least squares of the meter's values over the sensor's readings, or why the pairs do not
 * give them. Readings are means over seconds, so that their own noise is small beside the meter's uncertainty. Pure.
 */
export function fitCalibration({ pairs, meter, rail, force }: CalibrationRequest): FittedCalibration {
  const refusal = checkPairs(pairs, meter);
  if (refusal) return { ok: false, refusal };
  const points = pairs.map(pointOf);
  const line = fitLine(points, pairs[0]!.meterUncertaintyMw !== null);
  const greatestMw = Math.max(...points.map(({ x }) => x));
  const calibration = {
    gain: line.slope,
    offsetMw: line.intercept,
    gainVariance: line.slopeVariance,
    offsetVarianceMw2: line.interceptVariance,
    covarianceMw: line.covariance,
    meter: meter ?? statedBy(pairs),
  };
  const refused =
    checkLinearity(findBend(points, line.residuals), line.residuals, greatestMw) ?? checkFit(calibration, rail, force);
  return refused ? { ok: false, refusal: refused } : { ok: true, calibration };
}

function pointOf({ readingMw, meterMw, meterUncertaintyMw }: CalibrationPair): WeightedPoint {
  return { x: readingMw, y: meterMw, weight: meterUncertaintyMw === null ? 1 : 1 / meterUncertaintyMw ** 2 };
}

function checkPairs(pairs: readonly CalibrationPair[], meter: MeterAccuracy | null): CalibrationRefusal | null {
  const bad = pairs.findIndex((pair) => !isSound(pair));
  if (bad >= 0) {
    const { readingMw, meterMw, meterUncertaintyMw } = pairs[bad]!;
    const shown = [readingMw, meterMw, ...(meterUncertaintyMw === null ? [] : [meterUncertaintyMw])].join(', ');
    return refused('numbers', `pair ${bad + 1} (${shown}) is not of numbers above zero`, 'Correct it or leave it out.');
  }
  if (pairs.length < MIN_CALIBRATION_PAIRS) {
    const message = `too few pairs: ${pairs.length}, and ${MIN_CALIBRATION_PAIRS} are needed`;
    return refused('pairs', message, 'Measure more pairs between idle and full load.');
  }
  const stated = pairs.filter(({ meterUncertaintyMw }) => meterUncertaintyMw !== null).length;
  if (stated > 0 && stated < pairs.length) {
    return refused(
      'meter',
      `${stated} of ${pairs.length} pairs state an uncertainty`,
      'State it in each pair or in none.',
    );
  }
  if (stated === 0 && meter === null) {
    const remedy =
      'State it: --meter "NAME, 0.1 % + 5 mW" from its data sheet, or a third column with standard uncertainties.';
    return refused('meter', 'the accuracy of the meter is not stated', remedy);
  }
  return checkSpan(pairs);
}

function checkSpan(pairs: readonly CalibrationPair[]): CalibrationRefusal | null {
  const readings = pairs.map(({ readingMw }) => readingMw);
  const [least, greatest] = [Math.min(...readings), Math.max(...readings)];
  if (greatest >= MIN_SPAN * least) return null;
  const message = `readings from ${least.toFixed(0)} to ${greatest.toFixed(0)} mW are too close together to separate gain from offset`;
  return refused('span', message, `Measure from idle to full load: the greatest at least ${MIN_SPAN} times the least.`);
}

/** Also of numbers that are too large to be squared. */
function isSound({ readingMw, meterMw, meterUncertaintyMw }: CalibrationPair): boolean {
  return [readingMw, meterMw, meterUncertaintyMw ?? 1].every((value) => value >= 1e-3 && value <= 1e9);
}

/** Standard uncertainties are taken as those of the meter itself: the greatest share, as the half-width that it is of. */
function statedBy(pairs: readonly CalibrationPair[]): MeterAccuracy {
  const shares = pairs.map(({ meterMw, meterUncertaintyMw }) => (meterUncertaintyMw ?? 0) / meterMw);
  return { share: Math.sqrt(3) * Math.max(...shares), offsetMw: 0 };
}

function refused(cause: CalibrationRefusal['cause'], message: string, remedy: string): CalibrationRefusal {
  return { cause, message, remedy };
}
