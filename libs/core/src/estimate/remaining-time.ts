import { intervalFromLog, type Interval } from '../statistics/interval';
import { twoSided95 } from '../statistics/student-t';

/** Shards that have ended on a device: how many, and the sums of their mean time per trial and of its square. */
export interface TimedShards {
  readonly count: number;
  readonly sumMs: number;
  readonly squaresMs: number;
}

/** With fewer the scatter says too little. */
const MIN_SHARDS = 3;

/**
 * The 95 % interval of the time that is left, from how much the time of a trial differs from shard to shard: the mean so far
 * scatters with s^2 / n, and that of the shards to come with s^2 / m.
 *
 * @param leftS the time at the rate so far, in s.
 * @param done trials that are done, above 0.
 * @param left trials that are left.
 * @returns null with fewer than three shards, or where nothing is left.
 */
export function remainingTime(leftS: number, done: number, left: number, shards: TimedShards): Interval | null {
  const { count, sumMs, squaresMs } = shards;
  if (count < MIN_SHARDS || leftS <= 0 || left <= 0) return null;
  const meanMs = sumMs / count;
  const variance = Math.max(0, (squaresMs - count * meanMs ** 2) / (count - 1)) / meanMs ** 2;
  const toCome = Math.max(1, (count * left) / done);
  return intervalFromLog(Math.log(leftS), twoSided95(count - 1) * Math.sqrt(variance * (1 / count + 1 / toCome)));
}
