import type { HeatmapCell } from '../charts/heatmap';
import { element, escapeText } from '../svg/markup';
import { cividis, inkOn } from '../svg/palette';
import { clipLine, clipPolygon, type Side } from './clip';
import type { Line, Patch } from './patches';
import { pathOf, unionOf } from './path';
import type { Projection } from './projection';

/** Of what a part of the surface is, and which part of it. */
export interface Drawn {
  cell: HeatmapCell;
  /** On the scale of colours, 0 to 1. */
  share: number;
  /** Whether a cell may be the best. */
  isNear: (column: number, row: number) => boolean;
  projection: Projection;
  clip: { side: Side; height: number };
}

/** What of a patch is on one side of the baseline: its face, the lines through its point, and the border of the cells that may be the best. */
export function drawPatch({ quarters, spokes, sides }: Patch, drawn: Drawn): string {
  const { cell, share, projection, clip } = drawn;
  const { to } = projection;
  const visible = quarters.map((corners) => clipPolygon(corners, clip.height, clip.side).map(to));
  const face = visible.filter(({ length }) => length > 0);
  if (face.length === 0) return '';
  const fill = cividis(share);
  const border = sides.flatMap(({ line, beyond }) => (isBorder(cell, beyond, drawn) ? [line] : []));
  return keyed(cell, [
    element('path', { d: unionOf(face), fill, stroke: fill, 'stroke-width': 0.7, 'stroke-linejoin': 'round' }),
    element('path', {
      ...{ d: linesOf(spokes, drawn), fill: 'none' },
      ...{ stroke: inkOn(share), 'stroke-width': 0.6, 'stroke-opacity': 0.45 },
    }),
    borderOf(linesOf(border, drawn)),
  ]);
}

/** A part of a figure with what it says when it is pointed at. */
export function keyed({ about, key }: HeatmapCell, parts: readonly string[]): string {
  const title = about === undefined ? '' : element('title', {}, escapeText(about));
  return element('g', { 'data-key': key }, title + parts.join(''));
}

/** Lines on one side of the baseline. */
export function linesOf(lines: readonly Line[], { projection, clip }: Drawn): string {
  return lines
    .flatMap((line) => {
      const visible = clipLine(line, clip.height, clip.side);
      return visible ? [pathOf(visible.map(projection.to), false)] : [];
    })
    .join('');
}

/** Between two patches it is drawn with the one in front, which would cover it. */
function isBorder(
  { column, row, near = false }: HeatmapCell,
  beyond: readonly [columns: number, rows: number] | null,
  { isNear, projection: { farColumn, farRow } }: Drawn,
): boolean {
  if (beyond === null) return near;
  const [columns, rows] = beyond;
  return (columns === farColumn || rows === farRow) && isNear(column + columns, row + rows) !== near;
}

function borderOf(d: string): string {
  if (d === '') return '';
  const line = { d, fill: 'none', 'stroke-linecap': 'square', 'pointer-events': 'none' };
  return (
    element('path', { ...line, stroke: '#000000', 'stroke-width': 3 }) +
    element('path', { ...line, stroke: '#ffffff', 'stroke-width': 1.3, 'stroke-dasharray': '4 3' })
  );
}
