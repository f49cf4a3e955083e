import type { CellView, ComparisonRow, ReportView } from '@joulefleet/contracts';
import { clockSweeps, describeWork, formatFrequency, paretoFront } from '@joulefleet/core';
import { heatmap } from '../charts/heatmap';
import { intervalBars } from '../charts/interval-bars';
import { surface } from '../charts/surface';
import { xyChart, type Series } from '../charts/xy-chart';
import type { Block, Table } from '../document/block';
import { PLUS_MINUS } from '../results/point-text';
import { sweepFigure } from '../results/sweep-figure';
import { USUAL_ANGLE } from '../surface/view-angle';
import { formatCount } from '../text/format-count';
import { groupRows } from './group-rows';

type Figure = Extract<Block, { kind: 'figure' }>;

/** More of a kind fill a page that nobody reads. */
const MAX_FIGURES = 12;
const MAX_BARS = 40;
const MIN_CELLS = 4;
const MIN_SWEEP_POINTS = 3;
/** Cells of so many times the energy or time of the front are not drawn. */
const FAR = 1.5;

/** Energy of one inference, or of what the workload counts, in mJ. */
export function perInference({ inferences }: ComparisonRow, energyMj: number): number {
  return energyMj / inferences;
}

/** `nano-1, alexnet (static), batch 16`. */
export function nameOf(row: ComparisonRow): string {
  return `${row.device}, ${describeWork(row)}, batch ${row.batchSize}`;
}

/** All figures of a report, and a note on those of a kind that there were too many of. */
export function reportFigures(report: ReportView): { figures: Figure[]; leftOut: number } {
  const maps = report.rows.flatMap(topology);
  const batches = groupRows(report.rows).flatMap(batchEffect);
  const fronts = report.rows.flatMap(front);
  const sweeps = report.rows.flatMap(sweepOf);
  const kinds = [maps, sweeps, batches, fronts];
  const figures = [...savings(report), ...kinds.flatMap((kind) => kind.slice(0, MAX_FIGURES))];
  const leftOut = kinds.reduce((sum, kind) => sum + Math.max(0, kind.length - MAX_FIGURES), 0);
  return { figures, leftOut };
}

function savings({ rows }: ReportView): Figure[] {
  const known = rows.flatMap((row) => {
    const saving = row.correctedSavingPct ?? row.savingPct;
    return saving ? [{ name: nameOf(row), ...saving }] : [];
  });
  if (known.length === 0) return [];
  const shown = known.slice(0, MAX_BARS);
  const more = known.length > shown.length ? ` The first ${shown.length} of ${known.length} rows are shown.` : '';
  const caption = `Energy saved by the optimum clocks against the baseline, in percent, with 95 % intervals. Below zero the optimum takes more.${more}`;
  const table: Table = {
    columns: ['device and work', 'saving, %', 'from', 'to'],
    numeric: [1, 2, 3],
    rows: known.map(({ name, estimate, low, high }) => [name, ...[estimate, low, high].map((pct) => pct.toFixed(1))]),
  };
  return [
    {
      kind: 'figure',
      caption,
      svg: intervalBars({ title: 'Saving by device and work' }, 'energy saved, %', shown),
      table,
    },
  ];
}

/** Along the GPU's clock with the CPU's held at its highest. */
function sweepOf(row: ComparisonRow): Figure[] {
  const sweeps = clockSweeps(row, 'gpu', 'top');
  const sweep = Array.isArray(sweeps) ? sweeps.find(({ points }) => points.length >= MIN_SWEEP_POINTS) : undefined;
  if (!sweep) return [];
  const figure = sweepFigure(sweep);
  return [{ ...figure, caption: `${figure.caption} ${PLUS_MINUS}` }];
}

interface Pinned {
  cell: CellView;
  cpuKhz: number;
  gpuHz: number;
}

/** Energy over both clocks, where both were varied. */
function topology(row: ComparisonRow): Figure[] {
  const pinned = leastOfEach(row.cells);
  const cpu = ascending(pinned.map(({ cpuKhz }) => cpuKhz));
  const gpu = ascending(pinned.map(({ gpuHz }) => gpuHz));
  if (cpu.length < 2 || gpu.length < 2 || pinned.length < MIN_CELLS) return [];
  const drawn = {
    title: `Energy over clocks: ${nameOf(row)}`,
    columnTitle: 'GPU clock, MHz',
    rowTitle: 'CPU clock, MHz',
    valueTitle: `energy per ${row.unit}, mJ`,
    cells: pinned.map(({ cell, cpuKhz, gpuHz }) => ({
      column: gpu.indexOf(gpuHz),
      row: cpu.indexOf(cpuKhz),
      value: perInference(row, cell.energyMj.estimate),
      best: cell.cellKey === row.optimum?.cellKey,
      near: cell.mayBeOptimum,
    })),
    baseline: row.dvfs && { name: row.baseline ?? 'baseline', value: perInference(row, row.dvfs.energyMj.estimate) },
  };
  const svg = heatmap({
    ...{ ...drawn, columns: gpu.map((hz) => megahertz(hz)), rows: cpu.map((khz) => megahertz(khz * 1000)) },
  });
  const places = { columnsAt: gpu.map((hz) => hz / 1e6), rowsAt: cpu.map((khz) => khz / 1000) };
  const other = {
    title: 'The same as a surface, on which the hatched plane is the baseline',
    svg: surface({ ...drawn, ...places, title: `${drawn.title}, as a surface` }, USUAL_ANGLE),
  };
  const key =
    'The optimum is framed; the dashed line is around the cells that may be it, with 95 % confidence; the triangle on the scale is the baseline.';
  return [
    {
      kind: 'figure',
      caption: `Energy per ${row.unit} over CPU and GPU clock: ${nameOf(row)}. ${whereIsOptimum(row)}`,
      key,
      svg,
      other,
      table: {
        columns: ['CPU, MHz', 'GPU, MHz', `mJ per ${row.unit}`, 'from', 'to', 'trials'],
        numeric: [0, 1, 2, 3, 4, 5],
        rows: pinned.map(({ cell, cpuKhz, gpuHz }) => {
          const { estimate, low, high } = cell.energyMj;
          const energies = [estimate, low, high].map((mj) => figure(perInference(row, mj)));
          return [megahertz(cpuKhz * 1000), megahertz(gpuHz), ...energies, String(cell.trials)];
        }),
      },
    },
  ];
}

function whereIsOptimum({ optimum }: ComparisonRow): string {
  if (!optimum) return '';
  const { cpuKhz, gpuHz } = optimum.levels;
  const cpu = typeof cpuKhz === 'number' ? formatFrequency(cpuKhz * 1000) : `left to ${cpuKhz}`;
  const gpu = typeof gpuHz === 'number' ? formatFrequency(gpuHz) : `left to ${gpuHz}`;
  return `Least energy: CPU ${cpu}, GPU ${gpu}.`;
}

/** Cells with both clocks pinned; where other factors vary as well, the one of least energy at each place. */
function leastOfEach(cells: readonly CellView[]): Pinned[] {
  const places = new Map<string, Pinned>();
  for (const cell of cells) {
    const { cpuKhz, gpuHz } = cell.levels;
    if (typeof cpuKhz !== 'number' || typeof gpuHz !== 'number') continue;
    const key = `${cpuKhz} ${gpuHz}`;
    const other = places.get(key);
    if (!other || cell.energyMj.estimate < other.cell.energyMj.estimate) places.set(key, { cell, cpuKhz, gpuHz });
  }
  return [...places.values()];
}

/** Energy over the batch size, at the optimum of each and at the baseline. */
function batchEffect(rows: readonly ComparisonRow[]): Figure[] {
  const levels = ascending(rows.map(({ batchSize }) => batchSize));
  const [first] = rows;
  if (!first || levels.length < 2) return [];
  const line = (name: string, cell: (row: ComparisonRow) => CellView | null, dashed: boolean): Series => ({
    name,
    kind: 'line',
    dashed,
    points: rows.flatMap((row) => {
      const found = cell(row);
      if (!found) return [];
      const [y, low, high] = (['estimate', 'low', 'high'] as const).map((end) =>
        perInference(row, found.energyMj[end]),
      );
      return [{ x: row.batchSize, y: y!, low: low!, high: high! }];
    }),
  });
  const series = [
    line('optimum clocks', ({ optimum }) => optimum, false),
    line('baseline', ({ dvfs }) => dvfs, true),
  ].filter(({ points }) => points.length > 0);
  const about = `${first.device}, ${describeWork(first)}`;
  return [
    {
      kind: 'figure',
      caption: `Energy per ${first.unit} by batch size: ${about}, at the optimum clocks of each batch size and at the baseline, with 95 % intervals.`,
      svg: xyChart({
        title: `Batch size: ${about}`,
        xTitle: 'batch size',
        yTitle: `energy per ${first.unit}, mJ`,
        series,
        levels,
      }),
      table: {
        columns: ['clocks', 'batch size', `mJ per ${first.unit}`, 'from', 'to'],
        numeric: [1, 2, 3, 4],
        rows: series.flatMap(({ name, points }) =>
          points.map(({ x, y, low, high }) => [name, String(x), ...[y, low!, high!].map(figure)]),
        ),
      },
    },
  ];
}

/** Time against energy: what is no worse in one than all that is better in the other. */
function front(row: ComparisonRow): Figure[] {
  if (row.cells.length < MIN_CELLS) return [];
  const best = paretoFront(row.cells);
  const drawn = row.cells.filter(isNear(best));
  const far = row.cells.length - drawn.length;
  const point = (cell: CellView) => ({
    x: cell.durationMs.estimate / row.inferences,
    y: perInference(row, cell.energyMj.estimate),
  });
  const others = drawn.filter((cell) => !best.includes(cell) && cell.cellKey !== row.dvfs?.cellKey);
  const series: Series[] = [
    { name: 'front: no cell is better in both', kind: 'line', points: best.map(point) },
    ...(row.dvfs ? [{ name: 'baseline', kind: 'line' as const, points: [point(row.dvfs)] }] : []),
    { name: 'other cells', kind: 'points', points: others.map(point) },
  ];
  return [
    {
      kind: 'figure',
      caption: `Time and energy per ${row.unit}: ${nameOf(row)}. ${best.length} of ${row.cells.length} cells are on the front.`,
      key: `Left is faster, lower takes less energy.${far > 0 ? ` ${formatCount(far, 'cell')} far from the front ${far === 1 ? 'is' : 'are'} not drawn.` : ''}`,
      svg: xyChart({
        title: `Time against energy: ${nameOf(row)}`,
        xTitle: `time per ${row.unit}, ms`,
        yTitle: `energy per ${row.unit}, mJ`,
        series: series.filter(({ points }) => points.length > 0),
      }),
      table: {
        columns: ['CPU, MHz', 'GPU, MHz', `ms per ${row.unit}`, `mJ per ${row.unit}`],
        numeric: [2, 3],
        rows: best.map((cell) => {
          const { cpuKhz, gpuHz } = cell.levels;
          const { x, y } = point(cell);
          return [clock(cpuKhz, 1000), clock(gpuHz, 1), figure(x), figure(y)];
        }),
      },
    },
  ];
}

/** Whether a cell is in the part of the plane that a front is in: others would take all the room. */
function isNear(front: readonly CellView[]): (cell: CellView) => boolean {
  const energyMj = Math.max(...front.map((cell) => cell.energyMj.estimate));
  const durationMs = Math.max(...front.map((cell) => cell.durationMs.estimate));
  return (cell) => cell.energyMj.estimate <= FAR * energyMj && cell.durationMs.estimate <= FAR * durationMs;
}

function clock(level: number | string, hzPerUnit: number): string {
  return typeof level === 'number' ? megahertz(level * hzPerUnit) : level;
}

function megahertz(hz: number): string {
  return String(Number((hz / 1e6).toPrecision(5)));
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
