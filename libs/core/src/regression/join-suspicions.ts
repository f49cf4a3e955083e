import type { Suspicion } from './group-flags';
import type { NightSeries } from './night-series';

/**
 * Suspicions of one night about cells of one model that moved the same way, on whatever devices: they most likely have one cause, so they
 * are one suspicion, named by the most certain. Groups and devices are joined with nothing: a group says what its members have in common.
 *
 * @param suspicions the most certain first (`groupFlags`).
 */
export function joinSuspicions(suspicions: readonly Suspicion[], series: readonly NightSeries[]): Suspicion[] {
  const joined: Suspicion[] = [];
  for (const suspicion of suspicions) {
    const place = joined.findIndex((other) => areOfOneModel(other, suspicion, series));
    const other = joined[place];
    if (!other) joined.push(suspicion);
    else joined[place] = joinTwo(other, suspicion);
  }
  return joined;
}

function areOfOneModel({ flag: a }: Suspicion, { flag: b }: Suspicion, series: readonly NightSeries[]): boolean {
  if (a.kind !== 'series' || b.kind !== 'series' || a.z * b.z < 0) return false;
  const modelOf = ([row]: readonly number[]): string | undefined => series[row!]!.groups[0];
  return modelOf(a.members) !== undefined && modelOf(a.members) === modelOf(b.members);
}

function joinTwo(a: Suspicion, b: Suspicion): Suspicion {
  return { flag: a.flag, heads: [...a.heads, ...b.heads], flags: [...a.flags, ...b.flags] };
}
