import type { Cell } from '../sweep/cell';
import { runToEnd } from '../steps/run-to-end';
import type { PlannedDevice } from './estimate-device';
import { estimatePlan, type Known } from './estimate-plan';
import type { KnownCell, KnownShard } from './known-cell';

const TOP = { gpuHz: 1_000_000_000, cpuKhz: 2_000_000 };
const WORK = { workload: 'alexnet', command: null, graphMode: 'static' } as const;
const INFERENCES = 100;
const levelsOf = (gpu: number, cpu: number, batchSize: number) =>
  ({
    batchSize,
    gpuHz: gpu * TOP.gpuHz,
    gpuGovernor: null,
    cpuKhz: cpu * TOP.cpuKhz,
    cpuGovernor: null,
    activeCores: null,
    memoryHz: 'dvfs',
  }) as unknown as Cell['levels'];

const GRID = [0.2, 0.5, 0.75, 1].flatMap((gpu) =>
  [0.25, 0.5, 0.8, 1].flatMap((cpu) => [1, 2, 8].map((batchSize) => ({ gpu, cpu, batchSize }))),
);
type Point = (typeof GRID)[number];
const msOf = ({ gpu, cpu, batchSize: b }: Point): number => 2 + 3 / gpu + 1 / cpu + 4 / b + 2 / (b * gpu);
const mwOf = ({ gpu, cpu }: Point): number => 1500 + 800 * gpu + 4000 * gpu ** 3 + 300 * cpu + 900 * cpu ** 3;
const cellOf = ({ gpu, cpu, batchSize }: Point, index: number): Cell => ({
  cellKey: String(index),
  deviceClass: 'a',
  levels: { ...levelsOf(gpu, cpu, batchSize), ...WORK, inferences: INFERENCES },
});
const known = (point: Point, over: Partial<KnownCell> = {}): KnownCell => ({
  ...WORK,
  ...{ deviceId: 'd1', deviceClass: 'a', simulated: false, trials: 3, sdLogEnergy: 0.01, averagingMs: 50 },
  levels: levelsOf(point.gpu, point.cpu, point.batchSize),
  msPerInference: msOf(point),
  mjPerInference: (msOf(point) * mwOf(point)) / 1000,
  ...over,
});
const SIZE = { trials: 10, timeMs: 300_000 };
const NO_RESTS = { cooldownMs: 0, idleMs: 0 };
const START = { band: 'auto', waitMs: 120_000 } as const;
const OVERHEAD_MS = 4_000;
const SHARD_MS = 7_000;
const FACTOR = 0.5;
const shard = (windowsMs: number, trials = 10, over: Partial<KnownShard> = {}): KnownShard => ({
  ...{
    deviceId: 'd1',
    deviceClass: 'a',
    simulated: false,
    windowsMs,
    trials,
    waitsMs: 0,
    startBand: 'auto',
    rests: NO_RESTS,
  },
  busyMs: SHARD_MS + OVERHEAD_MS * trials + FACTOR * windowsMs,
  ...over,
});
const SHARDS = [5_000, 20_000, 40_000, 80_000, 30_000, 60_000].flatMap((ms) => [shard(ms), shard(ms, 8)]);
const deviceOf = (cells: number, over: Partial<PlannedDevice> = {}): PlannedDevice => ({
  ...{ deviceId: 'd1', name: 'one', deviceClass: 'a', simulated: false, sentinel: null, top: TOP, queuedTrials: 0 },
  cells: Array.from({ length: cells }, (_, index) => index),
  ...over,
});
const estimate = (
  points: Point[],
  cells: KnownCell[],
  { shards = SHARDS, ...over }: Partial<Known> & Partial<PlannedDevice> = {},
) =>
  runToEnd(
    estimatePlan(
      points.map(cellOf),
      [deviceOf(points.length, over as object)],
      { repetitions: 2, shard: SIZE, start: START, rests: NO_RESTS },
      { cells, shards },
    ),
  );

const energyJ = (points: Point[]): number =>
  points.reduce((sum, p) => sum + (2 * INFERENCES * msOf(p) * mwOf(p)) / 1e6, 0);
const durationS = (points: Point[]): number =>
  points.reduce((sum, p) => sum + 2 * (OVERHEAD_MS + FACTOR * INFERENCES * msOf(p)), 0) / 1000 +
  (Math.ceil((2 * points.length) / SIZE.trials) * SHARD_MS) / 1000;

describe('estimatePlan', () => {
  it('takes the cells that were measured on the device as they were, for any number of inferences', () => {
    const [device] = estimate(
      GRID,
      GRID.map((point) => known(point)),
    ).devices;
    expect(device).toMatchObject({
      source: 'device',
      cells: { device: 48, class: 0, model: 0, none: 0 },
      pace: 'device',
    });
    expect(device!.energyJ!.estimate).toBeCloseTo(energyJ(GRID), 6);
    expect(Math.abs(device!.durationS!.estimate / durationS(GRID) - 1)).toBeLessThan(0.03);
    expect(device!.durationS!.low).toBeLessThan(durationS(GRID));
    expect(device!.durationS!.high).toBeGreaterThan(durationS(GRID));
  });

  it('counts the rests that the plan asks for, not those of campaigns before', () => {
    const cells = GRID.map((point) => known(point));
    const rested = { cooldownMs: 10_000, idleMs: 2_000 };
    const restMs = 10_000 + 2 * 2_000 + 1_000;
    const shards = SHARDS.map((each) => ({
      ...each,
      rests: rested,
      busyMs: each.busyMs + FACTOR * each.trials * restMs,
    }));
    const secondsWith = (rests: typeof NO_RESTS): number =>
      runToEnd(
        estimatePlan(
          GRID.map(cellOf),
          [deviceOf(GRID.length)],
          { repetitions: 2, shard: SIZE, start: START, rests },
          { cells, shards },
        ),
      ).devices[0]!.durationS!.estimate;
    const restS = (FACTOR * 2 * GRID.length * restMs) / 1000;
    expect(Math.abs(secondsWith(rested) / (durationS(GRID) + restS) - 1)).toBeLessThan(0.03);
    // Rests and what else a trial takes beside its window can be separated by how windows differ: less exactly.
    expect(Math.abs(secondsWith(NO_RESTS) / durationS(GRID) - 1)).toBeLessThan(0.1);
    expect(restS / durationS(GRID)).toBeGreaterThan(0.5);
  });

  it('counts the trials of the sentinel cell', () => {
    const cells = GRID.map((point) => known(point));
    const sentinel = { cell: 3, trials: 9 };
    const [device] = estimate(GRID, cells, { sentinel }).devices;
    expect(device).toMatchObject({ trials: 2 * GRID.length + 9, cells: { device: GRID.length + 1 } });
    const more = (9 / 2) * energyJ([GRID[3]!]);
    expect(device!.energyJ!.estimate).toBeCloseTo(energyJ(GRID) + more, 6);
  });

  it('is exact on cells that the model generates, with an interval', () => {
    const measured = GRID.filter((_, index) => index % 2 === 0);
    const others = GRID.filter((_, index) => index % 2 === 1);
    const [device] = estimate(
      others,
      measured.map((point) => known(point)),
    ).devices;
    expect(device).toMatchObject({ source: 'model', cells: { model: 24 } });
    const { estimate: found, low, high } = device!.energyJ!;
    expect(Math.abs(found / energyJ(others) - 1)).toBeLessThan(1e-3);
    expect(low).toBeGreaterThan(0.9 * found);
    expect(high).toBeLessThan(1.1 * found);
    expect(low).toBeLessThan(0.99 * found);
  });

  it('goes by other devices of the class, wider, and not by twins for boards', () => {
    const other = { deviceId: 'd2' };
    const cells = GRID.map((point) => known(point, other));
    const shards = SHARDS.map((each) => ({ ...each, ...other }));
    const [device] = estimate(GRID, cells, { shards }).devices;
    expect(device).toMatchObject({ source: 'class', cells: { class: 48 }, pace: 'class' });
    expect(device!.energyJ!.estimate).toBeCloseTo(energyJ(GRID), 6);
    const [own] = estimate(
      GRID,
      GRID.map((point) => known(point)),
    ).devices;
    expect(device!.energyJ!.high).toBeGreaterThan(1.05 * own!.energyJ!.high);
    const [board] = estimate(GRID, cells, { shards, simulated: true }).devices;
    expect(board).toMatchObject({ source: 'none', cells: { none: 48 }, durationS: null, energyJ: null });
  });

  it('claims nothing of other work, nor far from what was measured', () => {
    const cells = GRID.filter(({ gpu }) => gpu > 0.7).map((point) => known(point));
    const far = [{ gpu: 0.05, cpu: 1, batchSize: 1 }];
    expect(estimate(far, cells).devices[0]!.cells).toEqual({ device: 0, class: 0, model: 0, none: 1 });
    const otherWork = cells.map((cell) => ({ ...cell, workload: 'resnet18' }));
    expect(estimate(GRID, otherWork).devices[0]!.cells.none).toBe(48);
    const { devices, endS } = estimate([...far, ...GRID], cells);
    expect(devices[0]!.cells).toMatchObject({ device: 24, none: expect.any(Number) });
    expect(devices[0]).toMatchObject({ source: 'none', durationS: expect.anything() });
    expect(endS).not.toBeNull();
  });

  it('counts what is queued before, and what one more device would measure', () => {
    const {
      endS,
      durationS: time,
      oneMore,
    } = estimate(
      GRID,
      GRID.map((point) => known(point)),
      { queuedTrials: 100 },
    );
    const mean =
      SHARDS.reduce((sum, each) => sum + each.busyMs, 0) / SHARDS.reduce((sum, each) => sum + each.trials, 0);
    expect(endS!.estimate).toBeCloseTo(time!.estimate + mean / 10, 6);
    expect(oneMore).toEqual([expect.objectContaining({ deviceClass: 'a', trials: 96, durationS: expect.anything() })]);
  });

  it('gives one more device its share where cells are shared out, and lets it relieve the others', () => {
    const devices = ['d1', 'd2'].map((deviceId, i) => {
      const cells = GRID.map((_, index) => index).filter((index) => index % 2 === i);
      return { ...deviceOf(0, { deviceId, name: deviceId }), cells };
    });
    const cells = GRID.map((point) => known(point, { deviceId: 'd1' }));
    const trials = { repetitions: 3, devicesPerCell: 1, shard: SIZE, start: START, rests: NO_RESTS };
    const { oneMore, durationS } = runToEnd(estimatePlan(GRID.map(cellOf), devices, trials, { cells, shards: SHARDS }));
    expect(oneMore).toEqual([expect.objectContaining({ deviceClass: 'a', trials: 48, relieves: true })]);
    const share = oneMore[0]!.durationS!.estimate / durationS!.estimate;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.42);
  });

  it('learns no negative time from shards that contradict', () => {
    const shards = [shard(1000, 10, { busyMs: 1_000 }), shard(10_000, 10, { busyMs: 900_000 })];
    const { low, high } = estimate(
      GRID,
      GRID.map((point) => known(point)),
      { shards },
    ).devices[0]!.durationS!;
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(Infinity);
  });

  it('states a default where nothing was executed', () => {
    const [device] = estimate(
      GRID,
      GRID.map((point) => known(point)),
      { shards: [] },
    ).devices;
    expect(device).toMatchObject({ pace: 'default', durationS: expect.anything() });
  });

  it('does not depend on the order of devices, cells or what is known', () => {
    const cells = ['d1', 'd2', 'd3'].flatMap((deviceId, i) =>
      GRID.filter((_, index) => index % (i + 2) === 0).map((point) => known(point, { deviceId, trials: i + 1 })),
    );
    const devices = ['d1', 'd2', 'd4'].map((deviceId, i) => deviceOf(48 - i, { deviceId, name: deviceId }));
    const plan = GRID.map(cellOf);
    const one = runToEnd(
      estimatePlan(
        plan,
        devices,
        { repetitions: 3, shard: SIZE, start: START, rests: NO_RESTS },
        { cells, shards: SHARDS },
      ),
    );
    const turned = devices.map((device) => ({ ...device, cells: device.cells.map((index) => 47 - index).reverse() }));
    const known2 = { cells: [...cells].reverse(), shards: [...SHARDS].reverse() };
    const two = runToEnd(
      estimatePlan(
        [...plan].reverse(),
        turned.reverse(),
        { repetitions: 3, shard: SIZE, start: START, rests: NO_RESTS },
        known2,
      ),
    );
    expect(rounded({ ...two, devices: [...two.devices].reverse() })).toEqual(rounded(one));
  });
});

/** Nine digits: sums in another order differ in the last ones. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, x: unknown) => (typeof x === 'number' ? Number(x.toPrecision(9)) : x)));
}
