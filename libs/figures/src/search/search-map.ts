import type { OneSearchView, SearchCellView } from '@joulefleet/contracts';
import { compareText, formatFrequency, groupedBy } from '@joulefleet/core';
import { heatmap } from '../charts/heatmap';
import { noteOf, type ResultFigure } from '../results/result-figure';
import { formatInterval } from '../text/within';
import { cellOf, cellsThatMayBeBest, referenceCost } from './describe-search';
import { levelsOf, variedLevels } from './varied-levels';

const KEY =
  'Colour is the believed cost: dark is little, bright is much, on a logarithmic scale. The larger the patch, the surer it is. Figures count the trials of a cell; the best one is framed, and the dashed line is around the cells that may be the best; the triangle on the scale is what the governors choose.';

/** Cells that differ in both clocks alone. */
export interface SearchPanel {
  /** What they have in common: `batch 16, graph static`; empty where nothing else differs. */
  readonly title: string;
  readonly cells: readonly SearchCellView[];
}

/** The cells of a search by what they have in common beside both clocks, those of the best cell first; references are in none. */
export function searchPanels(search: OneSearchView): SearchPanel[] {
  const shown = search.cells.filter((cell) => clocksOf(cell) !== null);
  const panels = groupedBy(shown, commonLevels(search.cells));
  const best = cellOf(search, search.verdict.cell);
  const isFirst = ({ cells }: SearchPanel): number => Number(best === null || !cells.includes(best));
  return [...panels.entries()]
    .map(([title, cells]) => ({ title, cells }))
    .sort((a, b) => isFirst(a) - isFirst(b) || compareText(a.title, b.title));
}

/** What is believed of the cells of a panel, over both clocks, with what was tried. */
export function searchMap(search: OneSearchView, { title, cells }: SearchPanel, simulated: boolean): ResultFigure {
  const { target, verdict, workload, deviceClass } = search;
  const known = cells.flatMap((cell) => (cell.cost ? [{ cell, cost: cell.cost, clocks: clocksOf(cell)! }] : []));
  const axis = (of: 'cpuHz' | 'gpuHz'): number[] => distinct(cells.map((cell) => clocksOf(cell)![of]));
  const [gpuHz, cpuHz] = [axis('gpuHz'), axis('cpuHz')];
  const likely = new Set(cellsThatMayBeBest(search).map(({ cell }) => cell));
  const reference = referenceCost(search);
  const named = [`${workload} on ${deviceClass}`, title].filter(Boolean).join(', ');
  const unit = target.unit;
  const drawn = known.map(({ cell, cost, clocks }) => ({
    ...{ column: gpuHz.indexOf(clocks.gpuHz), row: cpuHz.indexOf(clocks.cpuHz), value: cost.estimate },
    ...{ best: cell.cell === verdict.cell, near: likely.has(cell.cell), filled: filledOf(cell, cost) },
    text: cell.trials > 0 ? String(cell.trials) : '',
    about: `CPU ${formatFrequency(clocks.cpuHz)}, GPU ${formatFrequency(clocks.gpuHz)}: ${formatInterval(cost, unit)}, ${trialsText(cell)}`,
    key: cell.cellKey,
  }));
  const svg = heatmap({
    title: `Believed cost over clocks: ${named}`,
    note: noteOf(simulated),
    ...{ columnTitle: 'GPU clock, MHz', rowTitle: 'CPU clock, MHz' },
    valueTitle: `believed ${target.objective}${unit && `, ${unit}`}`,
    ...{ columns: gpuHz.map(megahertz), rows: cpuHz.map(megahertz), cells: drawn },
    baseline: reference === null ? null : { name: 'DVFS', value: reference },
  });
  const table = {
    columns: ['CPU, MHz', 'GPU, MHz', `believed${unit && `, ${unit}`}`, 'may be best, %', 'trials'],
    numeric: [0, 1, 2, 3, 4],
    rows: known.map(({ cell, cost, clocks }) => [
      ...[megahertz(clocks.cpuHz), megahertz(clocks.gpuHz), formatInterval(cost)],
      ...[(cell.probability * 100).toFixed(1), String(cell.trials)],
    ]),
  };
  const tried = cells.filter(({ trials }) => trials > 0).length;
  const caption = `${tried} of ${cells.length} cells were tried; ${cells.filter(({ cell }) => likely.has(cell)).length} may be the best.`;
  return { kind: 'figure', title: named, caption, key: KEY, svg, table };
}

/** A tried cell is full; what is believed within 2 % nearly, within 30 % a small patch. */
function filledOf({ trials }: SearchCellView, { estimate, low, high }: NonNullable<SearchCellView['cost']>): number {
  if (trials > 0) return 1;
  const halfWidth = Math.max(1e-6, (high - low) / 2 / estimate);
  const share = Math.log(halfWidth / SURE) / Math.log(UNSURE / SURE);
  return 0.9 - 0.55 * Math.max(0, Math.min(1, share));
}

const [SURE, UNSURE] = [0.02, 0.3];

function trialsText({ trials, isFeasible }: SearchCellView): string {
  const tried = trials === 0 ? 'not tried' : trials === 1 ? 'tried once' : `tried ${trials} times`;
  return isFeasible === false ? `${tried}, breaks a limit` : tried;
}

/** Null: a governor has one of them. */
function clocksOf(cell: SearchCellView): { cpuHz: number; gpuHz: number } | null {
  const { cpuKhz, gpuHz } = levelsOf(cell);
  return typeof cpuKhz === 'number' && typeof gpuHz === 'number' ? { cpuHz: cpuKhz * 1000, gpuHz } : null;
}

function commonLevels(cells: readonly SearchCellView[]): (cell: SearchCellView) => string {
  const { titles, textsOf } = variedLevels(cells);
  const clocks = new Set(['CPU', 'GPU']);
  return (cell) =>
    textsOf(cell)
      .map((text, index) => ({ title: titles[index]!, text }))
      .filter(({ title }) => !clocks.has(title))
      .map(({ title, text }) => `${title} ${text}`)
      .join(', ');
}

function distinct(figures: readonly number[]): number[] {
  return [...new Set(figures)].sort((a, b) => a - b);
}

function megahertz(hz: number): string {
  return String(Number((hz / 1e6).toPrecision(5)));
}
