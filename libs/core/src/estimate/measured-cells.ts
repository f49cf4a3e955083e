import { groupBy } from '../comparison/group-by';
import { ASSUMED_SD_LOG } from '../statistics/pooled-variance';
import { workKey } from '../sweep/work-key';
import { modelGroup } from './cell-model';
import type { KnownCell, Measured } from './known-cell';

export interface MeasuredCell extends Measured {
  /** `workKey`, and `modelGroup`. */
  readonly key: string;
  readonly group: string;
  readonly levels: KnownCell['levels'];
}

/** What was measured on one device, or on the devices of one class. */
export interface History {
  readonly cells: ReadonlyMap<string, MeasuredCell>;
  /** By `modelGroup`. */
  readonly groups: ReadonlyMap<string, readonly MeasuredCell[]>;
  /** Standard deviation of the logarithm of one trial. */
  readonly sdLog: number;
}

export interface ClassHistory extends History {
  /** How far a device is from the others of its class, as standard deviation of logarithms. */
  readonly devicesSdLog: { readonly ms: number; readonly mj: number };
}

export interface Histories {
  readonly devices: ReadonlyMap<string, History>;
  /** By `poolName`. */
  readonly classes: ReadonlyMap<string, ClassHistory>;
}

/** Taken where no cell was measured on two devices. */
const ASSUMED_DEVICES_SD_LOG = 0.05;

/** Whose figures may stand for a device's: real boards for real boards. */
export function poolName({ deviceClass, simulated }: { deviceClass: string; simulated: boolean }): string {
  return `${deviceClass} ${simulated ? 'simulated' : 'real'}`;
}

/** Cells that were measured, by device and by class. Yields often. */
export function* indexHistories(known: readonly KnownCell[]): Generator<void, Histories> {
  const devices = new Map<string, History>();
  const pools = new Map<string, { rows: KnownCell[]; cells: MeasuredCell[] }>();
  for (const rows of yield* groupBy(known, ({ deviceId }) => deviceId)) {
    const { deviceId } = rows[0]!;
    const cells = yield* mergeByKey(yield* keyed(rows), 'trials');
    devices.set(deviceId, yield* historyOf(cells, rows));
    const name = poolName(rows[0]!);
    const pool = pools.get(name) ?? { rows: [], cells: [] };
    pools.set(name, pool);
    for (const row of rows) pool.rows.push(row);
    for (const cell of cells) pool.cells.push(cell);
    yield;
  }
  const classes = new Map<string, ClassHistory>();
  for (const [name, { rows, cells }] of pools) {
    const merged = yield* mergeByKey(cells, 'devices');
    classes.set(name, { ...(yield* historyOf(merged, rows)), devicesSdLog: yield* between(cells) });
    yield;
  }
  return { devices, classes };
}

function* keyed(rows: readonly KnownCell[]): Generator<void, MeasuredCell[]> {
  const cells: MeasuredCell[] = [];
  for (const row of rows) {
    const { levels, trials, msPerInference, mjPerInference } = row;
    const [key, group] = [workKey(row.deviceClass, row, levels), modelGroup(row, levels)];
    cells.push({ key, group, levels, trials, msPerInference, mjPerInference });
    yield;
  }
  return cells;
}

/** Campaigns count by their trials, devices alike. */
function* mergeByKey(cells: readonly MeasuredCell[], by: 'trials' | 'devices'): Generator<void, MeasuredCell[]> {
  const merged: MeasuredCell[] = [];
  for (const same of yield* groupBy(cells, ({ key }) => key)) {
    const weightOf = ({ trials }: MeasuredCell): number => (by === 'trials' ? trials : 1);
    const sum = (of: (cell: MeasuredCell) => number): number => same.reduce((total, cell) => total + of(cell), 0);
    const weight = sum(weightOf);
    merged.push({
      ...same[0]!,
      trials: sum(({ trials }) => trials),
      msPerInference: sum((cell) => weightOf(cell) * cell.msPerInference) / weight,
      mjPerInference: sum((cell) => weightOf(cell) * cell.mjPerInference) / weight,
    });
    yield;
  }
  return merged;
}

function* historyOf(cells: readonly MeasuredCell[], rows: readonly KnownCell[]): Generator<void, History> {
  const groups = yield* groupBy(cells, ({ group }) => group);
  return {
    cells: new Map(cells.map((cell) => [cell.key, cell])),
    groups: new Map(groups.map((group) => [group[0]!.group, group])),
    sdLog: yield* pooledSdLog(rows),
  };
}

function* pooledSdLog(rows: readonly KnownCell[]): Generator<void, number> {
  let [squares, degreesOfFreedom] = [0, 0];
  for (const { trials, sdLogEnergy } of rows) {
    yield;
    if (sdLogEnergy === null) continue;
    squares += (trials - 1) * sdLogEnergy ** 2;
    degreesOfFreedom += trials - 1;
  }
  return degreesOfFreedom > 0 ? Math.sqrt(squares / degreesOfFreedom) : ASSUMED_SD_LOG;
}

/** Deviations of the devices from the mean of each cell that at least two of them have. */
function* between(cells: readonly MeasuredCell[]): Generator<void, ClassHistory['devicesSdLog']> {
  const squares = { ms: 0, mj: 0 };
  let degreesOfFreedom = 0;
  for (const same of yield* groupBy(cells, ({ key }) => key)) {
    squares.ms += squaresOf(same.map(({ msPerInference }) => Math.log(msPerInference)));
    squares.mj += squaresOf(same.map(({ mjPerInference }) => Math.log(mjPerInference)));
    degreesOfFreedom += same.length - 1;
    yield;
  }
  if (degreesOfFreedom === 0) return { ms: ASSUMED_DEVICES_SD_LOG, mj: ASSUMED_DEVICES_SD_LOG };
  return { ms: Math.sqrt(squares.ms / degreesOfFreedom), mj: Math.sqrt(squares.mj / degreesOfFreedom) };
}

function squaresOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
