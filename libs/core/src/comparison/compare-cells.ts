import { countSet, keepsLimits, leavesDeviceAlone, levelOrder } from '../factors/factor-levels';
import type { FactorLevels } from '../factors/registry';
import { compareOptions, INFERENCE, optionsOf, type WorkloadOptions } from '../factors/workload-options';
import { compareText } from '../text/compare-text';
import { asChangePct, asSavingPct, type Interval, intervalFromLog } from '../statistics/interval';
import { energyRatioOnDevice, ratioOf } from './compare-figures';
import { sortInSteps } from '../sweep/sort-in-steps';
import { estimateCells } from './estimate-cells';
import type { EstimatedCell } from './estimated-cell';
import { groupBy } from './group-by';
import { LeastOfRow } from './least-of-row';
import { luckOfChoice } from './luck-of-choice';
import type { DigestedCell } from './measured-cell';
import type { Baseline } from '../sweep/sweep-spec';
import { cheapestCell } from './rank-cells';

/** One device and workload, executed in one way: the optimum against the baseline. */
export interface ComparisonRow<Cell = EstimatedCell> {
  device: string;
  deviceClass: string;
  workload: string;
  batchSize: number;
  graphMode: string;
  inferences: number;
  /** What is counted as an inference: `inference`, or the unit that the campaign names, such as `token`. */
  unit: string;
  options: WorkloadOptions;
  /** The cell of least energy; null without an accepted trial. */
  optimum: Cell | null;
  /** The baseline: the device left to its governors. */
  dvfs: Cell | null;
  /** Whether the baseline keeps the limits in force (`stock`) or spans the whole tables; null without one. */
  baseline: Baseline | null;
  /** 100 (1 - optimum / DVFS), energy, by the trials that chose the optimum: too high where many cells are about equal. */
  savingPct: Interval | null;
  /** The same without the luck of the choice (`luckOfChoice`); null where the optimum has a single trial. */
  correctedSavingPct: Interval | null;
  /** How many cells may be the one of least energy, the optimum included. */
  nearOptimum: number;
  /** 100 (optimum / DVFS - 1), duration of the inference window. */
  latencyCostPct: Interval | null;
  /** All cells with an accepted trial, by clocks. */
  cells: Cell[];
}

/**
 * Compares the cells of each device and workload that differ in the point of the device alone: batch size, graph mode, number of
 * inferences and options are the same in a row. Permuted input gives the same rows. The optimum is the cell of the least
 * estimate. Yields often, so that the caller can pause in between.
 */
export function* compareCells(cells: readonly DigestedCell[]): Generator<void, ComparisonRow[]> {
  const estimates = new Map<DigestedCell, EstimatedCell>();
  for (const estimate of yield* estimateCells(cells)) estimates.set(estimate.cell, estimate);
  const rows: ComparisonRow[] = [];
  const groups = yield* groupBy(cells, rowKeys());
  for (const ofRow of groups.sort(([a], [b]) => byRow(a!, b!))) {
    const estimated = ofRow.flatMap((cell) => estimates.get(cell) ?? []);
    rows.push(yield* rowOf(ofRow[0]!, estimated));
    yield;
  }
  return rows;
}

function* rowOf(first: DigestedCell, estimated: EstimatedCell[]): Generator<void, ComparisonRow> {
  const { device, deviceClass, workload, graphMode, inferences, unit = INFERENCE } = first;
  const { batchSize } = first.levels;
  const least = new LeastOfRow(estimated);
  for (const cell of estimated) cell.leastOfRow = least;
  const cells = yield* sortInSteps(estimated, byLevels(first.levels));
  const optimum = cheapestCell(cells);
  const dvfs = dvfsCell(cells);
  return {
    ...{ device, deviceClass, workload, batchSize, graphMode, inferences, unit, options: optionsOf(first.levels) },
    ...{ optimum, dvfs },
    baseline: dvfs && baselineOf(dvfs),
    savingPct: optimum && dvfs && asSavingPct(same(optimum, dvfs) ?? energyRatioOnDevice(optimum, dvfs)),
    correctedSavingPct: optimum && dvfs && (yield* correctedSaving(estimated, { optimum, dvfs })),
    nearOptimum: least.by('energy').size,
    latencyCostPct: optimum && dvfs && asChangePct(same(optimum, dvfs) ?? ratioOf(optimum.duration, dvfs.duration)),
    cells,
  };
}

/** The saving without the luck of the choice. The correction is as uncertain as it is large: that widens the interval. */
function* correctedSaving(
  estimated: readonly EstimatedCell[],
  { optimum, dvfs }: { optimum: EstimatedCell; dvfs: EstimatedCell },
): Generator<void, Interval | null> {
  if (optimum === dvfs) return asSavingPct(same(optimum, dvfs)!);
  const measured = estimated.map(({ cell }) => cell);
  const luck = yield* luckOfChoice(measured, optimum.cell);
  if (luck === null) return null;
  const { estimate, low, high } = energyRatioOnDevice(optimum, dvfs);
  const halfWidth = Math.hypot(Math.log(high / low) / 2, luck);
  return asSavingPct(intervalFromLog(Math.log(estimate) + luck, halfWidth));
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

/** What the cells of a row have in common. Cells share their levels with those of other workloads, so that these are looked at once. */
function rowKeys(): (cell: DigestedCell) => string {
  const known = new Map<FactorLevels, string>();
  return ({ device, workload, graphMode, inferences, levels }) => {
    const ofLevels = known.get(levels) ?? JSON.stringify([levels.batchSize, optionsOf(levels)]);
    known.set(levels, ofLevels);
    return [device, workload, graphMode, inferences, ofLevels].join('\n');
  };
}

function byRow(a: DigestedCell, b: DigestedCell): number {
  return (
    compareText(a.device, b.device) ||
    compareText(a.workload, b.workload) ||
    a.levels.batchSize - b.levels.batchSize ||
    compareText(a.graphMode, b.graphMode) ||
    a.inferences - b.inferences ||
    compareOptions(optionsOf(a.levels), optionsOf(b.levels))
  );
}

/** Rising clocks, cells of the governors first. */
function byLevels(first: FactorLevels): (a: EstimatedCell, b: EstimatedCell) => number {
  const order = levelOrder(first);
  return (a, b) => order(a.levels, b.levels) || compareText(a.cellKey, b.cellKey);
}
