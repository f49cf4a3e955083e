import { element, label } from '../svg/markup';
import { shortFigure } from '../svg/scale';
import type { Pixel, Point, Projection } from './projection';
import { pathOf } from './path';

/** An axis of the box: where its figures are, -0.5 to 0.5, or up to the height of the box. */
export interface BoxAxis {
  title: string;
  ticks: readonly { value: number; at: number }[];
}

export interface Box {
  columns: BoxAxis;
  rows: BoxAxis;
  values: BoxAxis;
  /** Of the whole figure, in pixels. */
  width: number;
  /** Of a side of the floor, in pixels. */
  scale: number;
  /** From the middle to the floor and to the top. */
  half: number;
  /** Where the title of the values is; left out: along their axis. */
  valueTitleAt?: Pixel;
}

/** Of figures and titles from the edge that they belong to, along the floor. */
const TICK_GAP_PX = 13;
const TITLE_GAP_PX = 50;
const TITLE_BELOW_PX = 8;
/** Of a letter of a title, at most. */
export const CHARACTER_PX = 8.5;
const VALUE_TITLE_PX = 62;
/** An edge that takes less of the width is so steep that its figures are beside it. */
const MIN_EDGE_SHARE = 0.3;
/** Between two figures of an axis, in pixels. */
const MIN_TICK_PX = 15;

/** Floor and back walls with their lines, and figures and titles along the edges that are in front. */
export function drawBox(box: Box, projection: Projection): string {
  return [...walls(box, projection), ...floorAxis(box, projection, 'columns'), ...floorAxis(box, projection, 'rows')]
    .concat(valueAxis(box, projection))
    .join('');
}

function walls({ columns, rows, values, half }: Box, { to, farColumn, farRow }: Projection): string[] {
  const [backX, backY] = [0.5 * farColumn, 0.5 * farRow];
  const lines: (readonly Point[])[] = [
    ...columns.ticks.map(({ at }): Point[] => [
      [at, -backY, -half],
      [at, backY, -half],
      [at, backY, half],
    ]),
    ...rows.ticks.map(({ at }): Point[] => [
      [-backX, at, -half],
      [backX, at, -half],
      [backX, at, half],
    ]),
    ...values.ticks.map(({ at }): Point[] => [
      [-backX, backY, at],
      [backX, backY, at],
      [backX, -backY, at],
    ]),
  ];
  return lines.map((line) =>
    element('path', { d: pathOf(line.map(to), false), fill: 'none', stroke: '#d8d8d8', class: 'grid' }),
  );
}

/** Along the edge of the floor that is in front. */
function floorAxis(box: Box, { to, farColumn, farRow }: Projection, which: 'columns' | 'rows'): string[] {
  const { width, scale } = box;
  const { title, ticks } = box[which];
  const outward = (at: number, gap: number): Pixel =>
    which === 'columns' ? to([at, -farRow * (0.5 + gap), -box.half]) : to([-farColumn * (0.5 + gap), at, -box.half]);
  const [edge, outside] = [outward(0, 0), outward(0, 1)];
  const [right, down] = [outside[0] - edge[0], outside[1] - edge[1]];
  const lean = right / Math.hypot(right, down);
  const anchor = lean > 0.35 ? 'start' : lean < -0.35 ? 'end' : 'middle';
  const put = (text: string, [x, y]: Pixel, more: object = {}) =>
    label(text, [x, y + 4 + 6 * (1 - Math.abs(lean))], { 'text-anchor': anchor, ...more });
  const room = title.length * CHARACTER_PX;
  const placed = ([x, y]: Pixel): Pixel => [
    anchor === 'start' ? Math.min(x, width - room) : anchor === 'end' ? Math.max(x, room) : x,
    y + TITLE_BELOW_PX,
  ];
  const every = stride(ticks.map(({ at }) => outward(at, 0)));
  const shown = ticks.filter((_, i) => i % every === 0);
  return [
    ...shown.map(({ value, at }) => put(shortFigure(value), outward(at, TICK_GAP_PX / scale), { 'font-size': 11 })),
    put(title, placed(outward(betweenTicks(shown), TITLE_GAP_PX / scale)), { 'font-weight': 600 }),
  ];
}

/** Where the axis of values is: on the left, but where the figures of an edge of the floor are there, on the right. */
export function uprightEdge({ to, farColumn, farRow }: Projection): {
  corner: readonly [x: number, y: number];
  side: 'left' | 'right';
} {
  const [nearX, nearY] = [-0.5 * farColumn, -0.5 * farRow];
  const corners = [[-nearX, nearY] as const, [nearX, -nearY] as const];
  const across = ([x, y]: readonly [number, number]): number => to([x, y, 0])[0];
  const [left, right] = across(corners[0]!) < across(corners[1]!) ? corners : [corners[1]!, corners[0]!];
  const free = across([nearX, nearY]) - across(left!) > MIN_EDGE_SHARE * (across(right!) - across(left!));
  return free ? { corner: left!, side: 'left' } : { corner: right!, side: 'right' };
}

function valueAxis({ values, half, valueTitleAt }: Box, projection: Projection): string[] {
  const { to } = projection;
  const { corner, side } = uprightEdge(projection);
  const outward = side === 'left' ? -1 : 1;
  const every = stride(values.ticks.map(({ at }) => to([...corner, at])));
  const [bottom, top] = [to([...corner, -half]), to([...corner, half])];
  const [x, middle] = [bottom[0] + outward * VALUE_TITLE_PX, (bottom[1] + top[1]) / 2];
  return [
    element('path', { d: pathOf([bottom, top], false), stroke: '#8a8a8a', class: 'grid' }),
    ...values.ticks
      .filter((_, i) => i % every === 0)
      .map(({ value, at }) => {
        const [tickX, tickY] = to([...corner, at]);
        const style = { 'text-anchor': side === 'left' ? 'end' : 'start', 'font-size': 11 };
        return label(shortFigure(value), [tickX + outward * 8, tickY + 4], style);
      }),
    valueTitleAt
      ? label(values.title, valueTitleAt, { 'font-weight': 600 })
      : label(values.title, [x, middle], {
          ...{ 'text-anchor': 'middle', 'font-weight': 600 },
          transform: `rotate(-90 ${x.toFixed(1)} ${middle.toFixed(1)})`,
        }),
  ];
}

/** Of how many figures one has room. */
function stride(places: readonly Pixel[]): number {
  const [[firstX, firstY], [secondX, secondY]] = [places[0]!, places[1] ?? places[0]!];
  const gap = Math.hypot((secondX - firstX) / 2, secondY - firstY);
  return gap === 0 ? 1 : Math.ceil(MIN_TICK_PX / gap);
}

/** Where no figure is beside a title. */
function betweenTicks(ticks: BoxAxis['ticks']): number {
  const middle = Math.floor((ticks.length - 1) / 2);
  return (ticks[middle]!.at + (ticks[middle + 1] ?? ticks[middle]!).at) / 2;
}
