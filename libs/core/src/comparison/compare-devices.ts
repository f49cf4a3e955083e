import { type Interval, intervalFromLog } from '../statistics/interval';
import type { WorkloadOptions } from '../factors/workload-options';
import type { ComparisonRow } from './compare-cells';
import { comparedGrades, type ComparedGrades } from './rank-by-grade';
import { groupBy } from './group-by';
import type { CellSummary } from './measured-cell';

/** Energy and duration of one device over another. */
export interface DeviceRatio extends ComparedGrades {
  workload: string;
  batchSize: number;
  graphMode: string;
  inferences: number;
  options: WorkloadOptions;
  device: string;
  against: string;
  at: 'optimum' | 'dvfs';
  energyRatio: Interval;
  durationRatio: Interval;
}

/**
 * Each device over each later one in the rows, for the same workload, batch size, graph mode, number of inferences and options: each
 * at its own optimum, and under DVFS. Two devices have two sensors, so nothing cancels: the interval of the energy ratio is
 * the 95 % one of both absolute uncertainties. The pairs grow with the square of the devices: no more than `most` ratios are
 * made, the others are counted. Yields often.
 */
export function* compareDevices(
  rows: readonly ComparisonRow[],
  most = Infinity,
): Generator<void, { ratios: DeviceRatio[]; leftOut: number }> {
  const key = ({ workload, batchSize, graphMode, inferences, options }: ComparisonRow): string =>
    JSON.stringify([workload, batchSize, graphMode, inferences, options]);
  const ratios: DeviceRatio[] = [];
  let leftOut = 0;
  for (const group of yield* groupBy(rows, key)) {
    for (const [i, row] of group.entries()) {
      for (const against of group.slice(i + 1)) {
        const points = POINTS.filter((at) => row[at] && against[at]);
        const kept = points.slice(0, most - ratios.length);
        ratios.push(...kept.map((at) => ratioAt(at, row, against)));
        leftOut += points.length - kept.length;
        yield;
      }
    }
  }
  return { ratios, leftOut };
}

const POINTS = ['optimum', 'dvfs'] as const;

/** At a point that both have. */
function ratioAt(at: DeviceRatio['at'], row: ComparisonRow, against: ComparisonRow): DeviceRatio {
  const { workload, batchSize, graphMode, inferences, options, device } = row;
  const [cell, other] = [row[at]!, against[at]!];
  const ratios = { energyRatio: energyRatio(cell, other), durationRatio: durationRatio(cell, other) };
  const work = { workload, batchSize, graphMode, inferences, options };
  const grades = comparedGrades(cell.grade.grade, other.grade.grade);
  return { ...work, device, against: against.device, at, ...ratios, ...grades };
}

function energyRatio(cell: CellSummary, against: CellSummary): Interval {
  const share = (c: CellSummary): number => c.absoluteUncertaintyMj / c.energyMj.estimate;
  return ratio(cell.energyMj, against.energyMj, Math.hypot(share(cell), share(against)));
}

/** Clocks tell time to parts in a million: only repetition counts. */
function durationRatio(cell: CellSummary, against: CellSummary): Interval {
  const halfWidth = ({ durationMs }: CellSummary): number => Math.log(durationMs.high / durationMs.estimate);
  return ratio(cell.durationMs, against.durationMs, Math.hypot(halfWidth(cell), halfWidth(against)));
}

function ratio(figure: Interval, against: Interval, halfWidth: number): Interval {
  return intervalFromLog(Math.log(figure.estimate / against.estimate), halfWidth);
}
