import { logAsPct } from '../statistics/effect-sizes';
import { varianceOfMean } from './autocorrelation';

/** Standard normal deviate of a power of 80 %. */
const POWER_80 = 0.84;

/**
 * The least change, in percent, that stage one would flag in four of five cases once it is `window` nights old: threshold and power in
 * standard errors of the difference of the means (J. Cohen, Statistical Power Analysis, 1988, chapter 2).
 */
export function detectableShiftPct(
  series: { sd: number; referenceNights: number; threshold: number; rho: number },
  window: number,
): number {
  const { sd, referenceNights, threshold, rho } = series;
  const variance = varianceOfMean(window, rho) + varianceOfMean(Math.max(1, referenceNights), rho);
  return logAsPct((threshold + POWER_80) * sd * Math.sqrt(variance));
}
