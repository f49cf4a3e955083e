import { element, label } from '../svg/markup';
import { cividis } from '../svg/palette';
import { clipLine } from './clip';
import { keyed, linesOf, type Drawn } from './draw-patch';
import type { Line } from './patches';
import { pathOf } from './path';
import type { Point, Projection } from './projection';

/** Around text that is over the surface. */
const HALO = {
  'paint-order': 'stroke',
  stroke: '#ffffff',
  'stroke-width': 3,
  'stroke-linejoin': 'round',
  class: 'halo',
};

/** A measured point without neighbours all around, as a row of points has them: a dot, and lines half way to the neighbours that there are. */
export function drawPoint(point: Point, spokes: readonly Line[], drawn: Drawn): string {
  const { cell, share, projection, clip } = drawn;
  const lines = element('path', { d: linesOf(spokes, drawn), stroke: cividis(share), 'stroke-width': 2, fill: 'none' });
  if (!clipLine([point, point], clip.height, clip.side)) return lines;
  const [cx, cy] = projection.to(point);
  const edge = { stroke: '#808080', 'stroke-width': 0.8 };
  return keyed(cell, [lines, element('circle', { cx, cy, r: cell.near ? 5 : 3.5, fill: cividis(share), ...edge })]);
}

/** A ring on the surface and a line from it to the top of the box, with a name there. */
export function drawMark(point: Point, top: number, { to }: Projection, colour: string, name = ''): string {
  const [[cx, cy], [upX, upY]] = [to(point), to([point[0], point[1], top])];
  const line = { d: pathOf([[cx, cy], [upX, upY]], false), fill: 'none', 'pointer-events': 'none' }; // prettier-ignore
  return [
    element('path', { ...line, stroke: '#ffffff', 'stroke-width': 3.5, 'stroke-opacity': 0.6 }),
    element('path', { ...line, stroke: colour, 'stroke-width': 1.6 }),
    element('circle', {
      cx,
      cy,
      r: 4.5,
      fill: '#ffffff',
      stroke: colour,
      'stroke-width': 2.2,
      'pointer-events': 'none',
    }),
    name === ''
      ? ''
      : label(name, [upX, upY - 5], { 'text-anchor': 'middle', 'font-weight': 700, 'font-size': 11, ...HALO }),
  ].join('');
}
