import type { DeviceClass } from '../device-class/device-class';
import type { KnownWorkload } from '../workload/known-workloads';
import type { StudyCell, StudyRun, StudySource } from './study-source';

/** What the study reads off one energy topology. */
export interface StudyTopology {
  cells: readonly StudyCell[];
  optimum: StudyCell;
  /** Under the board's own governors. */
  dvfs: StudyRun;
  savingPct: number;
}

/** The topology of a workload at a batch size; null: there are no cells, or none under governors. */
export function studyTopology(
  source: StudySource,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  batchSize: number,
): StudyTopology | null {
  const cells = wholeLines(source.cells(deviceClass, workload, batchSize));
  const dvfs = source.governed(deviceClass, workload, batchSize, {});
  return cells.length === 0 || dvfs === null ? null : topologyOfCells(cells, dvfs);
}

/** Cells of the CPU clocks that have all GPU clocks: a sweep along one clock leaves single cells between these lines. */
function wholeLines(cells: readonly StudyCell[]): StudyCell[] {
  const lengths = new Map<number, number>();
  for (const { cpuKhz } of cells) lengths.set(cpuKhz, (lengths.get(cpuKhz) ?? 0) + 1);
  const whole = Math.max(...lengths.values());
  return cells.filter(({ cpuKhz }) => lengths.get(cpuKhz) === whole);
}

export function topologyOfCells(cells: readonly StudyCell[], dvfs: StudyRun): StudyTopology {
  const optimum = leastEnergyCell(cells);
  return { cells, optimum, dvfs, savingPct: 100 * (1 - optimum.energyJ / dvfs.energyJ) };
}

/** Among many cells the least estimate is a lucky one: those within so many half-widths of their difference may be the least. */
const NEAR_HALF_WIDTHS = 1.5;

/** The cells that may be the least; where energies are known exactly, the optimum alone. */
export function nearOptimum({ cells, optimum }: StudyTopology): StudyCell[] {
  const limit = ({ doubt }: StudyCell): number => 1 + NEAR_HALF_WIDTHS * Math.hypot(doubt, optimum.doubt);
  return cells.filter((cell) => cell.energyJ <= optimum.energyJ * limit(cell));
}

/** Cells along the GPU's clock at the CPU clock of the optimum, ascending. */
export function gpuLine({ cells, optimum }: StudyTopology): StudyCell[] {
  return cells.filter((cell) => cell.cpuKhz === optimum.cpuKhz);
}

/** Cells along the CPU's clock at the GPU clock of the optimum, ascending. */
export function cpuLine({ cells, optimum }: StudyTopology): StudyCell[] {
  return cells.filter((cell) => cell.gpuHz === optimum.gpuHz);
}

/** By how much energy rises from the optimum to the highest GPU clock, in percent. */
export function riseToHighestGpuPct(topology: StudyTopology): number {
  const line = gpuLine(topology);
  return 100 * ((line[line.length - 1] ?? topology.optimum).energyJ / topology.optimum.energyJ - 1);
}

/** By how much energy rises from the optimum to the best cell at the highest GPU clock, in percent, with half of its interval. */
export function riseOfBest({ cells, optimum }: StudyTopology): { pct: number; doubtPct: number } {
  const highestHz = Math.max(...cells.map(({ gpuHz }) => gpuHz));
  const best = leastEnergyCell(cells.filter(({ gpuHz }) => gpuHz === highestHz));
  const ratio = best.energyJ / optimum.energyJ;
  return { pct: 100 * (ratio - 1), doubtPct: 100 * ratio * Math.hypot(best.doubt, optimum.doubt) };
}

/** Duration of a cell over that under DVFS, in percent. */
export function latencyOverDvfsPct({ dvfs }: StudyTopology, cell: StudyRun): number {
  return 100 * (cell.durationS / dvfs.durationS - 1);
}

/** Mean power under DVFS over that with both clocks pinned at their highest, in percent. */
export function powerOverHighestPct(topology: StudyTopology): number {
  return 100 * (topology.dvfs.powerW / highestCell(topology).powerW - 1);
}

/** By how much energy varies along each clock with the other at the optimum, in percent of the least. */
export function clockSensitivity(topology: StudyTopology): { cpuPct: number; gpuPct: number } {
  const variation = (line: StudyCell[]): number =>
    (100 * span(line.map((cell) => cell.energyJ))) / topology.optimum.energyJ;
  return { cpuPct: variation(cpuLine(topology)), gpuPct: variation(gpuLine(topology)) };
}

/** The cell of both highest clocks. */
export function highestCell({ cells, optimum }: StudyTopology): StudyCell {
  return cells[cells.length - 1] ?? optimum;
}

export function leastEnergyCell(cells: readonly StudyCell[]): StudyCell {
  return cells.reduce((least, cell) => (cell.energyJ < least.energyJ ? cell : least));
}

/** Highest less lowest of a series. */
export function span(numbers: readonly number[]): number {
  return Math.max(...numbers) - Math.min(...numbers);
}
