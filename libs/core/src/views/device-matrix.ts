import type { ComparisonRow } from '../comparison/compare-cells';
import { groupBy } from '../comparison/group-by';
import { comparedGrades, type ComparedGrades } from '../comparison/rank-by-grade';
import type { CellSummary } from '../comparison/measured-cell';
import { cheapestCell } from '../comparison/rank-cells';
import { costPerMillion } from '../energy/electricity-cost';
import type { WorkloadOptions } from '../factors/workload-options';
import { type Interval, intervalFromLog, logHalfWidth } from '../statistics/interval';
import { absoluteShare, countedCell, energyRatioAcross, timeRatio } from '../comparison/cell-ratios';
import { pointOf, type ViewPoint } from './view-point';

/**
 * At which point devices are compared: each at its own optimum; each left to its governors; or each at its least energy among the cells
 * that are as fast as the slowest device can be.
 */
export const FRAMES = ['optimum', 'dvfs', 'equal-latency'] as const;
export type Frame = (typeof FRAMES)[number];

/** What a device does in a frame. */
export interface DeviceFigures {
  device: string;
  deviceClass: string;
  point: ViewPoint;
  /** Energy times time of an inference, in mJ s. */
  edpMjS: Interval;
  /** Of a million inferences by the price of energy; null: no price was named. */
  costPerMillion: Interval | null;
}

/** Of one device over another, with the grades of both. */
export interface DeviceRatios extends ComparedGrades {
  device: string;
  against: string;
  energy: Interval;
  latency: Interval;
  edp: Interval;
}

/** Devices on one work, in one frame. */
export interface DeviceMatrix {
  workload: string;
  batchSize: number;
  graphMode: string;
  inferences: number;
  /** What is counted as an inference. */
  unit: string;
  options: WorkloadOptions;
  frame: Frame;
  /** Of equal latency: that of a batch on the slowest device at its fastest. */
  latencyLimitMs: number | null;
  devices: DeviceFigures[];
  /** Each device over each later one. */
  ratios: DeviceRatios[];
}

interface Chosen {
  row: ComparisonRow;
  cell: CellSummary;
}

/** The matrices of every work that two devices or more have measured. Yields often. */
export function* deviceMatrices(
  rows: readonly ComparisonRow[],
  pricePerKwh: number | null = null,
): Generator<void, DeviceMatrix[]> {
  const key = ({ workload, batchSize, graphMode, inferences, options }: ComparisonRow): string =>
    JSON.stringify([workload, batchSize, graphMode, inferences, options]);
  const matrices: DeviceMatrix[] = [];
  for (const group of yield* groupBy(rows, key)) {
    for (const frame of FRAMES) {
      const limitMs = frame === 'equal-latency' ? slowestBest(group) : Infinity;
      const chosen = group.flatMap((row) => {
        const cell = cellIn(frame, row, limitMs);
        return cell ? [{ row, cell }] : [];
      });
      if (chosen.length > 1) matrices.push(matrixOf(frame, chosen, limitMs, pricePerKwh));
      yield;
    }
  }
  return matrices;
}

/** Duration of the window on the device that is slowest when each is at its fastest. */
function slowestBest(group: readonly ComparisonRow[]): number {
  const fastest = group
    .filter(({ cells }) => cells.length > 0)
    .map(({ cells }) => Math.min(...cells.map(({ durationMs }) => durationMs.estimate)));
  return Math.max(...fastest);
}

function cellIn(frame: Frame, { optimum, dvfs, cells }: ComparisonRow, limitMs: number): CellSummary | null {
  if (frame === 'optimum') return optimum;
  if (frame === 'dvfs') return dvfs;
  return cheapestCell(cells.filter(({ durationMs }) => durationMs.estimate <= limitMs));
}

function matrixOf(frame: Frame, chosen: readonly Chosen[], limitMs: number, pricePerKwh: number | null): DeviceMatrix {
  const { workload, batchSize, graphMode, inferences, unit, options } = chosen[0]!.row;
  const batches = Math.ceil(inferences / batchSize);
  return {
    ...{ workload, batchSize, graphMode, inferences, unit, options, frame },
    latencyLimitMs: limitMs === Infinity ? null : limitMs / batches,
    devices: chosen.map((each) => figuresOf(each, pricePerKwh)),
    ratios: chosen.flatMap((one, place) => chosen.slice(place + 1).map((other) => ratiosOf(one, other))),
  };
}

function figuresOf({ row, cell }: Chosen, pricePerKwh: number | null): DeviceFigures {
  const point = pointOf(row, cell);
  const { energyMj, timeMs, uncertaintyMj } = point;
  const { estimate } = energyMj;
  const absolute = { estimate, low: estimate - uncertaintyMj, high: estimate + uncertaintyMj };
  const edp = Math.log((estimate * timeMs.estimate) / 1e3);
  return {
    ...{ device: row.device, deviceClass: row.deviceClass, point },
    edpMjS: intervalFromLog(edp, absoluteShare(cell) + logHalfWidth(timeMs)),
    costPerMillion: pricePerKwh === null ? null : costPerMillion(absolute, pricePerKwh),
  };
}

/** A trial that takes longer also takes more energy: the widths of both add up in their product. */
function ratiosOf(one: Chosen, other: Chosen): DeviceRatios {
  const [a, b] = [countedCell(one.row, one.cell), countedCell(other.row, other.cell)];
  const [energy, latency] = [energyRatioAcross(a, b), timeRatio(a, b)];
  const edp = intervalFromLog(
    Math.log(energy.estimate * latency.estimate),
    logHalfWidth(energy) + logHalfWidth(latency),
  );
  const grades = comparedGrades(one.cell.grade.grade, other.cell.grade.grade);
  return { device: one.row.device, against: other.row.device, energy, latency, edp, ...grades };
}
