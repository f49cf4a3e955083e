import { groupedBy } from '../comparison/group-by';
import { leavesDeviceAlone } from '../factors/factor-levels';
import { optionsOf } from '../factors/workload-options';
import { derivedRandom, type Random } from '../random';
import type { Cell } from '../sweep/cell';
import type { DevicePlan } from '../sweep/expand-sweep';
import type { SweepError } from '../sweep/sweep-spec';

/** On which devices the cells of a sweep are measured. */
export interface SharedSweep {
  readonly perDevice: readonly DevicePlan[];
  /** Cells that were shared out, by cell key: names of all devices that can measure them. */
  readonly movable: ReadonlyMap<string, readonly string[]>;
  readonly errors: readonly SweepError[];
}

interface ClassCell {
  readonly cell: Cell;
  readonly devices: string[];
}

/**
 * Shares the cells of each class out: each is measured on so many of the devices that can measure it. Of neighbouring cells each
 * device gets one, drawn from the seed: so all devices cover the whole range of levels, and get about the same time. A baseline that
 * other cells are compared with stays on every device, because savings are against the device's own. Permuted devices give the same
 * shares. Yields often.
 *
 * @param devicesPerCell null: every device measures all of its cells.
 */
export function* shareCells(
  perDevice: readonly DevicePlan[],
  devicesPerCell: number | null,
  seed: number,
): Generator<void, SharedSweep> {
  const movable = new Map<string, readonly string[]>();
  if (devicesPerCell === null) return { perDevice, movable, errors: [] };
  const chosen = new Map<string, readonly string[]>();
  const errors: SweepError[] = [];
  for (const [deviceClass, plans] of byClass(perDevice)) {
    if (plans.length < devicesPerCell) errors.push(tooFewDevices(deviceClass, plans.length, devicesPerCell));
    const turns = new Turns(plans, derivedRandom(seed, `share|${deviceClass}`));
    const cells = yield* cellsOfClass(plans);
    const compared = comparedRows(cells);
    for (const { cell, devices } of cells) {
      if (compared.has(rowOf(cell)) && leavesDeviceAlone(cell.levels)) continue;
      movable.set(cell.cellKey, devices);
      chosen.set(cell.cellKey, turns.take(devices, devicesPerCell));
      yield;
    }
  }
  return { perDevice: perDevice.map((plan) => withShare(plan, chosen)), movable, errors };
}

function withShare(plan: DevicePlan, chosen: ReadonlyMap<string, readonly string[]>): DevicePlan {
  const cells = plan.cells.filter(({ cellKey }) => chosen.get(cellKey)?.includes(plan.device) ?? true);
  if (cells.length === plan.cells.length) return plan;
  const note = `${cells.length} of ${plan.cells.length} cells are measured here, the others on other devices of its class`;
  return { ...plan, cells, notes: [...plan.notes, note] };
}

function byClass(perDevice: readonly DevicePlan[]): [string, DevicePlan[]][] {
  const sorted = [...perDevice].sort((a, b) => (a.device < b.device ? -1 : 1));
  return [...groupedBy(sorted, ({ deviceClass }) => deviceClass)];
}

/** Each cell once, in canonical order. Cells that the same devices have share one list of names. */
function* cellsOfClass(plans: readonly DevicePlan[]): Generator<void, ClassCell[]> {
  const offers = new Map<readonly Cell[], string[]>();
  for (const { device, cells } of plans) offers.set(cells, [...(offers.get(cells) ?? []), device]);
  const found = new Map<string, { cell: Cell; devices: string[] }>();
  const together = new Map<string, string[]>();
  for (const [cells, devices] of offers) {
    for (const cell of cells) {
      const known = found.get(cell.cellKey);
      if (known) known.devices = joined(together, known.devices, devices);
      else found.set(cell.cellKey, { cell, devices });
      yield;
    }
  }
  return [...found.values()];
}

function joined(together: Map<string, string[]>, a: readonly string[], b: readonly string[]): string[] {
  const all = [...a, ...b].sort();
  const key = JSON.stringify(all);
  const known = together.get(key) ?? all;
  together.set(key, known);
  return known;
}

/** Rows of a comparison that have something to compare with their baseline. */
function comparedRows(cells: readonly ClassCell[]): ReadonlySet<string> {
  return new Set(cells.filter(({ cell }) => !leavesDeviceAlone(cell.levels)).map(({ cell }) => rowOf(cell)));
}

function rowOf({ levels }: Cell): string {
  const { workload, command, graphMode, batchSize, inferences } = levels;
  return JSON.stringify([workload, command, graphMode, batchSize, inferences, optionsOf(levels)]);
}

/** Whose turn it is: who has the fewest cells; of these a random one. */
class Turns {
  /** Ascending. */
  private readonly queue: { device: string; load: number; draw: number }[] = [];

  constructor(
    plans: readonly DevicePlan[],
    private readonly random: Random,
  ) {
    for (const { device } of plans) this.insert(device, 0);
  }

  /** So many of these devices, or all of them if there are fewer. */
  take(devices: readonly string[], count: number): string[] {
    const taken: { device: string; load: number }[] = [];
    for (let i = 0; i < this.queue.length && taken.length < count;) {
      const next = this.queue[i]!;
      if (devices.includes(next.device)) taken.push(...this.queue.splice(i, 1));
      else i++;
    }
    for (const { device, load } of taken) this.insert(device, load + 1);
    return taken.map(({ device }) => device);
  }

  private insert(device: string, load: number): void {
    const draw = this.random();
    let [low, high] = [0, this.queue.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.queue[middle]!;
      if (other.load < load || (other.load === load && other.draw < draw)) low = middle + 1;
      else high = middle;
    }
    this.queue.splice(low, 0, { device, load, draw });
  }
}

function tooFewDevices(deviceClass: string, found: number, wanted: number): SweepError {
  const message = `each cell is to be measured on ${wanted} devices, and of ${deviceClass} ${found === 1 ? '1 is' : `${found} are`} selected`;
  return { level: String(wanted), message, nearest: [], path: ['devicesPerCell'], unsatisfiable: true };
}
