import { integrateEnergy } from './integrate-energy';
import type { PowerSamples } from './select-inside';

/** The hardware's own counter of energy at two times of the device's clock. */
export interface EnergyCounter {
  readonly source: string;
  readonly startUs: number;
  readonly endUs: number;
  readonly startMj: number;
  readonly endMj: number;
}

/** Above this, in percent, samples and counter do not measure the same. */
export const COUNTER_LIMIT_PCT = 2;

/**
 * How far the energy that samples of the total rail give is from that of the counter, in percent of the counter's. Both are taken between the counter's
 * two readings, which lie around the inference window, so that neither's delay at the window's edges matters. Samples count by their time alone:
 * the counter is read at a step, where a reading begins.
 *
 * @returns null where the counter did not move forward, or no sample lies between its readings.
 */
export function counterDifferencePct(total: PowerSamples, counter: EnergyCounter | null): number | null {
  if (!counter || counter.endUs <= counter.startUs || counter.endMj <= counter.startMj) return null;
  const integrated = integrateEnergy(total, counter);
  if (!integrated) return null;
  const countedMj = counter.endMj - counter.startMj;
  return (100 * (integrated.energyMj - countedMj)) / countedMj;
}
