import type { Interval } from '../statistics/interval';
import type { Cell } from '../sweep/cell';
import { CellEstimator, identifyCells } from './cell-estimates';
import type { TopClocks } from './cell-model';
import { deviceEstimate, paceOf, spreadsOf, waitsOf, type DeviceEstimate, type PlannedDevice } from './estimate-device';
import type { KnownCell, KnownShard } from './known-cell';
import { indexHistories } from './measured-cells';
import { learnPaces } from './pace';
import { restMsOf, type RestRule } from './rests';
import type { ShardSize } from './shard-size';
import { DeviceTotals } from './totals';
import type { StartRule } from './start-rule';
import { learnWaits } from './waits';

/** What is known when a campaign is planned. */
export interface Known {
  readonly cells: readonly KnownCell[];
  readonly shards: readonly KnownShard[];
}

/** How often each cell is measured, and in how large pieces. */
export interface PlannedTrials {
  readonly repetitions: number;
  /** Null: on every device that has it. */
  readonly devicesPerCell?: number | null;
  readonly shard: ShardSize;
  readonly start: StartRule;
  readonly rests: RestRule;
}

export interface PlanEstimate {
  readonly devices: DeviceEstimate[];
  /** Until the last device is done, with what is queued before; null while a device has no estimate. */
  readonly endS: Interval | null;
  /** Device time of all together. */
  readonly durationS: Interval | null;
  readonly energyJ: Interval | null;
  readonly oneMore: OneMore[];
}

/** What one more device of a class would measure beside the others. */
export interface OneMore {
  readonly deviceClass: string;
  readonly trials: number;
  /** The others measure so much less; false: they measure the same cells too. */
  readonly relieves: boolean;
  readonly durationS: Interval | null;
  readonly energyJ: Interval | null;
}

/**
 * Time and energy of a campaign's trials, from what was measured before. Pure: permuted input gives the same figures but for
 * rounding. Yields often.
 */
export function* estimatePlan(
  cells: readonly Cell[],
  devices: readonly PlannedDevice[],
  { repetitions, shard, start, rests, devicesPerCell = null }: PlannedTrials,
  known: Known,
): Generator<void, PlanEstimate> {
  const tops = topsOf(devices);
  const histories = yield* indexHistories(known.cells);
  const paces = yield* learnPaces(known.shards);
  const waits = yield* learnWaits(known.shards, start);
  const restMs = restMsOf(rests);
  const identities = yield* identifyCells(cells, tops);
  const estimator = new CellEstimator(histories, tops);
  const estimateOne = function* (device: PlannedDevice): Generator<void, DeviceEstimate> {
    const totals = new DeviceTotals(spreadsOf(device, histories));
    for (const [index, trials] of trialsOf(device, repetitions)) {
      const found = yield* estimator.estimate(device, identities[index]!);
      totals.add(found, cells[index]!.levels.inferences, trials);
      yield;
    }
    const progress = { pace: paceOf(device, paces), waits: waitsOf(device, waits), restMs, size: shard };
    return deviceEstimate(device, totals, progress);
  };
  const found: DeviceEstimate[] = [];
  for (const device of devices) found.push(yield* estimateOne(device));
  const oneMore: OneMore[] = [];
  const relieves = devicesPerCell !== null;
  for (const device of relieves ? relievers(devices) : newcomers(devices)) {
    const { deviceClass, durationS, energyJ } = yield* estimateOne(device);
    const trials = device.cells.length * repetitions + (device.sentinel?.trials ?? 0);
    oneMore.push({ deviceClass, trials, relieves, durationS, energyJ });
  }
  return { devices: found, ...together(found), oneMore };
}

/** Each cell of a device with the number of its trials. */
function* trialsOf({ cells, sentinel }: PlannedDevice, repetitions: number): Generator<[number, number]> {
  for (const index of cells) yield [index, repetitions];
  if (sentinel) yield [sentinel.cell, sentinel.trials];
}

/** A device of each class that nothing was measured on, with the cells of the device of its class that has most. */
function newcomers(devices: readonly PlannedDevice[]): PlannedDevice[] {
  const most = new Map<string, PlannedDevice>();
  for (const device of devices) {
    const other = most.get(device.deviceClass);
    if (!other || comesBefore(device, other)) most.set(device.deviceClass, device);
  }
  const classes = [...most.values()].sort((a, b) => (a.deviceClass < b.deviceClass ? -1 : 1));
  return classes.map((device) => ({ ...device, deviceId: '', queuedTrials: 0 }));
}

/** A device of each class that nothing was measured on, with its share of the cells of the others: one of so many, evenly. */
function relievers(devices: readonly PlannedDevice[]): PlannedDevice[] {
  return newcomers(devices).map((newcomer) => {
    const ofClass = devices.filter(({ deviceClass }) => deviceClass === newcomer.deviceClass);
    const all = ofClass.flatMap(({ cells }) => cells).sort((a, b) => a - b);
    const cells = all.filter((_, index) => index % (ofClass.length + 1) === ofClass.length);
    return { ...newcomer, cells };
  });
}

function comesBefore(a: PlannedDevice, b: PlannedDevice): boolean {
  return a.cells.length > b.cells.length || (a.cells.length === b.cells.length && a.name < b.name);
}

/** Devices work side by side. Their errors may be the same one, so the intervals add up. */
function together(devices: readonly DeviceEstimate[]): Pick<PlanEstimate, 'endS' | 'durationS' | 'energyJ'> {
  const ends = devices.map(
    ({ durationS, queuedS }) => durationS && combine([durationS, ...(queuedS ? [queuedS] : [])], add),
  );
  return {
    endS: ends.every((end) => end !== null) ? combine(ends, Math.max) : null,
    durationS: combine(
      devices.flatMap(({ durationS }) => durationS ?? []),
      add,
    ),
    energyJ: combine(
      devices.flatMap(({ energyJ }) => energyJ ?? []),
      add,
    ),
  };
}

/** Estimates with estimates, ends with ends. */
function combine(intervals: readonly Interval[], by: (a: number, b: number) => number): Interval | null {
  if (intervals.length === 0) return null;
  return intervals.reduce((a, b) => ({
    estimate: by(a.estimate, b.estimate),
    low: by(a.low, b.low),
    high: by(a.high, b.high),
  }));
}

function add(a: number, b: number): number {
  return a + b;
}

/** Of all devices of a class together: their tables are alike, and the order in which they come must not matter. */
function topsOf(devices: readonly PlannedDevice[]): Map<string, TopClocks> {
  const tops = new Map<string, TopClocks>();
  for (const { deviceClass, top } of devices) {
    const before = tops.get(deviceClass) ?? { gpuHz: null, cpuKhz: null };
    tops.set(deviceClass, { gpuHz: higher(before.gpuHz, top.gpuHz), cpuKhz: higher(before.cpuKhz, top.cpuKhz) });
  }
  return tops;
}

function higher(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}
