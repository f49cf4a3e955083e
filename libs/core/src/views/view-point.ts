import type { ComparisonRow } from '../comparison/compare-cells';
import type { CellSummary } from '../comparison/measured-cell';
import type { FactorLevels } from '../factors/registry';
import type { WorkloadOptions } from '../factors/workload-options';
import { type Interval, scaleInterval } from '../statistics/interval';
import { isTooLowToRank, type Grade } from '../trust/grades';

/** What is executed on a device, and how, beside the batch size. */
export interface ViewSubject {
  device: string;
  deviceClass: string;
  workload: string;
  graphMode: string;
  inferences: number;
  /** What is counted as an inference: `inference`, or the unit that the campaign names. */
  unit: string;
  options: WorkloadOptions;
}

/** A cell by figures that compare over batch sizes and numbers of inferences. Intervals (95 %) are those of repetition. */
export interface ViewPoint {
  cellKey: string;
  batchSize: number;
  levels: FactorLevels;
  trials: number;
  /** Energy of the inference window by its inferences. */
  energyMj: Interval;
  /** Half of the 95 % coverage interval of that figure on its own, the meter included. */
  uncertaintyMj: number;
  /** Time of the inference window by its inferences. */
  timeMs: Interval;
  /** Latency: the same by its batches, pauses between them included. */
  batchMs: Interval;
  powerMw: Interval;
  /** How far its energy can be trusted. */
  grade: Grade;
  /** False: the grade is D or worse, too low to rank. */
  rankable: boolean;
}

export function subjectOf({
  device,
  deviceClass,
  workload,
  graphMode,
  inferences,
  unit,
  options,
}: ComparisonRow<CellSummary>): ViewSubject {
  return { device, deviceClass, workload, graphMode, inferences, unit, options };
}

export function pointOf({ batchSize, inferences }: ComparisonRow<CellSummary>, cell: CellSummary): ViewPoint {
  const { cellKey, levels, trials, energyMj, absoluteUncertaintyMj, durationMs, powerMw } = cell;
  const { grade } = cell.grade;
  return {
    ...{ cellKey, batchSize, levels, trials, powerMw, grade, rankable: !isTooLowToRank(grade) },
    energyMj: scaleInterval(energyMj, 1 / inferences),
    uncertaintyMj: absoluteUncertaintyMj / inferences,
    timeMs: scaleInterval(durationMs, 1 / inferences),
    batchMs: scaleInterval(durationMs, 1 / Math.ceil(inferences / batchSize)),
  };
}
