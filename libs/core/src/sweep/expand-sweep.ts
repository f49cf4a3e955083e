import { cellsOf, countCells } from './expand-cells';
import { findUnknownLevels } from './find-unknown-levels';
import { levelsOnDevice, type DeviceLevels } from './levels-on-device';
import type { Cell } from './cell';
import type { SweepDevice, SweepError, SweepSpec } from './sweep-spec';

/** More cells than this in one campaign are a slip, not a sweep. Devices with the same levels share their cells. */
export const MAX_CELLS = 100_000;

export interface DevicePlan {
  readonly device: string;
  readonly deviceClass: string;
  /** In a canonical order that depends on the levels only. */
  readonly cells: readonly Cell[];
  /** What was snapped or left out on this device. */
  readonly notes: readonly string[];
}

export interface SweepPlan {
  /** By name of device. */
  readonly perDevice: readonly DevicePlan[];
  readonly warnings: readonly string[];
  /** Not empty: the campaign must not be launched. */
  readonly errors: readonly SweepError[];
}

/**
 * Expands a campaign's factors into the cells of each selected device, every frequency snapped to that device's own
 * steps. Permuted devices, workloads or levels give the same plan. Counts first: a sweep of more than MAX_CELLS is an
 * error, and none of its cells is built. Yields often, so that the caller can pause in between.
 */
export function* expandSweep(spec: SweepSpec, devices: readonly SweepDevice[]): Generator<void, SweepPlan> {
  const sorted = [...devices].sort((a, b) => (a.name < b.name ? -1 : 1));
  const errors = [...findUnknownLevels(spec, sorted)];
  const perLevels = new Map<string, { deviceClass: string; levels: DeviceLevels; cells: readonly Cell[] }>();
  const onDevices = sorted.map((device) => {
    const { deviceClass } = device;
    const { levels, notes } = levelsOnDevice(spec, device);
    const key = JSON.stringify([deviceClass, levels]);
    if (!perLevels.has(key)) perLevels.set(key, { deviceClass, levels, cells: [] });
    return { device: device.name, deviceClass, notes, shared: perLevels.get(key)! };
  });
  const count = [...perLevels.values()].reduce((sum, { levels }) => sum + countCells(spec, levels), 0);
  if (count > MAX_CELLS) errors.push(tooManyCells(count));
  if (count <= MAX_CELLS) {
    for (const shared of perLevels.values()) {
      shared.cells = yield* collect(cellsOf(spec, shared.deviceClass, shared.levels));
    }
  }
  const perDevice = onDevices.map(({ shared, ...device }) => ({ ...device, cells: shared.cells }));
  return { perDevice, warnings: [...findWarnings(spec, sorted, perDevice)], errors };
}

function* collect<T>(items: Iterable<T>): Generator<void, T[]> {
  const collected: T[] = [];
  for (const item of items) {
    collected.push(item);
    yield;
  }
  return collected;
}

function tooManyCells(count: number): SweepError {
  return {
    level: 'factors',
    message: `${count} cells; at most ${MAX_CELLS} in one campaign: name fewer levels`,
    nearest: [],
    path: ['factors'],
  };
}

function* findWarnings(
  spec: SweepSpec,
  devices: readonly SweepDevice[],
  perDevice: readonly DevicePlan[],
): Generator<string> {
  const classes = new Set(devices.map((device) => device.deviceClass));
  for (const deviceClass of Object.keys(spec.factors.perClass).sort()) {
    if (!classes.has(deviceClass)) yield `no selected device is a ${deviceClass}; its overrides are not used`;
  }
  for (const { device, cells } of perDevice) {
    if (cells.length === 0) yield `nothing to measure on ${device}`;
  }
}
