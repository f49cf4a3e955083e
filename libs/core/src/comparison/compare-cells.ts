import { compareLevels, countSet, keepsLimits, leavesDeviceAlone } from '../factors/factor-levels';
import { compareOptions, optionsOf, type WorkloadOptions } from '../factors/workload-options';
import { asChangePct, asSavingPct, type Interval } from '../statistics/interval';
import { energyRatioOnDevice, ratioOf } from './compare-figures';
import { sortInSteps } from '../sweep/sort-in-steps';
import { estimateCells, type EstimatedCell } from './estimate-cells';
import { groupBy } from './group-by';
import type { CellSummary, MeasuredCell } from './measured-cell';
import type { Baseline } from '../sweep/sweep-spec';
import { cheapestCell, leastEnergy, type Objective } from './rank-cells';

/** One device and workload, executed in one way: the optimum against the baseline. */
export interface ComparisonRow {
  device: string;
  deviceClass: string;
  workload: string;
  batchSize: number;
  graphMode: string;
  inferences: number;
  options: WorkloadOptions;
  /** The cell of least cost; null without an accepted trial. */
  optimum: CellSummary | null;
  /** The baseline: the device left to its governors. */
  dvfs: CellSummary | null;
  /** Whether the baseline keeps the limits in force (`stock`) or spans the whole tables; null without one. */
  baseline: Baseline | null;
  /** 100 (1 - optimum / DVFS), energy. */
  savingPct: Interval | null;
  /** 100 (optimum / DVFS - 1), duration of the inference window. */
  latencyCostPct: Interval | null;
  /** All cells with an accepted trial, by clocks. */
  cells: CellSummary[];
}

export interface ComparisonOptions {
  objective?: Objective;
}

/**
 * Compares the cells of each device and workload that differ in the point of the device alone: batch size, graph mode, number of
 * inferences and options are the same in a row. Permuted input gives the same rows. The optimum is the cell of the least estimate: among many cells of equal truth that picks the luckiest, so its
 * saving leans to the high side by about the width of its interval. Yields often, so that the caller can pause in between.
 */
export function* compareCells(
  cells: readonly MeasuredCell[],
  options: ComparisonOptions = {},
): Generator<void, ComparisonRow[]> {
  const estimates = new Map((yield* estimateCells(cells)).map((estimate) => [estimate.cell, estimate]));
  const rows: ComparisonRow[] = [];
  for (const ofRow of yield* groupBy(yield* sortInSteps(cells, byRow), rowKey)) {
    const estimated = ofRow.flatMap((cell) => estimates.get(cell) ?? []);
    rows.push(yield* rowOf(ofRow[0]!, estimated, options));
    yield;
  }
  return rows;
}

function* rowOf(
  first: MeasuredCell,
  estimated: EstimatedCell[],
  options: ComparisonOptions,
): Generator<void, ComparisonRow> {
  const { device, deviceClass, workload, graphMode, inferences } = first;
  const { batchSize } = first.levels;
  const { objective = leastEnergy } = options;
  const summaries = estimated.map((e) => e.summary);
  const cells = yield* sortInSteps(summaries, byLevels);
  const best = cheapestCell(cells, objective);
  const optimum = estimated.find((e) => e.summary === best) ?? null;
  const dvfs = dvfsCell(estimated);
  return {
    ...{ device, deviceClass, workload, batchSize, graphMode, inferences, options: optionsOf(first.levels) },
    optimum: optimum?.summary ?? null,
    dvfs: dvfs?.summary ?? null,
    baseline: dvfs && baselineOf(dvfs),
    savingPct: optimum && dvfs && asSavingPct(same(optimum, dvfs) ?? energyRatioOnDevice(optimum, dvfs)),
    latencyCostPct: optimum && dvfs && asChangePct(same(optimum, dvfs) ?? ratioOf(optimum.duration, dvfs.duration)),
    cells,
  };
}

function baselineOf({ cell }: EstimatedCell): Baseline {
  return keepsLimits(cell.levels) ? 'stock' : 'dvfs';
}

/** A cell against itself: exactly 1. */
function same(a: EstimatedCell, b: EstimatedCell): Interval | null {
  return a === b ? { estimate: 1, low: 1, high: 1 } : null;
}

/**
 * The cell that leaves the device alone; of several, one within the limits in force before one that lifts them, which is what
 * nobody has who does nothing, and then the one with the device's own default governors.
 */
function dvfsCell(estimated: readonly EstimatedCell[]): EstimatedCell | null {
  const dvfs = estimated.filter(({ cell }) => leavesDeviceAlone(cell.levels));
  const lifted = ({ cell }: EstimatedCell): number => Number(!keepsLimits(cell.levels));
  const named = ({ cell }: EstimatedCell): number => countSet(cell.levels);
  return (
    dvfs.sort(
      (a, b) => lifted(a) - lifted(b) || named(a) - named(b) || compareText(a.cell.cellKey, b.cell.cellKey),
    )[0] ?? null
  );
}

function rowKey(cell: MeasuredCell): string {
  const { device, workload, graphMode, inferences, levels } = cell;
  return JSON.stringify([device, workload, levels.batchSize, graphMode, inferences, optionsOf(levels)]);
}

function byRow(a: MeasuredCell, b: MeasuredCell): number {
  return (
    compareText(a.device, b.device) ||
    compareText(a.workload, b.workload) ||
    a.levels.batchSize - b.levels.batchSize ||
    compareText(a.graphMode, b.graphMode) ||
    a.inferences - b.inferences ||
    compareOptions(optionsOf(a.levels), optionsOf(b.levels)) ||
    compareText(a.cellKey, b.cellKey)
  );
}

/** Rising clocks, cells of the governors first. */
function byLevels(a: CellSummary, b: CellSummary): number {
  return compareLevels(a.levels, b.levels) || compareText(a.cellKey, b.cellKey);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
