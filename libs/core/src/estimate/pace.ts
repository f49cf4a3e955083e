import { groupBy } from '../comparison/group-by';
import { dot, fitRelative, type Fit, type Observation, varianceOf } from './least-squares';
import type { KnownShard } from './known-cell';
import { restMsOf } from './rests';
import { poolName } from './measured-cells';

/** Trials with their windows and what they wait and rest, by the device's clock, in so many shards. */
export interface Work {
  readonly trials: number;
  readonly windowsMs: number;
  readonly shards: number;
}

/**
 * What work takes by the worker's clock: for each shard (connection, checks, restoring), for each trial beyond its window (warm-up,
 * clocks), and for the windows: as long as they are on a board, far less on a twin.
 */
export interface Pace {
  readonly source: 'device' | 'class' | 'default';
  readonly windowFactor: number;
  /** Of all trials together, losses included. */
  readonly meanTrialMs: number;
  readonly degreesOfFreedom: number;
  timeMs(work: Work): number;
  /** Relative variance of the time. */
  variance(work: Work): number;
}

export interface Paces {
  readonly devices: ReadonlyMap<string, Pace>;
  readonly classes: ReadonlyMap<string, Pace>;
}

/** Before anything was executed in the class. */
const DEFAULT = { trialMs: 30_000, shardMs: 10_000, windowFactor: 1, meanTrialMs: 60_000, relativeSd: 0.5 };
/** Shares of a shard's time, give or take a half of it: of the trials, the windows, the shard. One shard differs from the next by a tenth. */
const PRIOR = { means: [0.4, 0.5, 0.1], precision: 0.04, sd: 0.1, degreesOfFreedom: 3 };
/** Where a shard takes no time of its own. */
const PRIOR_OF_TWO = { ...PRIOR, means: [0.5, 0.5] };
/** From one campaign to the next. A twin runs on a machine that may have much else to do then. */
const CAMPAIGNS_SD = { board: 0.02, twin: 0.2 };
const DEVICES_SD = 0.05;

export const DEFAULT_PACE: Pace = {
  source: 'default',
  windowFactor: DEFAULT.windowFactor,
  meanTrialMs: DEFAULT.meanTrialMs,
  degreesOfFreedom: Infinity,
  timeMs: ({ trials, windowsMs, shards }) =>
    DEFAULT.trialMs * trials + DEFAULT.windowFactor * windowsMs + DEFAULT.shardMs * shards,
  variance: () => DEFAULT.relativeSd ** 2,
};

/** What the last shards say about each device, and about each class. Yields often. */
export function* learnPaces(shards: readonly KnownShard[]): Generator<void, Paces> {
  const useful = shards
    .filter(({ busyMs, windowsMs, trials }) => busyMs > 0 && windowsMs > 0 && trials > 0)
    .map((shard) => ({
      ...shard,
      windowsMs: shard.windowsMs + shard.waitsMs + shard.trials * restMsOf(shard.rests),
    }));
  const devices = yield* groupBy(useful, ({ deviceId }) => deviceId);
  const classes = yield* groupBy(useful, poolName);
  const paces = { devices: new Map<string, Pace>(), classes: new Map<string, Pace>() };
  for (const own of devices) paces.devices.set(own[0]!.deviceId, yield* learnPace(own, 'device'));
  for (const own of classes) paces.classes.set(poolName(own[0]!), yield* learnPace(own, 'class'));
  return paces;
}

/** Least squares: the longer a shard, the more it counts. */
function* learnPace(shards: readonly KnownShard[], source: 'device' | 'class'): Generator<void, Pace> {
  const sum = (of: (shard: KnownShard) => number): number => shards.reduce((total, shard) => total + of(shard), 0);
  const [busyMs, windowsMs, trials] = [sum((s) => s.busyMs), sum((s) => s.windowsMs), sum((s) => s.trials)];
  // What each would take if it explained all of the time alone.
  const [perTrial, perWindow, perShard] = [busyMs / trials, busyMs / windowsMs, busyMs / shards.length];
  const sharesOf = (work: Work): number[] => [
    work.trials * perTrial,
    work.windowsMs * perWindow,
    work.shards * perShard,
  ];
  const { coefficients, fit } = yield* fitShares(shards, busyMs / shards.length, sharesOf);
  const timeMs = (work: Work): number => dot(coefficients, sharesOf(work));
  const campaignsSd = shards[0]!.simulated ? CAMPAIGNS_SD.twin : CAMPAIGNS_SD.board;
  const common = campaignsSd ** 2 + (source === 'class' ? DEVICES_SD ** 2 : 0);
  return {
    ...{ source, timeMs, windowFactor: coefficients[1]! * perWindow, meanTrialMs: perTrial },
    degreesOfFreedom: fit.degreesOfFreedom,
    variance: (work) => {
      const direction = sharesOf(work).slice(0, fit.coefficients.length);
      const relative = direction.map((share) => share / timeMs(work));
      return common + varianceOf(relative, fit) + fit.sd ** 2 / Math.max(1, work.shards);
    },
  };
}

/** None of the three takes less than no time: what it would take off, the others explain alone. */
function* fitShares(
  shards: readonly KnownShard[],
  meanMs: number,
  sharesOf: (work: Work) => number[],
): Generator<void, { coefficients: readonly number[]; fit: Fit }> {
  const observe =
    (size: number) =>
    (shard: KnownShard): Observation => ({
      weight: shard.busyMs / meanMs,
      regressors: sharesOf({ ...shard, shards: 1 })
        .slice(0, size)
        .map((share) => share / shard.busyMs),
    });
  const three = yield* fitRelative(shards.map(observe(3)), PRIOR);
  if (three.coefficients.every((share) => share >= 0)) return { coefficients: three.coefficients, fit: three };
  const two = yield* fitRelative(shards.map(observe(2)), PRIOR_OF_TWO);
  const [ofTrials, ofWindows] = [two.coefficients[0]!, two.coefficients[1]!];
  if (ofTrials < 0) return { coefficients: [0, 1, 0], fit: two };
  if (ofWindows < 0) return { coefficients: [1, 0, 0], fit: two };
  return { coefficients: [ofTrials, ofWindows, 0], fit: two };
}
