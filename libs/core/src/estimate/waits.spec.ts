import { runToEnd } from '../steps/run-to-end';
import { paceOf, waitsOf } from './estimate-device';
import type { KnownShard } from './known-cell';
import { learnPaces } from './pace';
import type { StartRule } from './start-rule';
import { learnWaits } from './waits';

const AUTO: StartRule = { band: 'auto', waitMs: 120_000 };
const OWN: StartRule = { band: { lowC: 40, highC: 45 }, waitMs: 120_000 };
const DEVICE = { deviceId: 'd1', deviceClass: 'a', simulated: false };
const OTHER = { ...DEVICE, deviceId: 'd2' };
/** Ten seconds of a shard, two of each trial, and its windows and waits as they are. */
const shard = (waitsMs: number, over: Partial<KnownShard> = {}): KnownShard => {
  const { trials, windowsMs } = { trials: 10, windowsMs: 100_000, ...over };
  const busyMs = 10_000 + 2_000 * trials + windowsMs + waitsMs;
  return {
    ...DEVICE,
    windowsMs,
    waitsMs,
    trials,
    startBand: 'auto',
    rests: { cooldownMs: 0, idleMs: 0 },
    busyMs,
    ...over,
  };
};
const learn = (shards: KnownShard[], rule = AUTO, device = DEVICE) =>
  waitsOf(device, runToEnd(learnWaits(shards, rule)));

it('takes the mean of the waits of a trial on the device, and is the less certain the more they differ', () => {
  const even = learn([shard(30_000), shard(30_000, { trials: 5 }), shard(30_000, { trials: 15 })]);
  expect(even).toMatchObject({ source: 'device', meanMs: 3_000 });
  const same = learn([shard(30_000), shard(30_000), shard(30_000)]);
  expect(even.variance(100, 10)).toBeGreaterThan(same.variance(100, 10));
  expect(same.variance(100, 1)).toBeGreaterThan(same.variance(100, 10));
  expect(Math.sqrt(same.variance(100, 10))).toBeLessThan(300_000);
});

it('goes by the shards of the same rule, and by those of the class, less certainly', () => {
  const shards = [
    shard(30_000),
    shard(300_000, { startBand: { lowC: 40, highC: 45 } }),
    shard(0, { startBand: 'off' }),
  ];
  expect(learn(shards).meanMs).toBe(3_000);
  expect(learn(shards, OWN).meanMs).toBe(30_000);
  expect(learn(shards, { ...OWN, band: { lowC: 40, highC: 50 } }).source).toBe('model');
  const ofClass = learn(shards, AUTO, OTHER);
  expect(ofClass).toMatchObject({ source: 'class', meanMs: 3_000 });
  expect(ofClass.variance(10, 1)).toBeGreaterThan(learn(shards).variance(10, 1));
  expect(learn(shards, AUTO, { ...OTHER, simulated: true }).source).toBe('model');
});

it('waits no longer than the plan allows', () => {
  expect(learn([shard(900_000)], { ...AUTO, waitMs: 60_000 }).meanMs).toBe(60_000);
});

it('assumes a part of the longest wait where nothing was executed by the rule, and none without a rule', () => {
  expect(learn([])).toMatchObject({ source: 'model', meanMs: 6_000 });
  expect(learn([], OWN)).toMatchObject({ source: 'model', meanMs: 30_000 });
  expect(Math.sqrt(learn([], OWN).variance(10, 1))).toBe(300_000);
  const off = learn([shard(30_000)], { ...AUTO, band: 'off' });
  expect(off).toMatchObject({ source: 'none', meanMs: 0 });
  expect(off.variance(10, 1)).toBe(0);
});

it('is no part of the pace: waits of one campaign do not lengthen the trials of another', () => {
  const windows = [40_000, 100_000, 200_000, 20_000, 150_000, 80_000];
  const shards = (waitsMs: (i: number) => number) =>
    windows.map((windowsMs, i) => shard(waitsMs(i), { windowsMs, trials: 8 + i }));
  const timeMs = (known: KnownShard[]) =>
    paceOf(DEVICE, runToEnd(learnPaces(known))).timeMs({ trials: 20, windowsMs: 200_000, shards: 2 });
  const [without, withWaits] = [timeMs(shards(() => 0)), timeMs(shards((i) => 60_000 * (i % 3)))];
  expect(Math.abs(withWaits / without - 1)).toBeLessThan(0.02);
  expect(Math.abs(without / 260_000 - 1)).toBeLessThan(0.05);
});
