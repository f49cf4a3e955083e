/** Hardware counters sit a little under the set point: a clock within this share of it is the same clock. */
export const CLOCK_TOLERANCE = 0.03;
/** Limits are written numbers: they are the same or they are not, but for rounding to kHz. */
export const LIMIT_TOLERANCE = 0.0005;

/** Whether a clock is a level, within a share of it. */
export function near(value: number, level: number, tolerance: number): boolean {
  return Math.abs(value - level) <= tolerance * level;
}
