import type { Cell, Clock } from './cell';

/** Canonical order: workload, graph mode, batch size, GPU clock, CPU clock; anything else by key. */
export function compareCells(a: Cell, b: Cell): number {
  return (
    compareText(a.levels.workload, b.levels.workload) ||
    compareText(a.levels.graphMode, b.levels.graphMode) ||
    a.levels.batchSize - b.levels.batchSize ||
    compareClock(a.levels.gpuHz, b.levels.gpuHz) ||
    compareClock(a.levels.cpuKhz, b.levels.cpuKhz) ||
    compareText(a.cellKey, b.cellKey)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Ascending, DVFS behind every frequency. */
function compareClock(a: Clock, b: Clock): number {
  if (a === b) return 0;
  if (a === 'dvfs') return 1;
  return b === 'dvfs' ? -1 : a - b;
}
