import type { FactorLevels } from '../factors/registry';
import { optionsOf, type WorkloadOptions } from '../factors/workload-options';
import type { Cell, CellWork } from '../sweep/cell';
import { workKey } from '../sweep/work-key';
import { cyclePeriod, planPeriod } from './plan-period';

/** How long accepted trials of one cell took. */
export interface KnownWindow extends CellWork {
  readonly deviceClass: string;
  /** A factor that joined after the cell is not among them. */
  readonly levels: Partial<FactorLevels>;
  /** Of the measured window. */
  readonly msPerInference: number;
  /** Half of the time that one reading of the class's sensor stands for; of an averaging one that is its cycle. */
  readonly averagingMs: number;
}

export interface Sampling {
  readonly mode: 'batch-aware' | 'dither' | 'fixed';
  readonly periodMs: number;
}

/** Cells of one workload, executed in one way, on a class whose windows will be too short; figures of the shortest one. */
export interface ShortWindows {
  deviceClass: string;
  workload: string;
  batchSize: number;
  graphMode: string;
  options: WorkloadOptions;
  cells: number;
  windowMs: number;
  samples: number;
  /** With a fifth to spare. */
  inferencesNeeded: number;
}

export interface WindowEstimates {
  short: ShortWindows[];
  /** Per class: cells like which nothing was accepted yet, of how many. */
  unknown: { deviceClass: string; cells: number; of: number }[];
}

const SPARE = 1.2;

/**
 * Which cells will have fewer samples than the check `enough_samples` asks for. The time of an inference is that of accepted trials
 * with the same workload and levels on the same class, with any number of inferences; of other cells nothing is claimed.
 * Yields often.
 *
 * @param minSamples that the check asks for.
 */
export function* findShortWindows(
  cells: readonly Cell[],
  sampling: Sampling,
  minSamples: number,
  known: readonly KnownWindow[],
): Generator<void, WindowEstimates> {
  const windows = new Map<string, KnownWindow>();
  for (const window of known) {
    const key = workKey(window.deviceClass, window, window.levels);
    const other = windows.get(key);
    if (!other || window.msPerInference < other.msPerInference) windows.set(key, window);
    yield;
  }
  const short = new Map<string, ShortWindows>();
  const unknown = new Map<string, { deviceClass: string; cells: number; of: number }>();
  for (const cell of cells) {
    yield;
    const { deviceClass } = cell;
    const count = unknown.get(deviceClass) ?? { deviceClass, cells: 0, of: 0 };
    unknown.set(deviceClass, count);
    count.of++;
    const window = windows.get(workKey(deviceClass, cell.levels, cell.levels));
    if (!window) count.cells++;
    else note(short, cell, minSamples, estimate(cell, sampling, minSamples, window));
  }
  return { short: [...short.values()], unknown: [...unknown.values()].filter((count) => count.cells > 0) };
}

type Estimate = Pick<ShortWindows, 'windowMs' | 'samples' | 'inferencesNeeded'>;

/** Samples wholly inside the window: the first and the last `averagingMs` of it are lost to them (`selectInside`). */
function estimate(
  { levels }: Cell,
  sampling: Sampling,
  minSamples: number,
  { msPerInference, averagingMs }: KnownWindow,
): Estimate {
  const periodMs = longestPeriodMs(sampling, msPerInference * levels.batchSize, averagingMs);
  const windowMs = levels.inferences * msPerInference;
  return {
    windowMs,
    samples: Math.max(0, Math.floor((windowMs - 2 * averagingMs) / periodMs)),
    inferencesNeeded: Math.ceil((SPARE * (minSamples * periodMs + 2 * averagingMs)) / msPerInference),
  };
}

/**
 * Batch-aware sampling reads a sensor that averages once a cycle, of the length of what a reading stands for; without cycles it falls back to a mean of the asked
 * period where batches are not steady.
 */
function longestPeriodMs({ mode, periodMs }: Sampling, batchMs: number, cycleMs: number): number {
  if (mode !== 'batch-aware') return periodMs;
  const cycleUs = cyclePeriod(cycleMs * 1000, periodMs * 1000);
  if (cycleUs !== null) return cycleUs / 1000;
  return Math.max(periodMs, planPeriod(batchMs * 1000, periodMs * 1000) / 1000);
}

function note(
  short: Map<string, ShortWindows>,
  { deviceClass, levels }: Cell,
  minSamples: number,
  found: Estimate,
): void {
  if (found.samples >= minSamples) return;
  const { workload, batchSize, graphMode } = levels;
  const work = { workload, batchSize, graphMode, options: optionsOf(levels) };
  const key = JSON.stringify([deviceClass, work]);
  const before = short.get(key);
  const worst = !before || found.inferencesNeeded > before.inferencesNeeded ? found : before;
  const { windowMs, samples, inferencesNeeded } = worst;
  const cells = (before?.cells ?? 0) + 1;
  short.set(key, { deviceClass, ...work, cells, windowMs, samples, inferencesNeeded });
}
