import { type Box, type BoxAxis, drawBox, uprightEdge } from '../surface/box';
import { drawMark, drawPoint } from '../surface/marks';
import { drawPatch } from '../surface/draw-patch';
import { patchOf, type Grid } from '../surface/patches';
import { pathOf } from '../surface/path';
import { project, type Point, type Projection } from '../surface/projection';
import type { ViewAngle } from '../surface/view-angle';
import { element, label, svg } from '../svg/markup';
import { BEST_COLOUR, CHOSEN_COLOUR } from '../svg/palette';
import { linearScale, type Scale, tightScale } from '../svg/scale';
import { colourBar, logShare } from './colour-bar';
import type { HeatmapCell, HeatmapInput } from './heatmap';

export interface SurfaceInput extends Omit<HeatmapInput, 'columns' | 'rows'> {
  /** Where the columns and rows are on their axes, ascending. */
  columnsAt: readonly number[];
  rowsAt: readonly number[];
}

const WIDTH = 720;
const HEIGHT = 590;
const MIDDLE = [WIDTH / 2 + 10, 268] as const;
/** Pixels of a side of the floor. */
const SCALE = 335;
/** Of the box, in sides of the floor, from its middle. */
const HALF = 0.32;
const BAR = { x: 92, y: HEIGHT - 34, width: WIDTH - 116 };
/** Lines on the plane of the baseline. */
const HATCHES = 12;

/** A cell and its place in the box. */
export interface PlacedCell {
  cell: HeatmapCell;
  point: Point;
}

/**
 * Values as heights over two axes, in parallel projection, with the colours of the heatmap: the patch around each measured point has the colour of its cell.
 * The baseline is a hatched plane; what of the surface is above it is drawn after it, which is right for every angle from above.
 */
export function surface(input: SurfaceInput, angle: ViewAngle): string {
  const { cells, baseline } = input;
  const values = [...cells.map(({ value }) => value), ...(baseline ? [baseline.value] : [])];
  const { box, place } = boxOf(input, values);
  const projection = project(angle, MIDDLE, SCALE);
  const placed = farthestFirst(cells, projection).map((cell) => ({ cell, point: place(cell) }));
  const level = baseline ? box.at(baseline.value) : null;
  const range = [Math.min(...values), Math.max(...values)] as const;
  const content = [
    drawBox(box, projection),
    ...drawLayers({ placed, projection, level, share: logShare(...range) }),
    baseline && drawName(baseline.name, level!, projection),
    ...drawMarks(placed, projection),
    colourBar(input, range, BAR),
  ];
  return svg([WIDTH, HEIGHT], input, content.filter(Boolean).join(''));
}

function boxOf(
  { columnsAt, rowsAt, columnTitle, rowTitle, valueTitle }: SurfaceInput,
  values: readonly number[],
): { box: Box & { at: Scale['at'] }; place: (cell: HeatmapCell) => Point } {
  const columns = tightScale(columnsAt, [-0.5, 0.5]);
  const rows = tightScale(rowsAt, [-0.5, 0.5]);
  const heights = linearScale(values, [-HALF, HALF]);
  const axis = (title: string, { ticks, at }: Scale): BoxAxis => ({
    title,
    ticks: ticks.map((value) => ({ value, at: at(value) })),
  });
  const box = {
    ...{ columns: axis(columnTitle, columns), rows: axis(rowTitle, rows), values: axis(valueTitle, heights) },
    ...{ half: HALF, width: WIDTH, at: heights.at },
  };
  const place = ({ column, row, value }: HeatmapCell): Point => [
    columns.at(columnsAt[column]!),
    rows.at(rowsAt[row]!),
    heights.at(value),
  ];
  return { box, place };
}

/** Cells stand over places of their own: what is drawn later, in this order, is never behind what was drawn before. */
function farthestFirst(cells: readonly HeatmapCell[], { farColumn, farRow }: Projection): HeatmapCell[] {
  return [...cells].sort((a, b) => farColumn * (b.column - a.column) || farRow * (b.row - a.row));
}

interface Layers {
  placed: readonly PlacedCell[];
  projection: Projection;
  /** Height of the baseline; null: there is none. */
  level: number | null;
  share: (value: number) => number;
}

/** What is below the baseline, its plane, and what is above it. */
function drawLayers({ placed, projection, level, share }: Layers): string[] {
  const known = new Map(placed.map(({ cell, point }) => [`${cell.column} ${cell.row}`, { cell, point }]));
  const grid: Grid = (column, row) => known.get(`${column} ${row}`)?.point;
  const isNear = (column: number, row: number): boolean => known.get(`${column} ${row}`)?.cell.near ?? false;
  const patches = placed.map((each) => ({ ...each, patch: patchOf(grid, each.cell.column, each.cell.row) }));
  const draw = (side: 'below' | 'above', height: number): string[] =>
    patches.map(({ cell, point, patch }) => {
      const of = { cell, share: share(cell.value), isNear, projection, clip: { side, height } };
      return patch.quarters.length > 0 ? drawPatch(patch, of) : drawPoint(point, patch.spokes, of);
    });
  return level === null
    ? draw('above', -Infinity)
    : [...draw('below', level), drawPlane(level, projection), ...draw('above', level)];
}

function drawPlane(level: number, { to }: Projection): string {
  const corners = ([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]] as const).map(([x, y]) => to([x, y, level])); // prettier-ignore
  const hatches = Array.from({ length: HATCHES - 1 }, (_, i) => (i + 1) / HATCHES - 0.5).map((at) =>
    pathOf([to([at, -0.5, level]), to([at, 0.5, level])], false),
  );
  const line = { fill: 'none', stroke: BEST_COLOUR, 'pointer-events': 'none' };
  return (
    element('path', { d: hatches.join(''), ...line, 'stroke-width': 0.8, 'stroke-dasharray': '4 3' }) +
    element('path', { d: pathOf(corners, true), ...line, 'stroke-width': 1.4 })
  );
}

/** At the corner of the plane that is beside the axis of values, on the other side. */
function drawName(name: string, level: number, projection: Projection): string {
  const { corner, side } = uprightEdge(projection);
  const [x, y] = projection.to([-corner[0], -corner[1], level]);
  const anchor = side === 'left' ? 'start' : 'end';
  const style = { 'text-anchor': anchor, 'font-size': 11, 'font-weight': 700, fill: BEST_COLOUR };
  return label(name, [x + (side === 'left' ? 6 : -6), y + 4], style);
}

/** The optimum and the chosen cell, seen through whatever is before them. */
function drawMarks(placed: readonly PlacedCell[], projection: Projection): string[] {
  return placed.flatMap(({ cell, point }) => [
    ...(cell.best ? [drawMark(point, HALF, projection, BEST_COLOUR, 'optimum')] : []),
    ...(cell.chosen ? [drawMark(point, HALF, projection, CHOSEN_COLOUR)] : []),
  ]);
}
