/** Points that no other beats in both coordinates, by rising first coordinate: their indices. */
export function frontIndices(x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  const order = Array.from({ length: x.length }, (_, i) => i).sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!);
  const front: number[] = [];
  let least = Infinity;
  for (const i of order) {
    if (y[i]! >= least) continue;
    front.push(i);
    least = y[i]!;
  }
  return front;
}

/** Area that a front dominates up to a corner, which is no better than any of its points in either coordinate. */
export function hypervolume(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  front: readonly number[],
  corner: { x: number; y: number },
): number {
  let area = 0;
  front.forEach((i, place) => {
    const next = front[place + 1];
    const right = Math.min(corner.x, next === undefined ? corner.x : x[next]!);
    area += Math.max(0, right - x[i]!) * Math.max(0, corner.y - y[i]!);
  });
  return area;
}
