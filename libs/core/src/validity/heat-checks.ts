import type { TrialCheck } from './trial-check';

/** A trial begins when the die is within this of the band its device usually begins at (MEASUREMENT 6). */
const BAND_TOLERANCE_C = 2;

export const notThrottled: TrialCheck = {
  name: 'not_throttled',
  severity: 'reject',
  finds: ({ flags, temperatureC, limits }) => {
    const hottest = temperatureC ? Math.max(temperatureC.start, temperatureC.end) : null;
    if (flags.includes('throttled'))
      return `the device throttled${hottest === null ? '' : ` at ${hottest.toFixed(1)} C`}`;
    if (hottest === null || limits.throttleC === null || hottest < limits.throttleC) return null;
    return `${hottest.toFixed(1)} C reached; the device throttles from ${limits.throttleC} C`;
  },
  remedy: 'cool the device better: fan, heat sink, room',
};

export const notOvercurrent: TrialCheck = {
  name: 'not_overcurrent',
  severity: 'reject',
  finds: ({ overcurrent }) => {
    if (overcurrent === null) return null;
    const { start, end } = overcurrent;
    const risen = Object.keys(end).filter((name) => end[name]! !== (start[name] ?? 0));
    if (risen.length === 0) return null;
    return `over-current throttling: ${risen.map((name) => `${name} went from ${start[name] ?? 0} to ${end[name]}`).join(', ')}`;
  },
  remedy: 'the supply or the power mode does not carry this load: use a stronger supply, or a mode with a lower cap',
};

export const temperatureInWindow: TrialCheck = {
  name: 'temperature_in_window',
  severity: 'flag',
  finds: ({ flags, temperatureC, limits: { startBandC } }) => {
    const startC = temperatureC ? `${temperatureC.start.toFixed(1)} C` : 'an unknown temperature';
    if (flags.includes('hot_start')) return `started at ${startC}, before the device had cooled down`;
    if (!temperatureC || !startBandC) return null;
    const { low, high } = startBandC;
    if (temperatureC.start >= low - BAND_TOLERANCE_C && temperatureC.start <= high + BAND_TOLERANCE_C) return null;
    return `started at ${startC}, more than ${BAND_TOLERANCE_C} C outside the usual ${low.toFixed(1)} to ${high.toFixed(1)} C`;
  },
  remedy: 'leakage grows with temperature: give the device longer pauses, or improve its cooling',
};
