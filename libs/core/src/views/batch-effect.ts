import type { ComparisonRow } from '../comparison/compare-cells';
import { groupBy } from '../comparison/group-by';
import type { CellSummary } from '../comparison/measured-cell';
import type { FactorLevels } from '../factors/registry';
import { settingOf } from '../factors/setting-of';
import { asSavingPct, type Interval, intervalFromLog, logHalfWidth } from '../statistics/interval';
import { countedCell, energyRatio, latencyRatio, timeRatio } from '../comparison/cell-ratios';
import { pointOf, subjectOf, type ViewPoint, type ViewSubject } from './view-point';

/** A batch size at the same clocks as the others of its line. */
export interface BatchPoint extends ViewPoint {
  /** Energy and time per inference, and latency, over those of the least batch size of the line. */
  energyRatio: Interval;
  timeRatio: Interval;
  latencyRatio: Interval;
  /** Energy per inference over that of the batch size before; null for the first. */
  stepRatio: Interval | null;
}

/** The batch effect at one setting of the device. */
export interface BatchLine {
  /** The governors; the clocks of the joint optimum; or clocks that were asked for. */
  at: 'dvfs' | 'joint optimum' | 'given';
  points: BatchPoint[];
}

/** The best clocks of a batch size. */
export interface BatchOptimum extends ViewPoint {
  /** Energy per inference over that of the joint optimum. */
  energyRatio: Interval;
  /** Its interval allows it to be the joint optimum. */
  mayBeJoint: boolean;
}

/** A workload over its batch sizes on one device. */
export interface BatchEffect extends ViewSubject {
  lines: BatchLine[];
  /** By batch size. */
  optima: BatchOptimum[];
  /** Least energy per inference over clocks and batch sizes. */
  joint: ViewPoint;
  /** The governors at the least batch size; null: not measured. */
  baseline: ViewPoint | null;
  /** 100 (1 - joint / baseline), energy per inference; null without a baseline. */
  savingPct: Interval | null;
  /** The same less what is due to the luck of the joint optimum among the cells of its batch size; null: a single trial. */
  correctedSavingPct: Interval | null;
  /** Latency of the joint optimum over that of the baseline: larger batches take longer. */
  latencyRatio: Interval | null;
}

/** Clocks at which the effect is wanted beside the governors and the joint optimum. */
export interface GivenClocks {
  gpuHz?: number | undefined;
  cpuHz?: number | undefined;
}

interface Placed {
  row: ComparisonRow;
  cell: CellSummary;
}

/** The batch effect of all work that has two batch sizes or more with all else equal; the others are left out. Yields often. */
export function* batchEffects(rows: readonly ComparisonRow[], given: GivenClocks): Generator<void, BatchEffect[]> {
  const key = ({ device, workload, graphMode, inferences, options }: ComparisonRow): string =>
    JSON.stringify([device, workload, graphMode, inferences, options]);
  const effects: BatchEffect[] = [];
  for (const group of yield* groupBy(rows, key)) {
    const measured = group.filter(({ optimum }) => optimum !== null).sort((a, b) => a.batchSize - b.batchSize);
    if (measured.length > 1) effects.push(effectOf(measured, given));
    yield;
  }
  return effects;
}

function effectOf(rows: readonly ComparisonRow[], given: GivenClocks): BatchEffect {
  const optima = rows.map((row): Placed => ({ row, cell: row.optimum! }));
  const perInference = ({ row, cell }: Placed): number => cell.energyMj.estimate / row.inferences;
  const joint = optima.reduce((best, each) => (perInference(each) < perInference(best) ? each : best));
  const [first] = rows;
  const baseline = first!.dvfs && { row: first!, cell: first!.dvfs };
  return {
    ...subjectOf(first!),
    lines: linesOf(rows, joint, given),
    optima: optima.map((each) => {
      const ratio = energyRatio(counted(each), counted(joint));
      return { ...pointOf(each.row, each.cell), energyRatio: ratio, mayBeJoint: ratio.low <= 1 };
    }),
    joint: pointOf(joint.row, joint.cell),
    baseline: baseline && pointOf(baseline.row, baseline.cell),
    savingPct: baseline && asSavingPct(energyRatio(counted(joint), counted(baseline))),
    correctedSavingPct: baseline && correctedSaving(joint, baseline),
    latencyRatio: baseline && latencyRatio(counted(joint), counted(baseline)),
  };
}

const counted = ({ row, cell }: Placed) => countedCell(row, cell);

/** The luck of the joint optimum is that of the optimum of its own row, which cross-validation has measured there. */
function correctedSaving(joint: Placed, baseline: Placed): Interval | null {
  const { savingPct, correctedSavingPct } = joint.row;
  if (savingPct === null || correctedSavingPct === null) return null;
  const log = (pct: number): number => Math.log(1 - pct / 100);
  const luck = log(correctedSavingPct.estimate) - log(savingPct.estimate);
  const ratio = energyRatio(counted(joint), counted(baseline));
  return asSavingPct(intervalFromLog(Math.log(ratio.estimate) + luck, Math.hypot(logHalfWidth(ratio), luck)));
}

function linesOf(rows: readonly ComparisonRow[], joint: Placed, given: GivenClocks): BatchLine[] {
  const baselines = rows.flatMap((row) => (row.dvfs ? [{ row, cell: row.dvfs }] : []));
  const settings = [...new Map(rows.flatMap(({ cells }) => cells).map(({ levels }) => [settingOf(levels), levels]))];
  const asked = settings.filter(([, levels]) => isGiven(levels, given)).map(([setting]) => setting);
  const lines = [
    { at: 'dvfs' as const, cells: baselines },
    { at: 'joint optimum' as const, cells: cellsAt(rows, settingOf(joint.cell.levels)) },
    ...asked.map((setting) => ({ at: 'given' as const, cells: cellsAt(rows, setting) })),
  ];
  return lines.filter(({ cells }) => cells.length > 1).map(({ at, cells }) => ({ at, points: pointsOf(cells) }));
}

function isGiven({ gpuHz, cpuKhz }: FactorLevels, given: GivenClocks): boolean {
  if (given.gpuHz === undefined && given.cpuHz === undefined) return false;
  const isCpu = given.cpuHz === undefined || (typeof cpuKhz === 'number' && 1000 * cpuKhz === given.cpuHz);
  return isCpu && (given.gpuHz === undefined || gpuHz === given.gpuHz);
}

function cellsAt(rows: readonly ComparisonRow[], setting: string): Placed[] {
  return rows.flatMap((row) => {
    const cell = row.cells.find(({ levels }) => settingOf(levels) === setting);
    return cell ? [{ row, cell }] : [];
  });
}

function pointsOf(cells: readonly Placed[]): BatchPoint[] {
  const first = counted(cells[0]!);
  return cells.map((each, place) => {
    const own = counted(each);
    const before = cells[place - 1];
    return {
      ...pointOf(each.row, each.cell),
      energyRatio: energyRatio(own, first),
      timeRatio: timeRatio(own, first),
      latencyRatio: latencyRatio(own, first),
      stepRatio: before ? energyRatio(own, counted(before)) : null,
    };
  });
}
