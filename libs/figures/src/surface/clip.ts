import type { Point } from './projection';

/** Which side of a height. */
export type Side = 'below' | 'above';

/** What of a polygon is on one side of a height; empty: nothing. */
export function clipPolygon(corners: readonly Point[], height: number, side: Side): readonly Point[] {
  const kept = corners.filter((corner) => isOn(corner, height, side)).length;
  if (kept === corners.length) return corners;
  return kept === 0 ? [] : cut(corners, height, side);
}

function cut(corners: readonly Point[], height: number, side: Side): Point[] {
  const kept = corners.flatMap((corner, i) => {
    const next = corners[(i + 1) % corners.length]!;
    const crossing = crosses(corner, next, height) ? [between(corner, next, height)] : [];
    return isOn(corner, height, side) ? [corner, ...crossing] : crossing;
  });
  return kept.length < 3 ? [] : kept;
}

/** What of a line is on one side of a height; null: nothing. */
export function clipLine([from, to]: readonly [Point, Point], height: number, side: Side): [Point, Point] | null {
  if (!crosses(from, to, height)) return isOn(from, height, side) && isOn(to, height, side) ? [from, to] : null;
  const middle = between(from, to, height);
  return isOn(from, height, side) ? [from, middle] : [middle, to];
}

/** What is on the height itself belongs to what is above it. */
function isOn([, , z]: Point, height: number, side: Side): boolean {
  return side === 'above' ? z >= height : z < height;
}

function crosses([, , from]: Point, [, , to]: Point, height: number): boolean {
  return from < height !== to < height;
}

function between(from: Point, to: Point, height: number): Point {
  const share = (height - from[2]) / (to[2] - from[2]);
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1]), height];
}
