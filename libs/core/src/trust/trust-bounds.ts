import type { ClockRecord } from './attempt-quality';
import type { Bounds, Grade } from './grades';

/**
 * All thresholds of trust grades, with the reason for each. docs/measurement.md, "Trust grades", has the same table.
 */
export const TRUST_BOUNDS = {
  /** New readings in the shortest window. Holding the outer ones to the marks is off by their share of the window times the swing of power. */
  readings: [100, 30, 10, 5, 2],
  /** New readings a second. The slowest set-up of a board that the agent makes gives 2.4 (64 conversions averaged, 422 ms). */
  readingsPerS: [2, 1, 0.5, 0.2, 0.1],
  /** Greatest share of a window in gaps, in percent. The check `no_gap` rejects above 5 unless a campaign allows more. */
  gapPct: [0.1, 1, 5, 10, 20],
  /** Half of the 95 % interval of repetition, in percent. 2 is the margin of a relevant change, 5 the study's bound on its repetitions (section 4.6). */
  repetitionPct: [1, 2, 5, 10, 20],
  /** Half of the 95 % coverage interval, sensor included, in percent. The data sheet allows 1.4 to 2.3 from 10 to 5 W. */
  uncertaintyPct: [2.5, 5, 10, 20, 50],
  /** Accepted trials. From five on outliers can be flagged; three are the usual minimum; a single one shows no scatter. */
  trials: [5, 3, 2, 1, 1],
} as const satisfies Record<string, Bounds>;

/** How the clocks were recorded. A clock that is read once a second may leave its level unseen in between. */
export const CLOCK_GRADES: Readonly<Record<ClockRecord, Grade>> = { counters: 'A', sampled: 'B', none: 'C' };

/** Age of a calibration from where on it is stale. A year is the usual interval of calibration of power meters (their accuracy is stated for one). */
export const STALE_AFTER_DAYS = 365;

/** From this share of trials on that started at an unusual temperature, the cell's figure is that of another temperature. */
export const MANY_UNUSUAL_STARTS = 1 / 3;
