/** Sensors that the agent sets up to average without gaps, so that a reading that is repeated has lost nothing. */
const SET_UP_BY_THE_AGENT: readonly string[] = ['iio', 'hwmon'];

/** How often a rail has a new reading, where that says how many of its samples count; null: each of them does. */
export function refreshToHeed(layout: string | null, refreshUs: number | null): number | null {
  return layout === null || SET_UP_BY_THE_AGENT.includes(layout) ? null : refreshUs;
}

/** Of so many samples in a window those that can be new: a rail that repeats itself is read no more often by being asked more often. */
export function effectiveSamples(samples: number, durationMs: number, refreshUs: number | null): number {
  return refreshUs === null ? samples : Math.min(samples, Math.floor((1e3 * durationMs) / refreshUs) + 1);
}
