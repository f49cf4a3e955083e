import { element, escapeText, type FigureHead, INK, label, svg } from '../svg/markup';
import { BEST_COLOUR, SERIES_COLOURS } from '../svg/palette';
import { linearScale, shortFigure, type Scale } from '../svg/scale';

/** A night of a series; null: not measured, or no reference yet. */
export interface ChartedNight {
  atMs: number;
  /** `2026-03-31` */
  day: string;
  value: number | null;
  reference: number | null;
  low: number | null;
  high: number | null;
  /** The device's own movement, in percent. */
  movedPct: number | null;
  /** How far its sentinel cells are off, in percent. */
  sentinelPct: number | null;
  /** Shown when it is pointed at. */
  about: string;
}

/** Something that happened in a night: a line from top to bottom. */
export interface NightMark {
  atMs: number;
  kind: 'since' | 'again' | 'confirmed' | 'version';
  name: string;
}

export interface NightChart extends FigureHead {
  yTitle: string;
  nights: readonly ChartedNight[];
  marks: readonly NightMark[];
}

const WIDTH = 720;
const [LEFT, RIGHT, TOP] = [76, 20, 30];
const BOTTOM = 300;
/** The strip of the device's own movement. */
const STRIP = { top: 326, bottom: 386 };
const DAYS_Y = STRIP.bottom + 18;
const LEGEND_Y = DAYS_Y + 26;
const LEGEND_ROW = 18;
const DAYS = 6;
const DAY_WIDTH = 72;
const [VALUE, REFERENCE, MOVED] = [SERIES_COLOURS[0], SERIES_COLOURS[2], SERIES_COLOURS[3]];
const SENTINEL_DASH = '2 3';
const MARKS = {
  since: { dash: undefined, colour: BEST_COLOUR },
  again: { dash: '10 3 2 3', colour: BEST_COLOUR },
  confirmed: { dash: '5 4', colour: BEST_COLOUR },
  version: { dash: '1 4', colour: INK },
} as const;

type Keyed = 'value' | 'reference' | 'movedPct' | 'sentinelPct';

/** A series over nights: its band and reference, what was measured, what happened, and below it how the device moved as a whole. */
export function nightChart(chart: NightChart): string {
  const { nights, marks } = chart;
  const times = nights.map(({ atMs }) => atMs);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = (atMs: number): number =>
    first === last
      ? (LEFT + WIDTH - RIGHT) / 2
      : LEFT + 6 + ((atMs - first) / (last - first)) * (WIDTH - LEFT - RIGHT - 12);
  const y = linearScale(
    nights.flatMap(({ value, low, high }) => [value, low, high]).filter((each) => each !== null),
    [BOTTOM, TOP],
  );
  const moved = linearScale(
    [...nights.flatMap(({ movedPct, sentinelPct }) => [movedPct, sentinelPct].filter((each) => each !== null)), 0],
    [STRIP.bottom, STRIP.top],
  );
  const legend = legendOf(chart);
  const size = [WIDTH, LEGEND_Y + legend.length * LEGEND_ROW] as const;
  const content = [
    axis(y, chart.yTitle, [TOP, BOTTOM]),
    axis({ ...moved, ticks: [...new Set([moved.ticks[0]!, 0, moved.ticks.at(-1)!])] }, 'device, %', [
      STRIP.top,
      STRIP.bottom,
    ]),
    days(nights, x),
    bandOf(nights, x, y),
    ...marks.map((mark) => markOf(mark, x)),
    lineOf(nights, 'reference', x, y, { stroke: REFERENCE, 'stroke-width': 2, 'stroke-dasharray': '7 3' }),
    lineOf(nights, 'movedPct', x, moved, { stroke: MOVED, 'stroke-width': 1.5 }),
    lineOf(nights, 'sentinelPct', x, moved, { stroke: MOVED, 'stroke-width': 1.5, 'stroke-dasharray': SENTINEL_DASH }),
    lineOf(nights, 'value', x, y, { stroke: VALUE, 'stroke-width': 1 }),
    ...nights.map((night) => pointOf(night, x, y)),
    ...legend.map(([drawn, text], i) => {
      const top = LEGEND_Y + i * LEGEND_ROW;
      return drawn(top - 4) + label(text, [LEFT + 32, top]);
    }),
  ];
  return svg(size, chart, content.join(''));
}

function axis(scale: Scale, title: string, [top, bottom]: readonly [number, number]): string {
  const middle = (top + bottom) / 2;
  return [
    ...scale.ticks.map(
      (tick) =>
        element('path', { d: `M${LEFT} ${scale.at(tick)} H${WIDTH - RIGHT}`, stroke: '#e3e3e3', class: 'grid' }) +
        label(shortFigure(tick), [LEFT - 8, scale.at(tick) + 4], { 'text-anchor': 'end', 'font-size': 11 }),
    ),
    element('path', { d: `M${LEFT} ${top} V${bottom}`, stroke: INK, fill: 'none', class: 'ink-stroke' }),
    label(title, [18, middle], {
      ...{ 'text-anchor': 'middle', 'font-weight': 600 },
      transform: `rotate(-90 18 ${middle})`,
    }),
  ].join('');
}

/** Days of some nights, at equal distances; of more nights in a day once, and not over the edge. */
function days(nights: readonly ChartedNight[], x: (atMs: number) => number): string {
  const step = Math.max(1, Math.ceil((nights.length - 1) / DAYS));
  return nights
    .filter((_, i) => i % step === 0)
    .filter(({ day }, i, shown) => day !== shown[i - 1]?.day)
    .map(({ atMs, day }) =>
      label(day, [Math.min(x(atMs), WIDTH - DAY_WIDTH / 2), DAYS_Y], { 'text-anchor': 'middle', 'font-size': 11 }),
    )
    .join('');
}

/** Nights that follow each other and have what is asked for. */
function runsOf(nights: readonly ChartedNight[], has: (night: ChartedNight) => boolean): ChartedNight[][] {
  const runs: ChartedNight[][] = [];
  let run: ChartedNight[] | null = null;
  for (const night of nights) {
    if (!has(night)) run = null;
    else if (run) run.push(night);
    else runs.push((run = [night]));
  }
  return runs;
}

function bandOf(nights: readonly ChartedNight[], x: (atMs: number) => number, y: Scale): string {
  return runsOf(nights, ({ low, high }) => low !== null && high !== null)
    .map((run) => {
      const above = run.map(({ atMs, high }) => `${place(x(atMs))} ${place(y.at(high!))}`);
      const below = run.map(({ atMs, low }) => `${place(x(atMs))} ${place(y.at(low!))}`).reverse();
      return element('path', { d: `M${[...above, ...below].join(' L')} Z`, fill: REFERENCE, 'fill-opacity': 0.18 });
    })
    .join('');
}

function lineOf(
  nights: readonly ChartedNight[],
  key: Keyed,
  x: (atMs: number) => number,
  y: Scale,
  look: Readonly<Record<string, string | number | undefined>>,
): string {
  const d = runsOf(nights, (night) => night[key] !== null)
    .map((run) => `M${run.map((night) => `${place(x(night.atMs))} ${place(y.at(night[key]!))}`).join(' L')}`)
    .join(' ');
  return d === '' ? '' : element('path', { d, fill: 'none', ...look });
}

/** Outside of its band a night is a diamond. */
function pointOf(night: ChartedNight, x: (atMs: number) => number, y: Scale): string {
  const { atMs, value, about } = night;
  if (value === null) return '';
  const title = element('title', {}, escapeText(about));
  const [px, py] = [place(x(atMs)), place(y.at(value))];
  return isOff(night)
    ? element('path', { d: diamond(px, py), fill: BEST_COLOUR }, title)
    : element('circle', { cx: px, cy: py, r: 3, fill: VALUE }, title);
}

function isOff({ value, low, high }: ChartedNight): boolean {
  return value !== null && ((low !== null && value < low) || (high !== null && value > high));
}

function diamond(x: number, y: number): string {
  return `M${x} ${y - 5.5} l5 5.5 l-5 5.5 l-5 -5.5 z`;
}

function markOf({ atMs, kind, name }: NightMark, x: (atMs: number) => number): string {
  const { dash, colour } = MARKS[kind];
  const look = kind === 'version' ? { class: 'ink-stroke' } : {};
  const d = `M${place(x(atMs))} ${TOP - 6} V${STRIP.bottom}`;
  const line = { d, stroke: colour, 'stroke-width': kind === 'version' ? 1 : 2, 'stroke-dasharray': dash, ...look };
  return element('path', line, element('title', {}, escapeText(name)));
}

type Drawn = (y: number) => string;

/** What is drawn, as it is drawn, with what it is; what no night has yet is not named. */
function legendOf({ nights, marks }: Pick<NightChart, 'nights' | 'marks'>): (readonly [Drawn, string])[] {
  const has = (key: Keyed | 'low'): boolean => nights.some((night) => night[key] !== null);
  const named: readonly (readonly [boolean, Drawn, string])[] = [
    [true, dotAt, has('movedPct') ? 'a night, the movement of the device taken off' : 'a night'],
    [nights.some(isOff), diamondAt, 'a night outside of the band'],
    [has('low'), bandAt, 'reference, with the band in which 95 of 100 nights lie when nothing changes'],
    [has('movedPct'), lineAt({ stroke: MOVED }), 'below: how the device moved as a whole'],
    [
      has('sentinelPct'),
      lineAt({ stroke: MOVED, 'stroke-dasharray': SENTINEL_DASH }),
      'below: how far its sentinel cells are off their references',
    ],
    ...KINDS.map(([kind, text]) => [marks.some((mark) => mark.kind === kind), markAt(kind), text] as const),
  ];
  return named.filter(([drawn]) => drawn).map(([, drawn, text]) => [drawn, text]);
}

const KINDS = [
  ['since', 'first night of a change'],
  ['again', 'night in which former and present version were measured again, in turn'],
  ['confirmed', 'night that confirmed it'],
  ['version', 'what is under test was changed'],
] as const;

function lineAt(look: Readonly<Record<string, string | number | undefined>>): Drawn {
  return (y) => element('path', { d: `M${LEFT} ${y} h24`, fill: 'none', 'stroke-width': 2, ...look });
}

function markAt(kind: NightMark['kind']): Drawn {
  const { dash, colour } = MARKS[kind];
  return lineAt({ stroke: colour, 'stroke-dasharray': dash, ...(kind === 'version' ? { class: 'ink-stroke' } : {}) });
}

function dotAt(y: number): string {
  return element('circle', { cx: LEFT + 12, cy: y, r: 3, fill: VALUE });
}

function diamondAt(y: number): string {
  return element('path', { d: diamond(LEFT + 12, y), fill: BEST_COLOUR });
}

function bandAt(y: number): string {
  return (
    element('rect', { x: LEFT, y: y - 5, width: 24, height: 10, fill: REFERENCE, 'fill-opacity': 0.18 }) +
    lineAt({ stroke: REFERENCE, 'stroke-dasharray': '7 3' })(y)
  );
}

function place(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
