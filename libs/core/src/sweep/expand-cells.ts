import type { Cell, CellLevels, Clock } from './cell';
import { compareCells } from './compare-cells';
import { cellKey } from './cell-key';
import { sortInSteps } from './sort-in-steps';
import type { DeviceLevels } from './levels-on-device';
import type { SweepSpec } from './sweep-spec';

/**
 * All combinations of one device's levels plus the DVFS cell of each workload and batch size (`baseline: dvfs`), each
 * cell once, in a canonical order. Yields after each cell, so that the caller can pause in between.
 */
export function* expandCells(spec: SweepSpec, deviceClass: string, levels: DeviceLevels): Generator<void, Cell[]> {
  const cells = new Map<string, Cell>();
  for (const combination of combine(spec, levels)) {
    const key = cellKey(deviceClass, combination);
    cells.set(key, { cellKey: key, deviceClass, levels: combination });
    yield;
  }
  return yield* sortInSteps([...cells.values()], compareCells);
}

/** How many combinations `expandCells` goes through, without building any. */
export function countCombinations(spec: SweepSpec, levels: DeviceLevels): number {
  const settings = (clocks: readonly Clock[], governors: readonly unknown[]): number =>
    clocks.reduce((sum: number, clock) => sum + (clock === 'dvfs' ? governors.length : 1), 0);
  const pinned = settings(levels.gpuHz, levels.gpuGovernor) * settings(levels.cpuKhz, levels.cpuGovernor);
  const baseline = spec.baseline === 'dvfs' ? 1 : 0;
  return levels.workloads.length * levels.batchSize.length * (pinned + baseline);
}

function* combine(spec: SweepSpec, levels: DeviceLevels): Generator<CellLevels> {
  for (const workload of levels.workloads) {
    for (const batchSize of levels.batchSize) {
      const point = {
        workload: workload.name,
        command: workload.command,
        graphMode: workload.graph,
        batchSize,
        inferences: spec.inferences,
      };
      for (const clocks of clockCombinations(levels, spec.baseline)) yield { ...point, ...clocks };
    }
  }
}

type Clocks = Pick<CellLevels, 'cpuKhz' | 'gpuHz' | 'cpuGovernor' | 'gpuGovernor'>;

function* clockCombinations(levels: DeviceLevels, baseline: SweepSpec['baseline']): Generator<Clocks> {
  if (baseline === 'dvfs') yield { cpuKhz: 'dvfs', gpuHz: 'dvfs', cpuGovernor: null, gpuGovernor: null };
  for (const gpuHz of levels.gpuHz) {
    for (const gpuGovernor of governorsAt(gpuHz, levels.gpuGovernor)) {
      for (const cpuKhz of levels.cpuKhz) {
        for (const cpuGovernor of governorsAt(cpuKhz, levels.cpuGovernor)) {
          yield { cpuKhz, gpuHz, cpuGovernor, gpuGovernor };
        }
      }
    }
  }
}

/** A pinned clock has no governor to vary. */
function governorsAt(clock: Clock, governors: readonly (string | null)[]): readonly (string | null)[] {
  return clock === 'dvfs' ? governors : [null];
}
