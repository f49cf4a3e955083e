import { element, label } from '../svg/markup';
import { BEST_COLOUR, cividis } from '../svg/palette';
import { shortFigure } from '../svg/scale';

/** What values are compared with; it has no place among the clocks. */
export interface Baseline {
  name: string;
  value: number;
}

interface ColourBarInput {
  valueTitle: string;
  baseline: Baseline | null;
}

export interface ColourBarPlace {
  x: number;
  y: number;
  width: number;
  /** On a line of its own: there is no room for it between the ends. */
  titleBelow?: boolean;
}

const PARTS = 60;
/** Of the name of a baseline, which stands before its mark where there is no room behind it. */
const NAME_WIDTH = 36;

/** Where a value is between two others, by its logarithm: 0 to 1. */
export function logShare(least: number, most: number): (value: number) => number {
  return (value) => (most > least && least > 0 ? Math.log(value / least) / Math.log(most / least) : 0);
}

/** The scale of colours, with a mark where the baseline is. */
export function colourBar(
  { valueTitle, baseline }: ColourBarInput,
  [least, most]: readonly [number, number],
  { x, y, width, titleBelow = false }: ColourBarPlace,
): string {
  const share = logShare(least, most);
  const at = (value: number) => x + share(value) * width;
  const bar = Array.from({ length: PARTS }, (_, i) =>
    element('rect', {
      ...{ x: x + (i * width) / PARTS, y, width: width / PARTS + 0.5, height: 8 },
      fill: cividis(i / (PARTS - 1)),
    }),
  );
  const mark = baseline
    ? [
        element('path', { d: `M${at(baseline.value)} ${y - 1} l-5 -8 h10 z`, fill: BEST_COLOUR }),
        at(baseline.value) + 8 + NAME_WIDTH <= x + width
          ? label(baseline.name, [at(baseline.value) + 8, y - 2], { 'font-size': 11 })
          : label(baseline.name, [at(baseline.value) - 8, y - 2], { 'font-size': 11, 'text-anchor': 'end' }),
      ]
    : [];
  return [
    ...bar,
    ...mark,
    label(shortFigure(Number(least.toPrecision(3))), [x, y + 20], { 'font-size': 11 }),
    label(shortFigure(Number(most.toPrecision(3))), [x + width, y + 20], { 'font-size': 11, 'text-anchor': 'end' }),
    label(`${valueTitle}, logarithmic scale`, [x + width / 2, y + (titleBelow ? 37 : 20)], {
      'font-size': 11,
      'text-anchor': 'middle',
    }),
  ].join('');
}
