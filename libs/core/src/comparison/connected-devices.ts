import { logHalfWidth } from '../statistics/interval';
import type { Grade } from '../trust/grades';
import { absoluteShare } from './cell-ratios';
import type { ComparisonRow } from './compare-cells';
import { groupBy } from './group-by';
import type { CellSummary } from './measured-cell';

/** A cell on a device: `place` is that of the device among those of its class. */
interface CellFigure {
  place: number;
  log: number;
  /** What the sensor may be off, as a share: the 95 % coverage interval less repetition. */
  sensorShare: number;
  grade: Grade;
}

/** Devices of a class that are connected by cells that they share, with these cells. */
export interface ClassCells {
  deviceClass: string;
  devices: string[];
  cells: CellFigure[][];
}

/** Why there is none of a class with several devices. */
export interface NoEffects {
  deviceClass: string;
  devices: string[];
  reason: 'no_common_cells' | 'too_few_cells' | 'too_many_devices';
}

interface Measured {
  device: string;
  cell: CellSummary;
}

/** Of each class with several devices: those that share cells, directly or through others. Two sets without a common cell are apart. Yields often. */
export function* connectedDevices(rows: readonly ComparisonRow[]): Generator<void, (ClassCells | NoEffects)[]> {
  const found: (ClassCells | NoEffects)[] = [];
  for (const ofClass of yield* groupBy(rows, (row) => row.deviceClass)) {
    const { deviceClass } = ofClass[0]!;
    const devices = [...new Set(ofClass.map(({ device }) => device))].sort();
    if (devices.length < 2) continue;
    const figures = ofClass.flatMap(({ device, cells }) => cells.map((cell): Measured => ({ device, cell })));
    const byCell = yield* groupBy(figures, ({ cell }) => cell.cellKey);
    const shared = byCell.filter((cell) => cell.length > 1);
    if (shared.length === 0) found.push({ deviceClass, devices, reason: 'no_common_cells' });
    else found.push(...componentsOf(devices, shared).map((part) => ({ deviceClass, ...part })));
  }
  return found;
}

function componentsOf(devices: readonly string[], cells: readonly Measured[][]): Omit<ClassCells, 'deviceClass'>[] {
  const part = new Map(devices.map((device, place) => [device, place]));
  for (const cell of cells) {
    const parts = cell.map(({ device }) => part.get(device)!);
    const least = Math.min(...parts);
    for (const [device, place] of part) if (parts.includes(place)) part.set(device, least);
  }
  const parts = [...new Set(cells.map((cell) => part.get(cell[0]!.device)!))];
  return parts.map((place) => {
    const own = devices.filter((device) => part.get(device) === place);
    const ofPart = cells.filter((cell) => part.get(cell[0]!.device) === place);
    return { devices: own, cells: ofPart.map((cell) => cell.map((figure) => figureOf(figure, own))) };
  });
}

function figureOf({ device, cell }: Measured, devices: readonly string[]): CellFigure {
  const { energyMj, grade } = cell;
  return {
    place: devices.indexOf(device),
    log: Math.log(energyMj.estimate),
    sensorShare: Math.sqrt(Math.max(0, absoluteShare(cell) ** 2 - logHalfWidth(energyMj) ** 2)),
    grade: grade.grade,
  };
}
