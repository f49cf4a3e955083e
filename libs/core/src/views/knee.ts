const MIN_POINTS = 3;

/**
 * The knee of a front: the point farthest from the straight line between its ends, on logarithmic scales that both ends span (I. Das, Structural
 * Optimization 18, 1999). From there on a little less energy costs much time, and the other way round.
 *
 * @param points by rising energy and falling time.
 * @returns null with fewer than three points, or where none lies below the line.
 */
export function kneeOf<T extends { logEnergy: number; logTime: number }>(points: readonly T[]): T | null {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < MIN_POINTS) return null;
  const [energy, time] = [last.logEnergy - first.logEnergy, first.logTime - last.logTime];
  if (energy <= 0 || time <= 0) return null;
  let [knee, most]: [T | null, number] = [null, 0];
  for (const point of points) {
    const below = 1 - (point.logEnergy - first.logEnergy) / energy - (point.logTime - last.logTime) / time;
    if (below > most + 1e-12) [knee, most] = [point, below];
  }
  return knee;
}
