import { START_TOLERANCE_C } from './start-band';
import type { TrialCheck } from './trial-check';
import type { TrialEvidence } from './trial-evidence';

export const notThrottled: TrialCheck = {
  name: 'not_throttled',
  severity: 'reject',
  finds: ({ flags, temperatureC, limits }) => {
    const hottest = temperatureC ? Math.max(temperatureC.start, temperatureC.end) : null;
    if (flags.includes('throttled'))
      return `the device throttled${hottest === null ? '' : ` at ${hottest.toFixed(1)} °C`}`;
    if (hottest === null || limits.throttleC === null || hottest < limits.throttleC) return null;
    return `${hottest.toFixed(1)} °C reached; the device throttles from ${limits.throttleC} °C`;
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

const GAVE_UP = {
  limit: 'until the wait was over',
  curve: 'and would not have got there within the wait, by its cooling curve',
  load: 'until its warming load ended',
} as const;

export const temperatureInWindow: TrialCheck = {
  name: 'temperature_in_window',
  severity: 'flag',
  finds: ({ flags, temperatureC, start, limits: { startBandC } }) => {
    const startC = temperatureC ? `${temperatureC.start.toFixed(1)} °C` : 'an unknown temperature';
    const flag = START_FLAGS.find((name) => flags.includes(name));
    if (flag) return `${flag}: started at ${startC}${describeWait(start)}`;
    if (!temperatureC || !startBandC) return null;
    const { low, high } = startBandC;
    if (temperatureC.start >= low - START_TOLERANCE_C && temperatureC.start <= high + START_TOLERANCE_C) return null;
    return `started at ${startC}, more than ${START_TOLERANCE_C} °C outside the usual ${low.toFixed(1)} to ${high.toFixed(1)} °C`;
  },
  remedy: 'leakage grows with temperature: give the device longer pauses, or improve its cooling',
};

const START_FLAGS = ['hot_start', 'cold_start'];

/** What was done for the temperature, and why no more. */
function describeWait(start: TrialEvidence['start']): string {
  if (!start?.band || !start.gaveUp) return '';
  const { coolingMs, warmingMs, gaveUp, band } = start;
  const done = coolingMs > 0 ? `cooled for ${seconds(coolingMs)}` : `was warmed for ${seconds(warmingMs)}`;
  return `, wanted were ${band.lowC.toFixed(1)} to ${band.highC.toFixed(1)} °C: it ${done} ${GAVE_UP[gaveUp]}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(0)} s`;
}
