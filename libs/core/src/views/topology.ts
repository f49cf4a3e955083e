import type { ComparisonRow } from '../comparison/compare-cells';
import { groupedBy } from '../comparison/group-by';
import type { CellSummary } from '../comparison/measured-cell';
import { cheapestCell, type RankedCell } from '../comparison/rank-cells';
import { describeOtherSetting, otherSettingOf } from '../factors/setting-of';
import { type Interval, scaleInterval } from '../statistics/interval';
import { isTooLowToRank, type Grade } from '../trust/grades';
import type { TrustGrade } from '../trust/trust-grade';
import { comparedGrades, type ComparedGrades } from '../comparison/rank-by-grade';
import { axisTrend, type AxisTrend } from './axis-trend';

/** What a surface may show. */
export const TOPOLOGY_METRICS = ['energy', 'latency', 'power'] as const;
export type TopologyMetric = (typeof TOPOLOGY_METRICS)[number];

/** Distances from the optimum for which flatness is given, in percent. */
const FLATNESS_PCT = [1, 2, 5] as const;

/** A cell with both clocks pinned. */
export interface TopologyCell {
  cellKey: string;
  cpuHz: number;
  gpuHz: number;
  trials: number;
  /** With its 95 % interval of repetition. */
  value: Interval;
  /** Of its estimate above that of the optimum. */
  aboveOptimumPct: number;
  /** Whether it may be the best cell of its row by this metric, with 95 % confidence that the set of these holds it. */
  mayBeBest: boolean;
  /** How far its energy can be trusted. */
  grade: Grade;
}

/** One metric over CPU and GPU clock, all else equal. */
export interface TopologySurface {
  /** Levels of the device's other factors, where they are not the usual ones; empty: all are. */
  setting: string;
  /** Clocks that were measured, ascending. */
  cpuHz: number[];
  gpuHz: number[];
  cells: TopologyCell[];
  /** The least estimate of the surface. */
  optimum: TopologyCell;
  /** Of the optimum, with its reasons. */
  optimumGrade: TrustGrade;
  /** False: the optimum or a cell that may be the best has a grade of D or worse, so which one is best is not known. */
  rankable: boolean;
  /** Cells with a grade of D or worse. */
  tooLow: number;
  /** How many of its cells may be the best of their row. */
  nearOptimum: number;
  /** Share of the surface's cells whose estimate is at most so much above the optimum's. */
  flatness: { withinPct: number; cells: number; sharePct: number }[];
  /** By axis; without an axis of a single clock. */
  trends: AxisTrend[];
}

/** Energy per inference in mJ, latency as the mean time of a batch in ms, mean power in mW. */
export function metricOf(
  row: Pick<ComparisonRow, 'inferences' | 'batchSize'>,
  cell: CellSummary,
  metric: TopologyMetric,
): Interval {
  if (metric === 'power') return cell.powerMw;
  if (metric === 'energy') return scaleInterval(cell.energyMj, 1 / row.inferences);
  return scaleInterval(cell.durationMs, 1 / Math.ceil(row.inferences / row.batchSize));
}

/** Of what a saving is made from; null without a baseline. */
export function savingGrades({ optimum, dvfs }: Pick<ComparisonRow, 'optimum' | 'dvfs'>): ComparedGrades | null {
  return optimum && dvfs && comparedGrades(optimum.grade.grade, dvfs.grade.grade);
}

/** The surfaces of a row: one for each setting of the device's other factors. Cells with a clock left to a governor are on none. */
export function topologyOf(row: ComparisonRow, metric: TopologyMetric): TopologySurface[] {
  const held = row.cells.filter(
    ({ levels: { cpuKhz, gpuHz } }) => typeof cpuKhz === 'number' && typeof gpuHz === 'number',
  );
  const surfaces = groupedBy(held, ({ levels }) => otherSettingOf(levels));
  return [...surfaces.values()].map((cells) => surfaceOf(row, cells, metric));
}

function surfaceOf(row: ComparisonRow, found: readonly CellSummary[], metric: TopologyMetric): TopologySurface {
  const values = new Map<RankedCell, Interval>(found.map((cell) => [cell, metricOf(row, cell, metric)]));
  const best = cheapestCell(found, (cell) => values.get(cell)!.estimate)!;
  const least = values.get(best)!.estimate;
  const cells = found.map((cell): TopologyCell => {
    const value = values.get(cell)!;
    return {
      cellKey: cell.cellKey,
      cpuHz: 1000 * (cell.levels.cpuKhz as number),
      gpuHz: cell.levels.gpuHz as number,
      trials: cell.trials,
      value,
      aboveOptimumPct: 100 * (value.estimate / least - 1),
      mayBeBest: cell[MAY_BE[metric]],
      grade: cell.grade.grade,
    };
  });
  const [cpuHz, gpuHz] = [clocksOf(cells, 'cpuHz'), clocksOf(cells, 'gpuHz')];
  const optimum = cells[found.indexOf(best)]!;
  const tooLow = cells.filter(({ grade }) => isTooLowToRank(grade));
  return {
    ...{ setting: describeOtherSetting(best.levels), cpuHz, gpuHz, cells },
    ...{ optimum, optimumGrade: best.grade, tooLow: tooLow.length },
    rankable: !tooLow.some((cell) => cell === optimum || cell.mayBeBest),
    nearOptimum: cells.filter(({ mayBeBest }) => mayBeBest).length,
    flatness: FLATNESS_PCT.map((withinPct) => flatnessOf(cells, withinPct)),
    trends: trendsOf(cells, cpuHz, gpuHz),
  };
}

const MAY_BE = { energy: 'mayBeOptimum', latency: 'mayBeFastest', power: 'mayBeLeastPower' } as const;

function flatnessOf(cells: readonly TopologyCell[], withinPct: number): TopologySurface['flatness'][number] {
  const near = cells.filter(({ aboveOptimumPct }) => aboveOptimumPct <= withinPct).length;
  return { withinPct, cells: near, sharePct: (100 * near) / cells.length };
}

function trendsOf(cells: readonly TopologyCell[], cpuHz: readonly number[], gpuHz: readonly number[]): AxisTrend[] {
  const values = new Map(cpuHz.map((cpu) => [cpu, new Map<number, Interval>()]));
  for (const cell of cells) values.get(cell.cpuHz)!.set(cell.gpuHz, cell.value);
  const at = (cpu: number, gpu: number): Interval | null => values.get(cpu)!.get(gpu) ?? null;
  return [
    axisTrend(
      'cpu',
      gpuHz.map((gpu) => cpuHz.map((cpu) => at(cpu, gpu))),
    ),
    axisTrend(
      'gpu',
      cpuHz.map((cpu) => gpuHz.map((gpu) => at(cpu, gpu))),
    ),
  ].filter(({ pairs }) => pairs > 0);
}

function clocksOf(cells: readonly TopologyCell[], axis: 'cpuHz' | 'gpuHz'): number[] {
  return [...new Set(cells.map((cell) => cell[axis]))].sort((a, b) => a - b);
}
