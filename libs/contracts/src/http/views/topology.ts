import * as z from 'zod';
import { comparedGrades, grade, trustGrade } from '../grade';
import { interval } from '../interval';
import { governedClock } from '../report';
import { viewFilter, viewHead, viewSubject } from './view';

export const topologyQuery = z.strictObject({
  ...viewFilter,
  /** Energy per inference, latency per batch, or mean power. */
  metric: z.enum(['energy', 'latency', 'power']).default('energy'),
});

/** A cell with both clocks pinned. */
export const topologyCell = z.object({
  cellKey: z.string(),
  cpuHz: z.number(),
  gpuHz: z.number(),
  trials: z.number().int(),
  /** In the unit of the view, with its 95 % interval of repetition. */
  value: interval,
  /** Of its estimate above the optimum's. */
  aboveOptimumPct: z.number(),
  /** Whether it may be the best cell of its row by the metric: the set of these cells holds it with a confidence of 95 %. */
  mayBeBest: z.boolean(),
  /** Of its energy; D or worse is too low to rank. */
  grade,
});

/** How the metric moves along one clock with the other one held. */
export const axisTrend = z.object({
  axis: z.enum(['cpu', 'gpu']),
  /** Neighbouring clocks that were both measured, and those between which the metric rises or falls significantly. */
  pairs: z.number().int(),
  rising: z.number().int(),
  falling: z.number().int(),
  /** By the directions that more pairs go than chance explains (2.5 % each). */
  direction: z.enum(['rising', 'falling', 'mixed', 'flat']).nullable(),
  /** Mean of Spearman's rank correlations with the clock; null without a complete line of three clocks. */
  rankCorrelation: z.number().nullable(),
  /** Page's test of no trend. */
  pValue: z.number().nullable(),
});

/** One metric over CPU and GPU clock, all else equal. */
export const topologySurface = z.object({
  ...viewSubject,
  batchSize: z.number().int(),
  /** Levels of the device's other factors, where they are not the usual ones. */
  setting: z.string(),
  /** Clocks that were measured, ascending. */
  cpuHz: z.array(z.number()),
  gpuHz: z.array(z.number()),
  /** Empty where the answer would be too large. */
  cells: z.array(topologyCell),
  measured: z.number().int(),
  /** The cell of the least estimate. */
  optimum: topologyCell,
  optimumGrade: trustGrade,
  /** False: the optimum or a cell that may be the best has a grade of D or worse, so which one is best is not known. */
  rankable: z.boolean(),
  /** Cells with a grade of D or worse. */
  tooLow: z.number().int(),
  /** How many cells may be the best one. */
  nearOptimum: z.number().int(),
  /** Cells whose estimate is at most so much above the optimum's. */
  flatness: z.array(z.object({ withinPct: z.number(), cells: z.number().int(), sharePct: z.number() })),
  trends: z.array(axisTrend),
  /** `stock`: within the limits in force; `dvfs`: over the whole tables; null: no baseline was measured. */
  baseline: z.enum(['stock', 'dvfs']).nullable(),
  /** The baseline by the metric. */
  baselineValue: interval.nullable(),
  /** Energy of the row's optimum of energy below that of the baseline: by the trials that chose it, and without the luck of the choice. */
  savingPct: interval.nullable(),
  correctedSavingPct: interval.nullable(),
  /** Of the optimum of energy over the baseline; null: there is no baseline. */
  savingGrades: comparedGrades.nullable(),
  /** Time that this costs. */
  latencyCostPct: interval.nullable(),
  /** Where the governors of the baseline held the clocks. */
  residency: z.array(governedClock),
});

export const topologyView = z.object({
  ...viewHead,
  metric: z.enum(['energy', 'latency', 'power']),
  /** Energy is per inference, or per unit that the workload counts; latency is per batch. */
  metricUnit: z.enum(['mJ', 'ms', 'mW']),
  surfaces: z.array(topologySurface),
  /** Surfaces that are not shown, and cells of those that are. */
  leftOut: z.object({ surfaces: z.number().int(), cells: z.number().int() }),
});

export type TopologyQuery = z.infer<typeof topologyQuery>;
export type TopologySurfaceView = z.infer<typeof topologySurface>;
export type TopologyView = z.infer<typeof topologyView>;
