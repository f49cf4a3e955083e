import { cellsOf, countCells } from './expand-cells';
import { findUnknownLevels } from './find-unknown-levels';
import type { DeviceLevels } from './device-levels';
import { levelsOnDevice } from './levels-on-device';
import { describeLevel, shownFactors } from '../factors/factor-levels';
import type { Cell } from './cell';
import { sentinelOn } from './sentinel-on';
import type { SweepDevice, SweepError, SweepSpec } from './sweep-spec';

/** How large a sweep may be. */
export interface SweepLimits {
  /** Devices with the same levels share their cells. */
  maxCells: number;
}

export interface DevicePlan {
  readonly device: string;
  readonly deviceClass: string;
  /** In a canonical order that depends on the levels only. */
  readonly cells: readonly Cell[];
  /** Measured between the others; null: it has none. */
  readonly sentinel: Cell | null;
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
 * steps. Permuted devices, workloads or levels give the same plan. Counts first: a sweep of more than `maxCells` is an
 * error, and none of its cells is built. Yields often, so that the caller can pause in between.
 */
export function* expandSweep(
  spec: SweepSpec,
  devices: readonly SweepDevice[],
  { maxCells }: SweepLimits,
): Generator<void, SweepPlan> {
  const sorted = [...devices].sort((a, b) => (a.name < b.name ? -1 : 1));
  const errors = [...findUnknownLevels(spec, sorted)];
  const perLevels = new Map<string, { deviceClass: string; levels: DeviceLevels; cells: readonly Cell[] }>();
  const onDevices = [];
  for (const device of sorted) {
    const { deviceClass } = device;
    const { levels, notes } = levelsOnDevice(spec, device);
    const key = JSON.stringify([deviceClass, levels]);
    if (!perLevels.has(key)) perLevels.set(key, { deviceClass, levels, cells: [] });
    const sentinel = sentinelOn(spec, device);
    onDevices.push({ device: device.name, deviceClass, sentinel, notes, shared: perLevels.get(key)! });
    yield;
  }
  const count = [...perLevels.values()].reduce((sum, { levels }) => sum + countCells(levels), 0);
  if (count > maxCells) errors.push(tooManyCells(count, maxCells));
  if (count <= maxCells) {
    for (const shared of perLevels.values()) {
      shared.cells = yield* collect(cellsOf(spec, shared.deviceClass, shared.levels));
    }
  }
  const perDevice = onDevices.map(({ shared, notes, ...device }) => ({
    ...device,
    cells: shared.cells,
    notes: [...notes, ...leftOut(spec, shared), ...sentinelNotes(spec, device.sentinel)],
  }));
  return { perDevice, warnings: [...findWarnings(spec, sorted, perDevice)], errors };
}

/** How many cells of the product are left out, and by which keys of the file. */
function leftOut(
  { exclude = [], zip = [], keeps }: SweepSpec,
  { levels, cells }: { levels: DeviceLevels; cells: readonly Cell[] },
): string[] {
  const named = { exclude: exclude.length > 0, zip: zip.length > 0, where: keeps !== undefined };
  const by = Object.entries(named).flatMap(([key, isNamed]) => (isNamed ? [key] : []));
  if (by.length === 0) return [];
  const count = countCells(levels) - cells.length;
  const keys = by.join(' and ');
  return [
    count > 0 ? `${count} cells left out by ${keys}` : `${keys} ${by.length > 1 ? 'leave' : 'leaves'} out no cell`,
  ];
}

function sentinelNotes({ sentinel: rule }: SweepSpec, sentinel: Cell | null): string[] {
  if (!rule) return [];
  if (!sentinel) return [`no sentinel: it cannot execute ${rule.workload ?? 'any workload of the file'}`];
  const { levels } = sentinel;
  const clocks = shownFactors([levels]).map((factor) => `${factor.title} ${describeLevel(factor, levels)}`);
  const at = [`batch ${levels.batchSize}`, ...clocks].join(', ');
  return [`sentinel after each ${rule.everyTrials} trials: ${levels.workload} at ${at}`];
}

function* collect<T>(items: Iterable<T>): Generator<void, T[]> {
  const collected: T[] = [];
  for (const item of items) {
    collected.push(item);
    yield;
  }
  return collected;
}

function tooManyCells(count: number, maxCells: number): SweepError {
  return {
    level: 'factors',
    message: `${count} cells; at most ${maxCells} in one campaign: name fewer levels`,
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
