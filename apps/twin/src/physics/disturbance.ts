/**
 * Energy that reading the power sensor costs at 100 ms, as a part of the energy measured; each reading costs the same.
 * The study says below 0.5 % at 100 ms and above 2 % at 10 ms.
 */
const POLLING_OVERHEAD_AT_100_MS = 0.003;

/** Relative extra of power while the sensor is read every `periodMs`. */
export function pollingOverhead(periodMs: number): number {
  return POLLING_OVERHEAD_AT_100_MS * (100 / periodMs);
}

/**
 * Relative standard deviations, from one trial to the next, of power and of duration. Small enough that repetitions stay
 * within the study's "much less than 5 %" (section 4.6).
 */
export const RUN_TO_RUN = { powerDeviation: 0.004, durationDeviation: 0.004 } as const;
