import { sensorRangeMw, sensorSpecOf, zeroToleranceMw, type RailSupply } from '../energy/sensor-spec';
import { calibratedMw, type Calibration } from './calibration';
import type { Bend } from './find-bend';

/** Why pairs give no calibration, and what to do. */
export interface CalibrationRefusal {
  cause: 'pairs' | 'numbers' | 'meter' | 'span' | 'scatter' | 'not_linear' | 'negative_power' | 'beyond_datasheet';
  message: string;
  remedy: string;
}

/** A bend or a residual of less than these shares of the greatest reading is no fault of the pairs. */
const MAX_BEND_SHARE = 0.002;
const MAX_RESIDUAL_SHARE = 0.02;

/** Whether one line describes the pairs. */
export function checkLinearity(
  bend: Bend,
  residuals: readonly number[],
  greatestMw: number,
): CalibrationRefusal | null {
  const worst = Math.max(...residuals.map(Math.abs));
  const bent = bend.isSignificant && bend.largest > MAX_BEND_SHARE * greatestMw;
  if (!bent && worst <= MAX_RESIDUAL_SHARE * greatestMw) return null;
  const off = bent ? bend.largest : worst;
  return {
    cause: 'not_linear',
    message: `the relation is not a straight line: ${bent ? 'a curve' : 'a pair'} leaves it by ${off.toFixed(0)} mW`,
    remedy:
      'Check that both values of each pair are of the same time and the same supply, at steady power, and measure that range again.',
  };
}

/** Whether a fit can be that of this sensor. `force` allows what the data sheet does not. */
export function checkFit(fit: Calibration, rail: RailSupply, force: boolean): CalibrationRefusal | null {
  return checkCertainty(fit, rail) ?? checkSign(fit, rail) ?? (force ? null : checkDatasheet(fit, rail));
}

/** A gain that is known no better than without a calibration. */
function checkCertainty({ gainVariance }: Calibration, rail: RailSupply): CalibrationRefusal | null {
  const known = gainLimit(rail) / Math.sqrt(3);
  if (Math.sqrt(gainVariance) <= known) return null;
  return {
    cause: 'scatter',
    message: `the pairs scatter too much: the gain is uncertain by ${percent(Math.sqrt(gainVariance))}, without a calibration by ${percent(known)}`,
    remedy: 'Measure more pairs, over a wider range, each a mean over some seconds of steady power.',
  };
}

/** Readings from what may be zero to the end of the sensor's range have to stay above zero. */
function checkSign(fit: Calibration, rail: RailSupply): CalibrationRefusal | null {
  const from = zeroToleranceMw({ supplyMv: rail.supplyMv ?? 5_000, shuntMicroOhm: rail.shuntMicroOhm ?? 5_000 });
  const negative = [from, sensorRangeMw(rail)].find((readingMw) => calibratedMw(fit, readingMw) <= 0);
  if (negative === undefined) return null;
  return {
    cause: 'negative_power',
    message: `it would turn a reading of ${negative.toFixed(0)} mW into ${calibratedMw(fit, negative).toFixed(0)} mW`,
    remedy: 'Check that the columns are not swapped, that both are in mW, and that the meter measures the same rail.',
  };
}

function checkDatasheet(fit: Calibration, rail: RailSupply): CalibrationRefusal | null {
  const { gain, offsetMw } = fit;
  const gainOff = Math.abs(1 / gain - 1) - 2 * Math.sqrt(fit.gainVariance);
  const offsetOff = Math.abs(offsetMw / gain) - 2 * Math.sqrt(fit.offsetVarianceMw2);
  const offsetLimit = sensorSpecOf(rail).offsetMw;
  if (gainOff <= gainLimit(rail) && offsetOff <= offsetLimit) return null;
  const found = gainOff > gainLimit(rail) ? `gain ${gain.toFixed(4)}` : `offset ${offsetMw.toFixed(0)} mW`;
  const allowed =
    gainOff > gainLimit(rail) ? `a gain that is ${percent(gainLimit(rail))} off` : `an offset of ${offsetLimit} mW`;
  return {
    cause: 'beyond_datasheet',
    message: `${found} is more than data sheet and shunt tolerance allow (${allowed} at most)`,
    remedy:
      'Check that the meter measures the same rail: a meter at the wall plug measures power supply and carrier too. If the board has another shunt, use --force.',
  };
}

/** Half-width of all gains together. */
function gainLimit(rail: RailSupply): number {
  const { shuntGain, busGain, busOffset, shuntTolerance, gain } = sensorSpecOf(rail);
  return shuntGain + busGain + busOffset + shuntTolerance + gain;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
