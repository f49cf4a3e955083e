import { element, escapeText, type FigureHead, INK, label, svg } from '../svg/markup';
import { SERIES_COLOURS } from '../svg/palette';
import { linearScale, shortFigure, type Scale } from '../svg/scale';

export interface Point {
  x: number;
  y: number;
  /** Ends of the interval of y. */
  low?: number;
  high?: number;
  /** Ends of the interval of x. */
  xLow?: number;
  xHigh?: number;
  /** Shown when it is pointed at. */
  about?: string;
}

export interface Series {
  name: string;
  points: readonly Point[];
  /** Points joined by a line; alone and pale; or alone and as strong as those of a line. */
  kind: 'line' | 'points' | 'marks';
  dashed?: boolean;
}

export interface XyChart extends FigureHead {
  xTitle: string;
  yTitle: string;
  series: readonly Series[];
  /** Places of x that are named, in place of round figures: the levels that were measured. */
  levels?: readonly number[];
}

const WIDTH = 720;
const HEIGHT = 380;
const [LEFT, RIGHT, TOP, BOTTOM] = [72, 20, 14, 52];
const LEGEND_ROW = 18;
const RADII = { line: 4, points: 3, marks: 6 } as const;
const MARKERS = ['circle', 'square', 'triangle', 'diamond'] as const;

/** Series over two axes: each has a colour and a shape of its own, so that no one needs the colour. */
export function xyChart(chart: XyChart): string {
  const all = chart.series.flatMap(({ points }) => points);
  const levels = chart.levels ?? [];
  const x =
    levels.length > 0
      ? levelScale(levels)
      : linearScale(
          all.flatMap((p) => [p.x, p.xLow ?? p.x, p.xHigh ?? p.x]),
          [LEFT, WIDTH - RIGHT],
        );
  const y = linearScale(
    all.flatMap((p) => [p.y, p.low ?? p.y, p.high ?? p.y]),
    [HEIGHT - BOTTOM, TOP],
  );
  // One without points keeps its colour and shape to itself, so that figures of the same series have the same ones.
  const shown = chart.series.map((series, i) => ({ series, i })).filter(({ series }) => series.points.length > 0);
  const drawn = shown.map(({ series, i }) => seriesOf(series, i, { x, y }));
  const legend = shown.map(({ series: { name, kind }, i }, row) => {
    const top = HEIGHT + 12 + row * LEGEND_ROW;
    return marker(i, LEFT + 6, top - 4, kind) + label(name, [LEFT + 20, top]);
  });
  const size = [WIDTH, HEIGHT + 10 + shown.length * LEGEND_ROW] as const;
  // The first series is drawn over the others.
  return svg(size, chart, [axes(chart, x, y), ...drawn.reverse(), ...legend].join(''));
}

/** Levels at equal distances, as on a scale of their ranks. */
function levelScale(levels: readonly number[]): Scale {
  const width = (WIDTH - RIGHT - LEFT) / levels.length;
  return { ticks: levels, at: (value) => LEFT + (levels.indexOf(value) + 0.5) * width };
}

function axes({ xTitle, yTitle }: XyChart, x: Scale, y: Scale): string {
  const [bottom, middle] = [HEIGHT - BOTTOM, (TOP + HEIGHT - BOTTOM) / 2];
  return [
    ...y.ticks.map((tick) => {
      const line = element('path', { d: `M${LEFT} ${y.at(tick)} H${WIDTH - RIGHT}`, stroke: '#e3e3e3', class: 'grid' });
      return line + label(shortFigure(tick), [LEFT - 8, y.at(tick) + 4], { 'text-anchor': 'end', 'font-size': 11 });
    }),
    ...x.ticks.map((tick) =>
      label(shortFigure(tick), [x.at(tick), bottom + 18], { 'text-anchor': 'middle', 'font-size': 11 }),
    ),
    element('path', {
      d: `M${LEFT} ${TOP} V${bottom} H${WIDTH - RIGHT}`,
      stroke: INK,
      fill: 'none',
      class: 'ink-stroke',
    }),
    label(xTitle, [(LEFT + WIDTH - RIGHT) / 2, bottom + 40], { 'text-anchor': 'middle', 'font-weight': 600 }),
    label(yTitle, [18, middle], {
      ...{ 'text-anchor': 'middle', 'font-weight': 600 },
      transform: `rotate(-90 18 ${middle})`,
    }),
  ].join('');
}

function seriesOf({ points, kind, dashed = false }: Series, i: number, { x, y }: { x: Scale; y: Scale }): string {
  const stroke = SERIES_COLOURS[i % SERIES_COLOURS.length]!;
  const look = { stroke, class: isBlack(i) ? 'ink-stroke' : undefined };
  const path = points.map((p, k) => `${k === 0 ? 'M' : 'L'}${place(x.at(p.x))} ${place(y.at(p.y))}`).join(' ');
  const line = element('path', {
    ...{ d: path, ...look, 'stroke-width': 2, fill: 'none' },
    'stroke-dasharray': dashed ? '6 4' : undefined,
  });
  const whiskers = points.map((p) => {
    const upright = ends(p.low, p.high).map(
      ([from, to]) => `M${place(x.at(p.x))} ${place(y.at(from))} V${place(y.at(to))}`,
    );
    const level = ends(p.xLow, p.xHigh).map(
      ([from, to]) => `M${place(x.at(from))} ${place(y.at(p.y))} H${place(x.at(to))}`,
    );
    const d = [...upright, ...level].join(' ');
    return d === '' ? '' : element('path', { d, ...look });
  });
  const dots = points.map((p) => marker(i, x.at(p.x), y.at(p.y), kind, p.about));
  return (kind === 'line' ? line : '') + whiskers.join('') + dots.join('');
}

function ends(low: number | undefined, high: number | undefined): [number, number][] {
  return low === undefined || high === undefined ? [] : [[low, high]];
}

/** Black is the colour of text, whatever that is. */
function isBlack(i: number): boolean {
  return SERIES_COLOURS[i % SERIES_COLOURS.length] === '#000000';
}

function marker(i: number, x: number, y: number, kind: Series['kind'], about?: string): string {
  const fill = SERIES_COLOURS[i % SERIES_COLOURS.length]!;
  const style = { fill, 'fill-opacity': kind === 'points' ? 0.45 : 1, class: isBlack(i) ? 'ink-fill' : undefined };
  const [px, py] = [place(x), place(y)];
  const title = about === undefined ? '' : element('title', {}, escapeText(about));
  switch (MARKERS[i % MARKERS.length]) {
    case 'square':
      return element('rect', { x: x - 4, y: y - 4, width: 8, height: 8, ...style }, title);
    case 'triangle':
      return element('path', { d: `M${px} ${py - 5} l5 9 h-10 z`, ...style }, title);
    case 'diamond':
      return element('path', { d: `M${px} ${py - 5.5} l5 5.5 l-5 5.5 l-5 -5.5 z`, ...style }, title);
    default:
      return element('circle', { cx: x, cy: y, r: RADII[kind], ...style }, title);
  }
}

function place(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
