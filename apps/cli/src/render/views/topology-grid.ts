import type { TopologySurfaceView } from '@joulefleet/contracts';
import { formatCount } from '@joulefleet/figures';
import type { Colors } from '../../terminal/session';
import type { ViewScreen } from './view-page';

/** Three digits, a mark, and a space before them. */
const CELL_WIDTH = 5;
const MAX_LABEL_WIDTH = 7;
/** More lines than a terminal shows at a time are of no use. */
const MAX_LINES = 40;

/** Up to how many percent above the optimum a cell has a colour. */
const SHADES: readonly (readonly [number, (colors: Colors) => (text: string) => string])[] = [
  [2, (colors) => colors.green],
  [10, (colors) => colors.cyan],
  [50, (colors) => colors.yellow],
];

type Cell = TopologySurfaceView['cells'][number];
type Axis = 'cpuHz' | 'gpuHz';

/**
 * A surface as a grid in percent above its optimum; the clock with fewer levels is across. What a cell is has a mark: `*` is the optimum, `=`
 * may be the best one. Clocks that find no room are left out evenly, never the optimum's, the lowest or the highest.
 */
export function topologyGrid(surface: TopologySurfaceView, { colors, columns }: ViewScreen): string[] {
  const [across, down]: [Axis, Axis] =
    surface.gpuHz.length <= surface.cpuHz.length ? ['gpuHz', 'cpuHz'] : ['cpuHz', 'gpuHz'];
  const room = Math.max(3, Math.floor((columns - MAX_LABEL_WIDTH) / CELL_WIDTH));
  const shown = thinned(surface[across], room, surface.optimum[across]);
  const lines = thinned(surface[down], Number.isFinite(columns) ? MAX_LINES : Infinity, surface.optimum[down]);
  const cells = new Map(surface.cells.map((cell) => [`${cell[across]} ${cell[down]}`, cell]));
  const grid = [...lines].reverse().map((clock) => {
    const row = shown.map((other) => cellText(cells.get(`${other} ${clock}`), surface, colors));
    return `${megahertz(clock).padStart(MAX_LABEL_WIDTH)}${row.join('')}`;
  });
  return [
    `${NAMES[across]} clock across and ${NAMES[down]} clock down in MHz; percent above the optimum`,
    `${' '.repeat(MAX_LABEL_WIDTH)}${shown.map((clock) => megahertz(clock).padStart(CELL_WIDTH)).join('')}`,
    ...grid,
    ...leftOut(surface[across].length - shown.length, across),
    ...leftOut(surface[down].length - lines.length, down),
  ];
}

const NAMES: Readonly<Record<Axis, string>> = { cpuHz: 'CPU', gpuHz: 'GPU' };

function leftOut(count: number, axis: Axis): string[] {
  return count === 0
    ? []
    : [`No room here for ${formatCount(count, `${NAMES[axis]} clock`)}; --csv and --json have all.`];
}

function cellText(cell: Cell | undefined, { optimum }: TopologySurfaceView, colors: Colors): string {
  if (!cell) return '.'.padStart(CELL_WIDTH - 1) + ' ';
  const mark = cell.cellKey === optimum.cellKey ? '*' : cell.mayBeBest ? '=' : ' ';
  const text = `${distance(cell.aboveOptimumPct).padStart(CELL_WIDTH - 1)}${mark}`;
  const shade = SHADES.find(([pct]) => cell.aboveOptimumPct <= pct)?.[1] ?? ((all: Colors) => all.red);
  return shade(colors)(mark === ' ' ? text : colors.bold(text));
}

/** Whole percent; from ten times the optimum on the factor. */
function distance(pct: number): string {
  const rounded = Math.round(pct);
  return rounded < 1000 ? String(rounded) : `${Math.round(1 + pct / 100)}x`;
}

/** Whole megahertz: clocks of one axis differ by more. */
function megahertz(hz: number): string {
  return String(Math.round(hz / 1e6));
}

/** At most `room` of the clocks, evenly, with the first, the last and `kept` among them. */
export function thinned(clocks: readonly number[], room: number, kept: number): number[] {
  if (clocks.length <= room) return [...clocks];
  const step = (clocks.length - 1) / (room - 1);
  const places = Array.from({ length: room }, (_, i) => Math.round(i * step));
  const wanted = clocks.indexOf(kept);
  if (!places.includes(wanted)) {
    const inner = places.slice(1, -1);
    const nearest = inner.reduce((best, place) => (Math.abs(place - wanted) < Math.abs(best - wanted) ? place : best));
    places[places.indexOf(nearest)] = wanted;
  }
  return places.map((place) => clocks[place]!);
}
