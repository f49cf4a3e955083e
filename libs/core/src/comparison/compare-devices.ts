import type { Interval } from '../statistics/interval';
import type { WorkloadOptions } from '../factors/workload-options';
import { countedCell, energyRatioAcross, timeRatio } from './cell-ratios';
import type { ComparisonRow } from './compare-cells';
import { comparedGrades, type ComparedGrades } from './rank-by-grade';
import { groupBy } from './group-by';

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
  const [a, b] = [countedCell(row, cell), countedCell(against, other)];
  const ratios = { energyRatio: energyRatioAcross(a, b), durationRatio: timeRatio(a, b) };
  const work = { workload, batchSize, graphMode, inferences, options };
  const grades = comparedGrades(cell.grade.grade, other.grade.grade);
  return { ...work, device, against: against.device, at, ...ratios, ...grades };
}
