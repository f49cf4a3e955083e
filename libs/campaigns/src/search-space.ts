import type { CampaignSpec, PlanView } from '@joulefleet/contracts';
import { appendTo, mostTrials, referenceCells, type Cell, type SweepPlan } from '@joulefleet/core';

type Planned = SweepPlan['perDevice'][number];

/** A search of a plan: one workload on the devices of one class, each of which offers all of its cells. */
export interface PlannedSearch {
  readonly devices: readonly string[];
  readonly cells: readonly Cell[];
}

export interface SearchSpace {
  readonly perDevice: Planned[];
  readonly searches: readonly PlannedSearch[];
  /** Names of the devices that may measure a cell, by cell key. */
  readonly devicesOf: ReadonlyMap<string, readonly string[]>;
}

/**
 * What the searches of a campaign choose from: of each workload and class the cells that all devices with some of them offer, because a
 * trial goes to whichever is free. Yields after each device.
 */
export function* searchSpace(perDevice: readonly Planned[]): Generator<void, SearchSpace> {
  const searches: PlannedSearch[] = [];
  const devicesOf = new Map<string, readonly string[]>();
  for (const group of (yield* groupByWork(perDevice)).values()) {
    const cells = sharedCells([...group.values()]);
    if (cells.length === 0) continue;
    const devices = [...group.keys()];
    for (const { cellKey } of cells) devicesOf.set(cellKey, devices);
    searches.push({ devices, cells });
    yield;
  }
  const narrowed: Planned[] = [];
  for (const planned of perDevice) {
    narrowed.push(narrow(planned, devicesOf));
    yield;
  }
  return { perDevice: narrowed, searches, devicesOf };
}

type CellsByDevice = Map<string, Cell[]>;

function* groupByWork(perDevice: readonly Planned[]): Generator<void, Map<string, CellsByDevice>> {
  const groups = new Map<string, CellsByDevice>();
  for (const { device, cells } of perDevice) {
    for (const cell of cells) {
      const key = JSON.stringify([cell.deviceClass, cell.levels.workload, cell.levels.command]);
      const group = groups.get(key) ?? groups.set(key, new Map()).get(key)!;
      appendTo(group, device, cell);
    }
    yield;
  }
  return groups;
}

function sharedCells([first, ...others]: readonly (readonly Cell[])[]): Cell[] {
  const keys = others.map((cells) => new Set(cells.map(({ cellKey }) => cellKey)));
  return first!.filter(({ cellKey }) => keys.every((offered) => offered.has(cellKey)));
}

function narrow(planned: Planned, devicesOf: ReadonlyMap<string, readonly string[]>): Planned {
  const cells = planned.cells.filter(({ cellKey }) => devicesOf.has(cellKey));
  const left = planned.cells.length - cells.length;
  if (left === 0) return planned;
  const note = `${left} cells are not searched: another device of the class does not offer them`;
  return { ...planned, cells, notes: [...planned.notes, note] };
}

/** Winner, runner-up and reference. */
const CONFIRMED_CELLS = 3;

/** Most trials of a search, checked and confirmed ones included; Infinity: its method ends by itself. */
export function trialsOfSearch({ strategy, repetitions, seed }: CampaignSpec, { cells }: PlannedSearch): number {
  if (strategy.name !== 'search') return 0;
  const references = referenceCells(cells.map(({ levels }) => levels)).filter(Boolean).length;
  const most = mostTrials({ ...strategy, sweepRepetitions: repetitions, seed }, cells.length - references);
  return most + Math.min(strategy.checkCells, cells.length - references) + CONFIRMED_CELLS * strategy.confirmTrials;
}

/** Its share of the trials of its searches, by name of the device: at most that of the sweep, though a method that ends by itself may take more. */
export function trialsOnDevices(spec: CampaignSpec, searches: readonly PlannedSearch[]): Map<string, number> {
  const trials = new Map<string, number>();
  for (const search of searches) {
    const most = Math.min(trialsOfSearch(spec, search), search.cells.length * spec.repetitions);
    for (const [index, device] of [...search.devices].sort().entries()) {
      const share = Math.floor((most + search.devices.length - 1 - index) / search.devices.length);
      trials.set(device, (trials.get(device) ?? 0) + share);
    }
  }
  return trials;
}

/** How large the searches are, beside one sweep of the same cells on one device of each class. */
export function sizeOfSearches(
  spec: CampaignSpec,
  searches: readonly PlannedSearch[],
): NonNullable<PlanView['search']> {
  const sum = (of: (search: PlannedSearch) => number): number => searches.reduce((n, search) => n + of(search), 0);
  const cells = sum((search) => search.cells.length);
  const trials = sum((search) => trialsOfSearch(spec, search));
  return {
    searches: searches.length,
    cells,
    trials: Number.isFinite(trials) ? trials : null,
    maxDeviceS: spec.strategy.name === 'search' ? spec.strategy.maxDeviceS : null,
    sweepTrials: cells * spec.repetitions,
    sweepS: null,
    earlierCampaigns: [],
  };
}
