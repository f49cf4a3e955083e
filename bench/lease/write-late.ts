import type { Database, PlacedShard } from '@joulefleet/store';
import { checksumRows } from './checksum-rows';
import { LATE_WRITES, untriedWrites, type LateWrites } from './late-writes';

/** How often a holder of an old fence tried to write, and how often it was let. */
export interface LateCount {
  tries: number;
  accepted: number;
}

/**
 * A worker that missed that its lease was granted again tries each of its writes once. One is accepted when it says so; when all
 * say no and a row has changed all the same, at least one was.
 * @throws Error when the store has a write that is not tried.
 */
export async function writeLate(
  database: Database,
  stale: PlacedShard,
  writes: LateWrites = LATE_WRITES,
): Promise<LateCount> {
  const untried = untriedWrites(writes);
  if (untried.length > 0) throw new Error(`writes under a fence that nobody tries: ${untried.join(', ')}`);
  const before = await checksumRows(database, stale.shardId);
  let accepted = 0;
  for (const write of Object.values(writes)) if (await write(database, stale)) accepted++;
  const changed = (await checksumRows(database, stale.shardId)) !== before;
  return { tries: Object.keys(writes).length, accepted: Math.max(accepted, changed ? 1 : 0) };
}
