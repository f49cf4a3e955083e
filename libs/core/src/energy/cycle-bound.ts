import { medianOf } from '../statistics/median';
import type { SamplingBound } from './alias-bound';
import type { PowerSamples } from './select-inside';

/** Below so many readings a cycle most cycles are never read, and readings are like points in time. */
const MIN_READINGS = 0.5;

/**
 * How far a mean may be off because some cycles of an averaging sensor were read more often than others. Cycles follow each other without gaps, so the
 * mean over all of them, each counted once, is exact, whatever the workload does. Of r readings a cycle (r = cycle / period, f its fraction) the share f have
 * one reading more than the rest: the weights that are too large, and those that are too small, sum up to f (1 - f) / r. The bound is that share
 * times the spread of the readings. It is small where r is near a whole number.
 *
 * @param inside readings of the rail at an even period.
 * @param cycleUs length of a cycle; 0 for a sensor that converts when it is read.
 * @returns null when the sensor makes no cycles, when most of them are never read, or when mean power is not positive.
 */
export function cycleBound({ tUs, powerMw }: PowerSamples, cycleUs: number): SamplingBound | null {
  const periodUs = medianOf(tUs.slice(1).map((t, i) => t - tUs[i]!));
  if (cycleUs === 0 || periodUs === null || cycleUs < MIN_READINGS * periodUs) return null;
  const meanMw = powerMw.reduce((sum, power) => sum + power, 0) / powerMw.length;
  if (!(meanMw > 0)) return null;
  const readings = cycleUs / periodUs;
  const fraction = readings % 1;
  const unevenShare = (fraction * (1 - fraction)) / readings;
  const [least, most] = powerMw.reduce(([low, high], power) => [Math.min(low, power), Math.max(high, power)], [
    Infinity,
    -Infinity,
  ] as [number, number]);
  return {
    boundShare: (unevenShare * (most - least)) / meanMw,
    what: 'reading cycles of the sensor unevenly often',
    detail: `${readings.toFixed(2)} readings a cycle`,
  };
}
