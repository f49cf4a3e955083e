import { invert, dot } from '../estimate/least-squares';
import { benjaminiHochberg, holm } from '../statistics/adjust-p-values';
import { asChangePct, type Interval, intervalFromLog } from '../statistics/interval';
import { twoSided95 } from '../statistics/student-t';
import { twoSidedPValue } from '../statistics/t-tests';
import { isTooLowToRank } from '../trust/grades';
import type { ComparisonRow } from './compare-cells';
import { connectedDevices, type ClassCells, type NoEffects } from './connected-devices';

const ALPHA = 0.05;
/** Solved in one piece: the time grows with the cube of the devices. */
const MAX_DEVICES = 100;

/** What a device draws beside its siblings: the others of its class that measured cells with it. */
export interface DeviceEffect {
  device: string;
  siblings: number;
  /** Cells that it shares with one of them. */
  cells: number;
  /** 100 (its energy / theirs - 1) in the geometric mean; the interval is of what cells and trials scatter. */
  effectPct: Interval;
  /** The same with what their sensors may differ by. */
  withSensorsPct: Interval;
  /** Of the t test that there is no effect; Holm's among the devices of the class, Benjamini's and Hochberg's in the fleet. */
  pValue: number;
  holmPValue: number;
  fleetPValue: number;
  /** By the fleet's p-value: the readings differ. */
  significant: boolean;
  /** The difference is larger than what two sensors may be off: the boards differ, not only their sensors. */
  beyondSensors: boolean;
}

/** The devices of a class whose effect is apart from that of the cells. */
export interface ClassEffects {
  deviceClass: string;
  cells: number;
  /** Standard deviation of a cell on a device about the sum of both effects, in percent: repetition, and what devices differ by from cell to cell. */
  residualSdPct: number;
  /** Of the figures, those of a trust grade of D or worse. */
  lowGrades: number;
  devices: DeviceEffect[];
}

/**
 * Log energy as the sum of an effect of the cell and one of the device, by least squares over the cells that devices of one class share (two-way layout without
 * replication: Scheffe, The Analysis of Variance, 1959, chapter 4). Each cell on a device counts once. What cells scatter about the sum is the error, so
 * that a device that differs in some cells alone has a wide interval. Yields often.
 */
export function* deviceEffects(
  rows: readonly ComparisonRow[],
): Generator<void, { classes: ClassEffects[]; none: NoEffects[] }> {
  const classes: ClassEffects[] = [];
  const none: NoEffects[] = [];
  for (const found of yield* connectedDevices(rows)) {
    const effects = 'reason' in found ? found : effectsOf(found);
    if ('reason' in effects) none.push(effects);
    else classes.push(effects);
    yield;
  }
  return { classes: withFleet(classes), none };
}

function effectsOf(found: ClassCells): ClassEffects | NoEffects {
  const { deviceClass, devices, cells } = found;
  if (devices.length > MAX_DEVICES)
    return { deviceClass, devices: devices.slice(0, MAX_DEVICES), reason: 'too_many_devices' };
  const figures = cells.reduce((sum, cell) => sum + cell.length, 0);
  const freedom = figures - cells.length - (devices.length - 1);
  if (freedom < 1) return { deviceClass, devices, reason: 'too_few_cells' };
  const { effects, inverse } = solve(found);
  const variance = residualSquares(found, effects) / freedom;
  const tested = devices.map((device, place) => {
    const contrast = devices.map((_, other) => (other === place ? 1 : -1 / (devices.length - 1)));
    const standardError = Math.sqrt(
      variance *
        dot(
          contrast,
          inverse.map((row) => dot(row, contrast)),
        ),
    );
    const difference = dot(contrast, effects);
    return { device, place, difference, standardError, halfWidth: twoSided95(freedom) * standardError };
  });
  const pValues = tested.map(({ difference, standardError }) =>
    twoSidedPValue({ difference, standardError, degreesOfFreedom: freedom }),
  );
  const adjusted = holm(pValues);
  return {
    ...{ deviceClass, cells: cells.length, residualSdPct: 100 * Math.sqrt(variance) },
    lowGrades: cells.flat().filter(({ grade }) => isTooLowToRank(grade)).length,
    devices: tested.map(({ device, place, difference, halfWidth }, i) => {
      const withSensors = Math.hypot(halfWidth, sensorsOf(found, place));
      return {
        ...{ device, siblings: devices.length - 1 },
        cells: cells.filter((cell) => cell.some((figure) => figure.place === place)).length,
        effectPct: asChangePct(intervalFromLog(difference, halfWidth)),
        withSensorsPct: asChangePct(intervalFromLog(difference, withSensors)),
        ...{ pValue: pValues[i]!, holmPValue: adjusted[i]!, fleetPValue: 1, significant: false },
        beyondSensors: Math.abs(difference) > withSensors,
      };
    }),
  };
}

/** Normal equations of the devices, cells eliminated; the effects add up to zero. */
function solve({ devices, cells }: ClassCells): { effects: number[]; inverse: number[][] } {
  const matrix = devices.map(() => devices.map(() => 1));
  const right = devices.map(() => 0);
  for (const cell of cells) {
    const mean = meanOf(cell.map(({ log }) => log));
    for (const { place, log } of cell) {
      right[place]! += log - mean;
      matrix[place]![place]! += 1;
      for (const other of cell) matrix[place]![other.place]! -= 1 / cell.length;
    }
  }
  const inverse = invert(matrix);
  return { effects: inverse.map((row) => dot(row, right)), inverse };
}

function residualSquares({ cells }: ClassCells, effects: readonly number[]): number {
  let squares = 0;
  for (const cell of cells) {
    const mean = meanOf(cell.map(({ log, place }) => log - effects[place]!));
    for (const { log, place } of cell) squares += (log - effects[place]! - mean) ** 2;
  }
  return squares;
}

/** What the sensor of a device and those of its siblings leave, as a share. The same in all cells: it does not shrink with their number. */
function sensorsOf({ devices, cells }: ClassCells, place: number): number {
  const shares = devices.map((_, own) =>
    meanOf(
      cells.flatMap((cell) => cell.filter((figure) => figure.place === own).map(({ sensorShare }) => sensorShare)),
    ),
  );
  const others = shares.filter((_, other) => other !== place);
  return Math.hypot(shares[place]!, Math.hypot(...others) / others.length);
}

function withFleet(classes: readonly ClassEffects[]): ClassEffects[] {
  const adjusted = benjaminiHochberg(classes.flatMap(({ devices }) => devices.map(({ pValue }) => pValue)));
  let next = 0;
  return classes.map((each) => ({
    ...each,
    devices: each.devices.map((device) => {
      const fleetPValue = adjusted[next++]!;
      const significant = fleetPValue <= ALPHA;
      return { ...device, fleetPValue, significant, beyondSensors: significant && device.beyondSensors };
    }),
  }));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
