import type { Pixel } from './projection';

/** A line through pixels as the `d` of a path, to tenths of a pixel. */
export function pathOf(pixels: readonly Pixel[], closed: boolean): string {
  let written = '';
  for (const [x, y] of pixels) written += `${written === '' ? 'M' : 'L'}${tenths(x)} ${tenths(y)}`;
  return closed ? `${written}Z` : written;
}

/** Polygons as one path, all the same way around, so that they cover one another without holes. */
export function unionOf(polygons: readonly (readonly Pixel[])[]): string {
  return polygons.map((corners) => pathOf(areaOf(corners) < 0 ? [...corners].reverse() : corners, true)).join('');
}

function areaOf(corners: readonly Pixel[]): number {
  let sum = 0;
  let [lastX, lastY] = corners.at(-1)!;
  for (const [x, y] of corners) {
    sum += lastX * y - x * lastY;
    [lastX, lastY] = [x, y];
  }
  return sum;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
