import { element, type FigureHead, INK, label, svg } from '../svg/markup';
import { SERIES_COLOURS } from '../svg/palette';
import { linearScale, shortFigure } from '../svg/scale';

export interface IntervalBar {
  name: string;
  estimate: number;
  low: number;
  high: number;
}

const WIDTH = 720;
const LEFT = 250;
const RIGHT = 64;
const TOP = 10;
const ROW = 24;
const NAME_CHARACTERS = 38;

/** One bar from zero for each row, with the interval as a whisker and the figure beside it. */
export function intervalBars(head: FigureHead, axisTitle: string, bars: readonly IntervalBar[]): string {
  const bottom = TOP + bars.length * ROW;
  const values = bars.flatMap(({ estimate, low, high }) => [estimate, low, high]);
  const scale = linearScale(values, [LEFT, WIDTH - RIGHT], { withZero: true });
  const grid = scale.ticks.map((tick) => {
    const x = scale.at(tick);
    const look = tick === 0 ? { stroke: INK, class: 'ink-stroke' } : { stroke: '#dddddd', class: 'grid' };
    const line = element('path', { d: `M${x} ${TOP} V${bottom}`, ...look });
    return line + label(shortFigure(tick), [x, bottom + 16], { 'text-anchor': 'middle', 'font-size': 11 });
  });
  const axis = label(axisTitle, [(LEFT + WIDTH - RIGHT) / 2, bottom + 36], {
    'text-anchor': 'middle',
    'font-weight': 600,
  });
  const drawn = bars.map((bar, i) => barOf(bar, TOP + (i + 0.5) * ROW, scale.at));
  return svg([WIDTH, bottom + 46], head, [...grid, ...drawn, axis].join(''));
}

function barOf({ name, estimate, low, high }: IntervalBar, y: number, at: (value: number) => number): string {
  const [zero, end, from, to] = [at(0), at(estimate), at(low), at(high)];
  const whisker = `M${from} ${y} H${to} M${from} ${y - 4} V${y + 4} M${to} ${y - 4} V${y + 4}`;
  const short = [...name].length > NAME_CHARACTERS ? `${[...name].slice(0, NAME_CHARACTERS - 1).join('')}…` : name;
  return [
    element('rect', {
      x: Math.min(zero, end),
      y: y - 7,
      width: Math.abs(end - zero),
      height: 14,
      fill: SERIES_COLOURS[0],
    }),
    element('path', { d: whisker, stroke: INK, 'stroke-width': 1.5, fill: 'none', class: 'ink-stroke' }),
    label(short, [LEFT - 8, y + 4], { 'text-anchor': 'end' }),
    label(shortFigure(Number(estimate.toPrecision(3))), [Math.max(end, to, zero) + 6, y + 4], { 'font-size': 11 }),
  ].join('');
}
