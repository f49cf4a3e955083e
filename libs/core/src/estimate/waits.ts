import { groupBy } from '../comparison/group-by';
import type { KnownShard } from './known-cell';
import { poolName } from './measured-cells';
import type { StartRule } from './start-rule';

/** What trials wait for their starting temperature, by the device's clock. */
export interface Waits {
  /** `none`: they start at any temperature. */
  readonly source: 'device' | 'class' | 'model' | 'none';
  /** Of one trial. */
  readonly meanMs: number;
  /** Of the sum over so many trials in so many shards. */
  variance(trials: number, shards: number): number;
}

export interface LearntWaits {
  readonly devices: ReadonlyMap<string, Waits>;
  readonly classes: ReadonlyMap<string, Waits>;
  /** Where no shard says more. */
  readonly assumed: Waits;
}

/** Parts of the longest wait that a trial is assumed to take, give or take as much again, before any was executed by the rule. */
const ASSUMED_PART = { auto: 0.05, own: 0.25 };
/** From one campaign to the next, and from one device to another: parts of the mean. */
const CAMPAIGNS_SD = 0.3;
const DEVICES_SD = 0.5;
/** Shards are expected to differ by as much as their mean is; that is worth so many of them. */
const PRIOR_SHARDS = 2;

const NO_WAITS: Waits = { source: 'none', meanMs: 0, variance: () => 0 };

/** What shards by the same rule say about each device, and about each class. Yields often. */
export function* learnWaits(shards: readonly KnownShard[], rule: StartRule): Generator<void, LearntWaits> {
  const [devices, classes] = [new Map<string, Waits>(), new Map<string, Waits>()];
  if (rule.band === 'off') return { devices, classes, assumed: NO_WAITS };
  const alike = shards.filter(({ startBand, trials }) => trials > 0 && isSameBand(startBand, rule.band));
  for (const own of yield* groupBy(alike, ({ deviceId }) => deviceId)) {
    devices.set(own[0]!.deviceId, waitsOf(own, rule, 'device'));
  }
  for (const own of yield* groupBy(alike, poolName)) classes.set(poolName(own[0]!), waitsOf(own, rule, 'class'));
  return { devices, classes, assumed: assumedWaits(rule) };
}

function waitsOf(shards: readonly KnownShard[], { waitMs }: StartRule, source: 'device' | 'class'): Waits {
  const trials = shards.reduce((sum, shard) => sum + shard.trials, 0);
  const meanMs = Math.min(waitMs, shards.reduce((sum, shard) => sum + shard.waitsMs, 0) / trials);
  const squares = shards.reduce((sum, shard) => sum + (shard.waitsMs / shard.trials - meanMs) ** 2, 0);
  const ofShard = (squares + PRIOR_SHARDS * meanMs ** 2) / (shards.length - 1 + PRIOR_SHARDS);
  const common = (CAMPAIGNS_SD ** 2 + (source === 'class' ? DEVICES_SD ** 2 : 0)) * meanMs ** 2;
  return {
    source,
    meanMs,
    variance: (count, inShards) => count ** 2 * (common + ofShard / shards.length + ofShard / Math.max(1, inShards)),
  };
}

function assumedWaits({ band, waitMs }: StartRule): Waits {
  const meanMs = waitMs * (band === 'auto' ? ASSUMED_PART.auto : ASSUMED_PART.own);
  return { source: 'model', meanMs, variance: (count) => (count * meanMs) ** 2 };
}

function isSameBand(a: StartRule['band'] | null, b: StartRule['band']): boolean {
  if (a === null || typeof a === 'string' || typeof b === 'string') return a === b;
  return a.lowC === b.lowC && a.highC === b.highC;
}
