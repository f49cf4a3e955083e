import type { Clock, ClockFactor } from './factor';
import { formatFrequency } from './format-frequency';

/** Two figures closer than this (0.05 %) are the same step, written with fewer digits. */
const SAME_STEP_RATIO = 0.0005;
/** A level farther than this (5 %) from every step is left out. */
const SNAP_RATIO = 0.05;

export interface SnappedLevels {
  /** Steps of the device's own table in Hz, ascending, `stock` and `dvfs` last; no duplicates. */
  readonly levelsHz: readonly Clock[];
  /** What was snapped or left out, in a reader's words. */
  readonly notes: readonly string[];
}

/** The step that a figure stands for: the nearest one, if it is within 5 %; null: none. */
export function stepFor(tableHz: readonly number[], levelHz: number): number | null {
  const [stepHz] = nearestSteps(tableHz, levelHz, 1);
  return stepHz !== undefined && Math.abs(stepHz - levelHz) <= levelHz * SNAP_RATIO ? stepHz : null;
}

/** The steps of a table nearest to a level, nearest first. */
export function nearestSteps(tableHz: readonly number[], levelHz: number, count: number): number[] {
  return [...tableHz].sort((a, b) => Math.abs(a - levelHz) - Math.abs(b - levelHz) || a - b).slice(0, count);
}

/**
 * Entries of a table inside a range, both ends included. An end stands for the step that it stands for in a list, also where that
 * lies just outside: tools print frequencies cut to whole MHz.
 */
export function stepsInRange(tableHz: readonly number[], fromHz: number, toHz: number): number[] {
  const lowHz = Math.min(fromHz, stepFor(tableHz, fromHz) ?? fromHz);
  const highHz = Math.max(toHz, stepFor(tableHz, toHz) ?? toHz);
  return ascending(tableHz).filter((stepHz) => stepHz >= lowHz && stepHz <= highHz);
}

/** The levels of one factor on one device: its own steps only. `label` names the factor in notes. */
export function snapLevels(factor: ClockFactor, tableHz: readonly number[], label: string): SnappedLevels {
  if (factor.kind === 'all') return { levelsHz: everyNth(ascending(tableHz), factor.every), notes: [] };
  if (factor.kind === 'range') return snapRange(factor, tableHz, label);
  return snapList(factor.levelsHz, tableHz, label);
}

function snapRange(
  factor: Extract<ClockFactor, { kind: 'range' }>,
  tableHz: readonly number[],
  label: string,
): SnappedLevels {
  const inside = everyNth(stepsInRange(tableHz, factor.fromHz, factor.toHz), factor.every);
  const levelsHz = evenlySpaced(inside, factor.levels ?? inside.length);
  const span = `${formatFrequency(factor.fromHz)} to ${formatFrequency(factor.toHz)}`;
  if (inside.length === 0) return { levelsHz, notes: [`${label}: no step from ${span}`] };
  const notes = outsideNotes(factor, inside, label);
  if (factor.levels !== null && inside.length < factor.levels) {
    notes.push(`${label}: ${inside.length} of ${factor.levels} levels, no more steps from ${span}`);
  }
  return { levelsHz, notes };
}

/** The ends that stand for a step outside the range; figures with fewer digits need no word. */
function outsideNotes(
  { fromHz, toHz }: Extract<ClockFactor, { kind: 'range' }>,
  inside: readonly number[],
  label: string,
): string[] {
  const ends = [
    { endHz: fromHz, stepHz: inside[0]!, outside: inside[0]! < fromHz },
    { endHz: toHz, stepHz: inside.at(-1)!, outside: inside.at(-1)! > toHz },
  ];
  return ends
    .filter(({ endHz, stepHz, outside }) => outside && Math.abs(stepHz - endHz) > endHz * SAME_STEP_RATIO)
    .map(({ endHz, stepHz }) => `${label} ${formatFrequency(endHz)} snapped to ${formatFrequency(stepHz)}`);
}

/** Each n-th entry, the first among them. */
function everyNth(entries: readonly number[], every = 1): number[] {
  return entries.filter((_, index) => index % every === 0);
}

/** `count` entries with equal steps of index between the first and the last, which are among them. */
function evenlySpaced(entries: readonly number[], count: number): number[] {
  if (count >= entries.length) return [...entries];
  const stride = (entries.length - 1) / Math.max(1, count - 1);
  const picked = new Set(Array.from({ length: count }, (_, index) => Math.round(index * stride)));
  return entries.filter((_, index) => picked.has(index));
}

function snapList(wanted: readonly Clock[], tableHz: readonly number[], label: string): SnappedLevels {
  const steps = new Set<number>();
  const notes: string[] = [];
  for (const levelHz of ascending(wanted.filter((level) => typeof level === 'number'))) {
    const stepHz = stepFor(tableHz, levelHz);
    if (stepHz === null) {
      const [nearestHz] = nearestSteps(tableHz, levelHz, 1);
      const nearest = nearestHz === undefined ? 'no steps known' : `nearest ${formatFrequency(nearestHz)}`;
      notes.push(`${label} ${formatFrequency(levelHz)} left out: ${nearest}`);
      continue;
    }
    if (Math.abs(stepHz - levelHz) > levelHz * SAME_STEP_RATIO) {
      notes.push(`${label} ${formatFrequency(levelHz)} snapped to ${formatFrequency(stepHz)}`);
    }
    if (steps.has(stepHz)) notes.push(`${label} ${formatFrequency(stepHz)} is named twice`);
    steps.add(stepHz);
  }
  const governed = (['stock', 'dvfs'] as const).filter((level) => wanted.includes(level));
  return { levelsHz: [...ascending([...steps]), ...governed], notes };
}

function ascending(figures: readonly number[]): number[] {
  return [...new Set(figures)].sort((a, b) => a - b);
}
