import type { ClockFactor } from './factor';
import { formatFrequency } from './format-frequency';

/** Two figures closer than this (0.05 %) are the same step, written with fewer digits. */
export const SAME_STEP_RATIO = 0.0005;
/** A level farther than this (5 %) from every step is left out. */
export const SNAP_RATIO = 0.05;

export interface SnappedLevels {
  /** Steps of the device's own table in Hz, ascending, `dvfs` last; no duplicates. */
  readonly levelsHz: readonly (number | 'dvfs')[];
  /** What was snapped or left out, in a reader's words. */
  readonly notes: readonly string[];
}

/** Whether a table has a level, to 0.05 %. */
export function hasLevel(tableHz: readonly number[], levelHz: number): boolean {
  return tableHz.some((stepHz) => Math.abs(stepHz - levelHz) <= levelHz * SAME_STEP_RATIO);
}

/** The steps of a table nearest to a level, nearest first. */
export function nearestSteps(tableHz: readonly number[], levelHz: number, count: number): number[] {
  return [...tableHz].sort((a, b) => Math.abs(a - levelHz) - Math.abs(b - levelHz) || a - b).slice(0, count);
}

/** Entries of a table inside a range, both ends included to 0.05 %. */
export function stepsInRange(tableHz: readonly number[], fromHz: number, toHz: number): number[] {
  const low = fromHz * (1 - SAME_STEP_RATIO);
  const high = toHz * (1 + SAME_STEP_RATIO);
  return ascending(tableHz).filter((stepHz) => stepHz >= low && stepHz <= high);
}

/** The levels of one factor on one device: its own steps only. `label` names the factor in notes. */
export function snapLevels(factor: ClockFactor, tableHz: readonly number[], label: string): SnappedLevels {
  if (factor.kind === 'all') return { levelsHz: ascending(tableHz), notes: [] };
  if (factor.kind === 'range') return snapRange(factor, tableHz, label);
  return snapList(factor.levelsHz, tableHz, label);
}

function snapRange(
  factor: Extract<ClockFactor, { kind: 'range' }>,
  tableHz: readonly number[],
  label: string,
): SnappedLevels {
  const inside = stepsInRange(tableHz, factor.fromHz, factor.toHz);
  const levelsHz = evenlySpaced(inside, factor.levels ?? inside.length);
  const span = `${formatFrequency(factor.fromHz)} to ${formatFrequency(factor.toHz)}`;
  if (inside.length === 0) return { levelsHz, notes: [`${label}: no step from ${span}`] };
  if (factor.levels !== null && inside.length < factor.levels) {
    return { levelsHz, notes: [`${label}: ${inside.length} of ${factor.levels} levels, no more steps from ${span}`] };
  }
  return { levelsHz, notes: [] };
}

/** `count` entries with equal steps of index between the first and the last, which are among them. */
function evenlySpaced(entries: readonly number[], count: number): number[] {
  if (count >= entries.length) return [...entries];
  const stride = (entries.length - 1) / Math.max(1, count - 1);
  const picked = new Set(Array.from({ length: count }, (_, index) => Math.round(index * stride)));
  return entries.filter((_, index) => picked.has(index));
}

function snapList(wanted: readonly (number | 'dvfs')[], tableHz: readonly number[], label: string): SnappedLevels {
  const steps = new Set<number>();
  const notes: string[] = [];
  for (const levelHz of ascending(wanted.filter((level) => level !== 'dvfs'))) {
    const [stepHz] = nearestSteps(tableHz, levelHz, 1);
    const farness = stepHz === undefined ? Infinity : Math.abs(stepHz - levelHz) / levelHz;
    if (stepHz === undefined || farness > SNAP_RATIO) {
      const nearest = stepHz === undefined ? 'no steps known' : `nearest ${formatFrequency(stepHz)}`;
      notes.push(`${label} ${formatFrequency(levelHz)} left out: ${nearest}`);
      continue;
    }
    if (farness > SAME_STEP_RATIO) {
      notes.push(`${label} ${formatFrequency(levelHz)} snapped to ${formatFrequency(stepHz)}`);
    }
    steps.add(stepHz);
  }
  const levelsHz: (number | 'dvfs')[] = ascending([...steps]);
  if (wanted.includes('dvfs')) levelsHz.push('dvfs');
  return { levelsHz, notes };
}

function ascending(figures: readonly number[]): number[] {
  return [...new Set(figures)].sort((a, b) => a - b);
}
