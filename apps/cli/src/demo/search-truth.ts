import type { OneSearchView } from '@joulefleet/contracts';
import type { TrueTopology } from '@joulefleet/core';

/** What a search found, beside what the twins' physics says. */
export interface SearchRegret {
  /** Energy of the cell that was found above the least of all cells, in percent; null: none was found. */
  regretPct: number | null;
  /** Clocks of the cell of least energy by the physics. */
  best: { cpuKhz: number; gpuHz: number };
}

/**
 * How far what a search of clocks found is from the true optimum.
 * @param topologies energies by the twins' physics.
 */
export function regretOf(
  { deviceClass, workload, cells, verdict }: OneSearchView,
  topologies: readonly TrueTopology[],
): SearchRegret {
  const truth = topologies.find((each) => each.deviceClass === deviceClass && each.workload === workload)!;
  const best = truth.cells.reduce((least, cell) => (cell.energyJ < least.energyJ ? cell : least));
  const chosen = cells.find(({ cell }) => cell === verdict.cell)?.levels;
  const found = truth.cells.find(({ cpuKhz, gpuHz }) => cpuKhz === chosen?.cpuKhz && gpuHz === chosen.gpuHz);
  const { cpuKhz, gpuHz } = best;
  return { regretPct: found ? (found.energyJ / best.energyJ - 1) * 100 : null, best: { cpuKhz, gpuHz } };
}
