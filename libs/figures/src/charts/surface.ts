import { type Box, type BoxAxis, CHARACTER_PX, drawBox, uprightEdge } from '../surface/box';
import { drawMark, drawPoint } from '../surface/marks';
import { drawPatch } from '../surface/draw-patch';
import { patchOf, type Grid } from '../surface/patches';
import { pathOf } from '../surface/path';
import { project, type Pixel, type Point, type Projection } from '../surface/projection';
import type { ViewAngle } from '../surface/view-angle';
import { element, label, svg } from '../svg/markup';
import { BEST_COLOUR, CHOSEN_COLOUR } from '../svg/palette';
import { linearScale, type Scale, tightScale } from '../svg/scale';
import { colourBar, type ColourBarPlace, logShare } from './colour-bar';
import type { HeatmapCell, HeatmapInput } from './heatmap';

export interface SurfaceInput extends Omit<HeatmapInput, 'columns' | 'rows'> {
  /** Where the columns and rows are on their axes, ascending. */
  columnsAt: readonly number[];
  rowsAt: readonly number[];
}

/** How large it is drawn, in pixels: letters have the same size in each. */
interface SurfaceSize {
  width: number;
  height: number;
  /** Of the box. */
  middle: Pixel;
  /** A side of the floor. */
  scale: number;
  bar: ColourBarPlace;
  /** Left out: along the axis, for which a narrow figure has no room. */
  valueTitleAt?: Pixel;
}

const SIZES = {
  wide: {
    ...{ width: 720, height: 590, middle: [370, 268], scale: 335 },
    bar: { x: 92, y: 556, width: 604, titleBelow: false },
  },
  /** For the screen of a phone. */
  narrow: {
    ...{ width: 320, height: 362, middle: [160, 150], scale: 128 },
    bar: { x: 16, y: 316, width: 288, titleBelow: true },
    valueTitleAt: [4, 28],
  },
} as const satisfies Record<string, SurfaceSize>;
export type SurfaceSizeName = keyof typeof SIZES;

/** Of the box, in sides of the floor, from its middle. */
const HALF = 0.32;
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
export function surface(input: SurfaceInput, angle: ViewAngle, size: SurfaceSizeName = 'wide'): string {
  const { cells, baseline } = input;
  const { width, height, middle, scale, bar, valueTitleAt }: SurfaceSize = SIZES[size];
  const values = [...cells.map(({ value }) => value), ...(baseline ? [baseline.value] : [])];
  const { box, place } = boxOf(input, values, { width, scale, valueTitleAt });
  const projection = project(angle, middle, scale);
  const placed = farthestFirst(cells, projection).map((cell) => ({ cell, point: place(cell) }));
  const level = baseline ? box.at(baseline.value) : null;
  const range = [Math.min(...values), Math.max(...values)] as const;
  const content = [
    drawBox(box, projection),
    ...drawLayers({ placed, projection, level, share: logShare(...range) }),
    baseline && drawName(baseline.name, level!, { projection, width }),
    ...drawMarks(placed, projection),
    colourBar(input, range, bar),
  ];
  return svg([width, height], input, content.filter(Boolean).join(''));
}

function boxOf(
  { columnsAt, rowsAt, columnTitle, rowTitle, valueTitle }: SurfaceInput,
  values: readonly number[],
  size: Pick<SurfaceSize, 'width' | 'scale' | 'valueTitleAt'>,
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
    ...{ half: HALF, ...size, at: heights.at },
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
function drawName(
  name: string,
  level: number,
  { projection, width }: { projection: Projection; width: number },
): string {
  const { corner, side } = uprightEdge(projection);
  const [x, y] = projection.to([-corner[0], -corner[1], level]);
  const anchor = side === 'left' ? 'start' : 'end';
  const style = { 'text-anchor': anchor, 'font-size': 11, 'font-weight': 700, fill: BEST_COLOUR };
  const room = name.length * CHARACTER_PX;
  return label(name, [side === 'left' ? Math.min(x + 6, width - room) : Math.max(x - 6, room), y + 4], style);
}

/** The optimum and the chosen cell, seen through whatever is before them. */
function drawMarks(placed: readonly PlacedCell[], projection: Projection): string[] {
  return placed.flatMap(({ cell, point }) => [
    ...(cell.best ? [drawMark(point, HALF, projection, BEST_COLOUR, 'optimum')] : []),
    ...(cell.chosen ? [drawMark(point, HALF, projection, CHOSEN_COLOUR)] : []),
  ]);
}
