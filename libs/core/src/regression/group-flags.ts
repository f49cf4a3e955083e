import type { Flag } from './night-judge';
import type { NightSeries } from './night-series';

/** Flags of one night that have one cause: what is confirmed, and reported, as one. */
export interface Suspicion {
  /** The one that is most certain. */
  flag: Flag;
  /** The most certain flag of each cell, group or device that it is about, `flag` first: several where suspicions were joined. */
  heads: readonly Flag[];
  /** All flags that it is made of, `flag` first. */
  flags: readonly Flag[];
}

/**
 * Flags of one night grouped. What is most certain comes first and takes in the others that it explains: metrics of the same cell, the
 * members of a group that moved its way, groups with such members. A group is more certain than each of its members where they all moved, and
 * less where one of them did. Flags of a device explain only each other: its movement is taken off its series.
 */
export function groupFlags(flags: readonly Flag[], series: readonly NightSeries[]): Suspicion[] {
  const order = [...flags].sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  const left = new Set(order);
  return order.flatMap((flag) => {
    if (!left.delete(flag)) return [];
    const explained = [...left].filter((other) => explains(flag, other, series));
    for (const other of explained) left.delete(other);
    return [{ flag, heads: [flag], flags: [flag, ...explained] }];
  });
}

/** Whether a flag has the same cause as one that is more certain. */
export function explains(flag: Flag, other: Flag, series: readonly NightSeries[]): boolean {
  if (flag.kind === 'device' || other.kind === 'device') return flag.kind === other.kind && flag.key === other.key;
  if (flag.metric === other.metric && flag.z * other.z < 0) return false;
  const cells = new Set(flag.members.map((row) => series[row]!.cell));
  return other.members.some((row) => cells.has(series[row]!.cell));
}
