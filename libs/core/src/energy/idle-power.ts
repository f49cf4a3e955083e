import { integrateEnergy } from './integrate-energy';
import type { PowerSamples, TimeWindow } from './select-inside';

/** With fewer samples a rest says nothing. */
const MIN_SAMPLES = 3;

/** Rests of a trial at its operating point, without its workload. */
export interface Rests {
  readonly before: TimeWindow;
  readonly after: TimeWindow;
}

/**
 * Idle power of a trial in mW: the mean of the rest before the workload was loaded and the one after it had ended, of a device that
 * has its usual temperature and of one that the workload has warmed. A board's leakage grows with its temperature, so that either
 * alone would be off.
 *
 * @param samples of the total rail.
 * @param window of the inferences, which no rest may touch.
 * @param averagingUs half of the span a reading is averaged over.
 * @returns null when a rest has fewer than three samples, or lies where the workload may have been.
 */
export function idlePowerMw(
  samples: PowerSamples,
  { before, after }: Rests,
  window: TimeWindow,
  averagingUs: number,
): number | null {
  if (before.endUs > window.startUs || after.startUs < window.endUs) return null;
  const rests = [before, after].map((rest) => integrateEnergy(samples, rest, averagingUs));
  if (rests.some((rest) => rest === null || rest.samples < MIN_SAMPLES)) return null;
  return rests.reduce((sum, rest) => sum + rest!.meanPowerMw, 0) / rests.length;
}

/** Energy of a window that is more than the device takes when it idles at the same operating point, in mJ. May be negative. */
export function netEnergyMj(energyMj: number, durationMs: number, idleMw: number): number {
  return energyMj - (idleMw * durationMs) / 1e3;
}
