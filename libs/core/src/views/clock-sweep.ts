import type { ComparisonRow } from '../comparison/compare-cells';
import type { CellSummary } from '../comparison/measured-cell';
import type { Clock } from '../factors/factor';
import { FACTORS, type FactorLevels } from '../factors/registry';
import type { Interval } from '../statistics/interval';
import { fitLine, type FittedLine } from './fit-line';
import { type Plateau, plateauOf } from './latency-plateau';
import { pointOf, subjectOf, type ViewPoint, type ViewSubject } from './view-point';

export type Axis = 'gpu' | 'cpu';
/** Which clock the other domain is held at: its highest, the one of the optimum, or one in Hz. */
export type HeldAt = 'top' | 'optimum' | number;

/** Cells along one clock, all else equal, ascending. */
export interface ClockSweep extends ViewSubject {
  batchSize: number;
  axis: Axis;
  /** Clock of the other domain in Hz, or the word for its governor. */
  heldHz: Clock;
  points: (ViewPoint & { clockHz: number })[];
  /** Mean power in mW over the clock in MHz; null with fewer than three points. */
  power: FittedLine | null;
  /** Null: latency falls up to the highest clock. */
  plateau: Plateau | null;
  /**
   * Part of the latency's span that lies in the upper third of the clocks, in percent; null: fewer than two clocks lie there, or the latency is
   * the same everywhere.
   */
  upperThirdPct: number | null;
  /** Highest less lowest figure along the clock. */
  spans: { powerMw: number; batchMs: number; energyMj: number };
}

/** A sweep that cannot be shown. */
export interface NoSweep extends ViewSubject {
  batchSize: number;
  /** `unmeasured`: no such clock was held; `short`: fewer than two clocks along the axis. */
  reason: 'unmeasured' | 'short';
  /** Clocks of the other domain that were held, in Hz. */
  heldHz: Clock[];
}

const KEYS = { gpu: 'gpuHz', cpu: 'cpuKhz' } as const;
const HZ = { gpu: 1, cpu: 1000 } as const;

/**
 * The sweeps of a row along one clock: one for each setting of what else a campaign varies on the device, such as active cores. Cells whose
 * clock is left to its governor are on no axis.
 */
export function clockSweeps(row: ComparisonRow<CellSummary>, axis: Axis, at: HeldAt): ClockSweep[] | NoSweep {
  const about = { ...subjectOf(row), batchSize: row.batchSize };
  const pinned = row.cells.filter(({ levels }) => typeof levels[KEYS[axis]] === 'number');
  const wanted = heldClock(row, pinned, axis, at);
  const lines = linesOf(
    pinned.filter(({ levels }) => wanted !== null && heldHz(levels, axis) === wanted),
    axis,
  );
  const long = lines.filter((line) => line.length > 1);
  if (long.length > 0) return long.map((line) => sweepOf(row, line, axis));
  const heldClocks = [...new Set(pinned.map(({ levels }) => heldHz(levels, axis)))];
  return { ...about, reason: lines.length === 0 ? 'unmeasured' : 'short', heldHz: heldClocks };
}

function sweepOf(row: ComparisonRow<CellSummary>, line: readonly CellSummary[], axis: Axis): ClockSweep {
  const points = line.map((cell) => ({ ...pointOf(row, cell), clockHz: clockHz(cell.levels, axis) as number }));
  const span = (of: (point: ViewPoint) => Interval): number => spanOf(points.map((point) => of(point).estimate));
  return {
    ...subjectOf(row),
    ...{ batchSize: row.batchSize, axis, heldHz: heldHz(line[0]!.levels, axis), points },
    power: fitLine(points.map((point) => ({ x: point.clockHz / 1e6, y: point.powerMw.estimate }))),
    plateau: plateauOf(points.map((point) => ({ clockHz: point.clockHz, latency: point.batchMs }))),
    upperThirdPct: upperThirdPct(points),
    spans: {
      powerMw: span(({ powerMw }) => powerMw),
      batchMs: span(({ batchMs }) => batchMs),
      energyMj: span(({ energyMj }) => energyMj),
    },
  };
}

/** Where latency plateaus in the sense of the study, little of its span is left there. Of a single clock there is no span to know. */
function upperThirdPct(points: ClockSweep['points']): number | null {
  const clocks = points.map((point) => point.clockHz);
  const fromHz = Math.max(...clocks) - spanOf(clocks) / 3;
  const latencies = (some: ClockSweep['points']): number => spanOf(some.map(({ batchMs }) => batchMs.estimate));
  const whole = latencies(points);
  const upper = points.filter((point) => point.clockHz >= fromHz - 1);
  return whole === 0 || upper.length < 2 ? null : (100 * latencies(upper)) / whole;
}

function spanOf(figures: readonly number[]): number {
  return Math.max(...figures) - Math.min(...figures);
}

function clockHz(levels: FactorLevels, axis: Axis): Clock {
  const level = levels[KEYS[axis]];
  return typeof level === 'number' ? level * HZ[axis] : level;
}

function heldHz(levels: FactorLevels, axis: Axis): Clock {
  return clockHz(levels, axis === 'gpu' ? 'cpu' : 'gpu');
}

/** Of the highest clock that was pinned; of governors where none was. */
function heldClock(
  row: ComparisonRow<CellSummary>,
  pinned: readonly CellSummary[],
  axis: Axis,
  at: HeldAt,
): Clock | null {
  if (typeof at === 'number') return at;
  if (at === 'optimum') return row.optimum && heldHz(row.optimum.levels, axis);
  const held = pinned.map(({ levels }) => heldHz(levels, axis));
  const clocks = held.filter((clock) => typeof clock === 'number');
  return clocks.length > 0 ? Math.max(...clocks) : (held[0] ?? null);
}

/** Cells that differ in nothing but the clock of the axis. */
function linesOf(cells: readonly CellSummary[], axis: Axis): CellSummary[][] {
  const lines = new Map<string, CellSummary[]>();
  for (const cell of cells) {
    const key = JSON.stringify(FACTORS.map(({ key: factor }) => (factor === KEYS[axis] ? null : cell.levels[factor])));
    lines.set(key, [...(lines.get(key) ?? []), cell]);
  }
  const byClock = (a: CellSummary, b: CellSummary): number =>
    (clockHz(a.levels, axis) as number) - (clockHz(b.levels, axis) as number);
  return [...lines.values()].map((line) => line.sort(byClock));
}
