import { type Baseline, colourBar, logShare } from './colour-bar';
import { element, escapeText, type FigureHead, label, svg } from '../svg/markup';
import { BEST_COLOUR, CHOSEN_COLOUR, cividis, inkOn } from '../svg/palette';
import { shortFigure } from '../svg/scale';

export interface HeatmapCell {
  column: number;
  row: number;
  value: number;
  /** The cell of least value. */
  best?: boolean;
  /** It may be the best. */
  near?: boolean;
  /** Shown when it is pointed at. */
  about?: string;
  /** By which a page knows it again. */
  key?: string;
  /** Somebody pointed at it. */
  chosen?: boolean;
  /** Which part of its sides has its colour, for what is not certain; left out: all of them. */
  filled?: number;
  /** In it, instead of its value. */
  text?: string;
}

export interface HeatmapInput extends FigureHead {
  /** Names of the levels, ascending. */
  columns: readonly string[];
  rows: readonly string[];
  columnTitle: string;
  rowTitle: string;
  valueTitle: string;
  cells: readonly HeatmapCell[];
  baseline: Baseline | null;
}

const WIDTH = 720;
const LEFT = 92;
const TOP = 16;
const RIGHT = 24;
const BOTTOM = 82;
/** Narrower cells have no figure in them. */
const MIN_FIGURE_WIDTH = 34;
/** Of a title, at most. */
const CHARACTER_WIDTH = 8;

/** Values over two axes with colours on a logarithmic scale, the lowest row at the bottom, with the best cell framed and those that may be it outlined together. */
export function heatmap(input: HeatmapInput): string {
  const { columns, rows, cells, baseline } = input;
  const width = (WIDTH - LEFT - RIGHT) / columns.length;
  const height = Math.max(16, Math.min(30, 420 / rows.length));
  const bottom = TOP + rows.length * height;
  const values = [...cells.map(({ value }) => value), ...(baseline ? [baseline.value] : [])];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const share = logShare(least, most);
  const place = ({ column, row }: HeatmapCell) => [LEFT + column * width, bottom - (row + 1) * height] as const;
  // Frames are drawn last, over their neighbours.
  const rank = ({ best, chosen }: HeatmapCell) => Number(best ?? false) + 2 * Number(chosen ?? false);
  const drawn = [...cells].sort((a, b) => rank(a) - rank(b));
  const content = [
    ...drawn.map((cell) => cellOf(cell, place(cell), [width, height], share(cell.value))),
    outline(cells, place, [width, height]),
    axes(input, { width, height, bottom }),
    colourBar(input, [least, most], { x: LEFT, y: bottom + 56, width: WIDTH - LEFT - RIGHT }),
  ];
  return svg([WIDTH, bottom + BOTTOM], input, content.join(''));
}

function cellOf(
  { value, best = false, chosen = false, about, key, filled = 1, text }: HeatmapCell,
  [x, y]: readonly [number, number],
  [width, height]: readonly [number, number],
  share: number,
): string {
  const ink = inkOn(share);
  const stroke = chosen ? CHOSEN_COLOUR : best ? BEST_COLOUR : '#ffffff';
  const frame = { stroke, 'stroke-width': chosen ? 4 : best ? 3 : 0.5 };
  const figure = label(text ?? shortFigure(Number(value.toPrecision(3))), [x + width / 2, y + height / 2 + 4], {
    'text-anchor': 'middle',
    'font-size': 10,
    'font-weight': best ? 700 : 400,
    fill: ink,
  });
  const drawn = [
    about === undefined ? '' : element('title', {}, escapeText(about)),
    filled < 1 ? element('rect', { x, y, width, height, fill: '#ffffff' }) : '',
    element('rect', {
      ...{ x: x + ((1 - filled) * width) / 2, y: y + ((1 - filled) * height) / 2 },
      ...{ width: filled * width, height: filled * height, fill: cividis(share), ...frame },
    }),
    width >= MIN_FIGURE_WIDTH ? figure : '',
  ].join('');
  return about === undefined && key === undefined ? drawn : element('g', { 'data-key': key }, drawn);
}

/** The border of the cells that may be the best, as one line around each group of neighbours; dark and light, to be seen on every colour. */
function outline(
  cells: readonly HeatmapCell[],
  place: (cell: HeatmapCell) => readonly [number, number],
  [width, height]: readonly [number, number],
): string {
  const near = cells.filter((cell) => cell.near);
  const has = new Set(near.map(({ column, row }) => `${column} ${row}`));
  const d = near.flatMap((cell) => {
    const [x, y] = place(cell);
    const sides = [
      [0, 1, `M${x} ${y} h${width}`],
      [0, -1, `M${x} ${y + height} h${width}`],
      [-1, 0, `M${x} ${y} v${height}`],
      [1, 0, `M${x + width} ${y} v${height}`],
    ] as const;
    return sides.flatMap(([right, up, side]) => (has.has(`${cell.column + right} ${cell.row + up}`) ? [] : [side]));
  });
  if (d.length === 0) return '';
  const line = { d: d.join(' '), fill: 'none', 'stroke-linecap': 'square', 'pointer-events': 'none' };
  return (
    element('path', { ...line, stroke: '#000000', 'stroke-width': 3.5 }) +
    element('path', { ...line, stroke: '#ffffff', 'stroke-width': 1.5, 'stroke-dasharray': '5 4' })
  );
}

function axes(
  { columns, rows, columnTitle, rowTitle }: HeatmapInput,
  { width, height, bottom }: { width: number; height: number; bottom: number },
): string {
  const every = Math.ceil(30 / width);
  const middle = LEFT + (columns.length * width) / 2;
  // Of few rows the title is longer than their axis: it goes on below, rather than out of the figure.
  const ofRows = Math.max((TOP + bottom) / 2, (rowTitle.length * CHARACTER_WIDTH) / 2);
  return [
    ...columns.map((name, i) =>
      i % every === 0
        ? label(name, [LEFT + (i + 0.5) * width, bottom + 16], { 'text-anchor': 'middle', 'font-size': 11 })
        : '',
    ),
    ...rows.map((name, i) =>
      label(name, [LEFT - 8, bottom - (i + 0.5) * height + 4], { 'text-anchor': 'end', 'font-size': 11 }),
    ),
    label(columnTitle, [middle, bottom + 36], { 'text-anchor': 'middle', 'font-weight': 600 }),
    label(rowTitle, [18, ofRows], {
      ...{ 'text-anchor': 'middle', 'font-weight': 600 },
      transform: `rotate(-90 18 ${ofRows})`,
    }),
  ].join('');
}
