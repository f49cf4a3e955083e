import { groupBy } from '../comparison/group-by';
import { fitRelative, type Fit, type Observation, varianceOf } from './least-squares';
import type { KnownShard } from './known-cell';
import { poolName } from './measured-cells';

/** What trials take by the worker's clock, beyond their windows: warm-up, cooling, clocks; and how fast a twin's clock runs. */
export interface Pace {
  readonly source: 'device' | 'class' | 'default';
  readonly overheadMs: number;
  /** Of a window's length by the device's clock: 1 on a board, far less on a twin. */
  readonly windowFactor: number;
  /** Of all trials together, losses included. */
  readonly meanTrialMs: number;
  readonly degreesOfFreedom: number;
  /** Relative variance of the time that so many trials with these windows take. */
  variance(trials: number, windowsMs: number): number;
}

export interface Paces {
  readonly devices: ReadonlyMap<string, Pace>;
  readonly classes: ReadonlyMap<string, Pace>;
}

/** Before anything was executed in the class. */
const DEFAULT = { overheadMs: 30_000, windowFactor: 1, meanTrialMs: 60_000, relativeSd: 0.5 };
/** Each half of a shard, give or take a half; one shard differs from the next by a tenth. */
const PRIOR = { mean: 0.5, precision: 0.04, sd: 0.1, degreesOfFreedom: 3 };
/** From one campaign to the next, by how busy the controller's machine is. */
const CAMPAIGNS_SD = 0.02;
const DEVICES_SD = 0.05;

export const DEFAULT_PACE: Pace = {
  source: 'default',
  ...DEFAULT,
  degreesOfFreedom: Infinity,
  variance: () => DEFAULT.relativeSd ** 2,
};

/** What the last shards say about each device, and about each class. Yields often. */
export function* learnPaces(shards: readonly KnownShard[]): Generator<void, Paces> {
  const useful = shards.filter(({ busyMs, windowsMs, trials }) => busyMs > 0 && windowsMs > 0 && trials > 0);
  const devices = yield* groupBy(useful, ({ deviceId }) => deviceId);
  const classes = yield* groupBy(useful, poolName);
  const paces = { devices: new Map<string, Pace>(), classes: new Map<string, Pace>() };
  for (const own of devices) paces.devices.set(own[0]!.deviceId, yield* learnPace(own, 'device'));
  for (const own of classes) paces.classes.set(poolName(own[0]!), yield* learnPace(own, 'class'));
  return paces;
}

/** Overhead and factor by least squares: the longer a shard, the more it counts. */
function* learnPace(shards: readonly KnownShard[], source: 'device' | 'class'): Generator<void, Pace> {
  const sum = (of: (shard: KnownShard) => number): number => shards.reduce((total, shard) => total + of(shard), 0);
  const [busyMs, windowsMs, trials] = [sum((s) => s.busyMs), sum((s) => s.windowsMs), sum((s) => s.trials)];
  // Each regressor is the share of the mean shard's time that it would explain alone.
  const perTrial = busyMs / trials;
  const perWindow = busyMs / windowsMs;
  const observe = (shard: KnownShard): Observation => ({
    weight: (shard.busyMs * shards.length) / busyMs,
    regressors: [(shard.trials * perTrial) / shard.busyMs, (shard.windowsMs * perWindow) / shard.busyMs],
  });
  const fit = yield* fitRelative(shards.map(observe), 2, PRIOR);
  const [ofTrials, ofWindows] = inRange(fit);
  const overheadMs = ofTrials * perTrial;
  const windowFactor = ofWindows * perWindow;
  const common = source === 'class' ? DEVICES_SD ** 2 + CAMPAIGNS_SD ** 2 : CAMPAIGNS_SD ** 2;
  return {
    ...{ source, overheadMs, windowFactor, meanTrialMs: perTrial, degreesOfFreedom: fit.degreesOfFreedom },
    variance: (count, windows) => {
      const totalMs = overheadMs * count + windowFactor * windows;
      const direction = [(count * perTrial) / totalMs, (windows * perWindow) / totalMs];
      const shardsToCome = Math.max(1, (count * shards.length) / trials);
      return common + varianceOf(direction, fit) + fit.sd ** 2 / shardsToCome;
    },
  };
}

/** Neither takes less than no time: what one would take off, the other explains alone. */
function inRange({ coefficients }: Fit): readonly [number, number] {
  const [ofTrials, ofWindows] = [coefficients[0]!, coefficients[1]!];
  if (ofTrials < 0) return [0, 1];
  if (ofWindows < 0) return [1, 0];
  return [ofTrials, ofWindows];
}
