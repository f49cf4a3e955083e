import { spanOf, type TimeRange } from './time-range';

/** Columns that a tile is read in. */
export const TILE_COLUMNS = 1024;

/** One of the 2^level equal parts of a trace, which is read and kept as a whole. */
export interface Tile extends TimeRange {
  key: string;
}

/** The whole trace as it is stored: a tile's edges are whole µs, and no sample is in two of them. */
export interface TiledTrace extends TimeRange {
  samples: number;
}

/** The coarsest level with at least a column for each pixel; the one with a column a sample, where that is enough. */
export function levelFor(view: TimeRange, widthPx: number, trace: TiledTrace): number {
  const columns = (spanOf(trace) * widthPx) / (Math.max(spanOf(view), 1) * TILE_COLUMNS);
  const finest = Math.ceil(Math.log2(Math.max(trace.samples / TILE_COLUMNS, 1)));
  return Math.min(Math.max(Math.ceil(Math.log2(columns)), 0), finest);
}

/** The tiles of a level that a view lies in, and so many more on each side of it. */
export function tilesOf(view: TimeRange, level: number, trace: TimeRange, beside = 0): Tile[] {
  const count = 2 ** level;
  const placeOf = (tUs: number): number => Math.floor(((tUs - trace.startUs) / spanOf(trace)) * count);
  const first = Math.max(0, placeOf(view.startUs) - beside);
  const last = Math.min(count - 1, placeOf(view.endUs) + beside);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => tileAt(first + i, level, trace));
}

function tileAt(place: number, level: number, trace: TimeRange): Tile {
  const edge = (at: number): number => Math.round(trace.startUs + (spanOf(trace) * at) / 2 ** level);
  const isLast = place === 2 ** level - 1;
  return {
    key: `${level}/${place}`,
    startUs: edge(place),
    endUs: isLast ? trace.endUs : edge(place + 1) - 1,
  };
}
