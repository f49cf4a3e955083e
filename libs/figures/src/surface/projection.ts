import type { ViewAngle } from './view-angle';

/** A place in the box of a surface, whose middle is 0 and whose floor is 1 by 1: columns, rows, height. */
export type Point = readonly [x: number, y: number, z: number];
export type Pixel = readonly [x: number, y: number];

export interface Projection {
  to: (point: Point) => Pixel;
  /** Which of two neighbouring columns, or rows, is farther away: that of the higher (1) or of the lower (-1) number. */
  farColumn: 1 | -1;
  farRow: 1 | -1;
}

/** Parallel lines stay parallel, so that heights can be compared wherever they are. `scale`: pixels of a side of the floor. */
export function project({ azimuth, elevation }: ViewAngle, [left, top]: Pixel, scale: number): Projection {
  const [turn, tilt] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  const [cosTurn, sinTurn] = [Math.cos(turn), Math.sin(turn)];
  const [cosTilt, sinTilt] = [Math.cos(tilt), Math.sin(tilt)];
  return {
    to: ([x, y, z]) => {
      const depth = x * sinTurn + y * cosTurn;
      return [left + scale * (x * cosTurn - y * sinTurn), top - scale * (z * cosTilt + depth * sinTilt)];
    },
    farColumn: sinTurn >= 0 ? 1 : -1,
    farRow: cosTurn >= 0 ? 1 : -1,
  };
}
