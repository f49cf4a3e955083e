import { recordCrc, type SpoolRecord } from '@joulefleet/contracts';
import type { Reason } from '@joulefleet/core';
import { commitRecords } from '@joulefleet/ingest';
import {
  beginShard,
  fencedWrites,
  handOverShard,
  markEnqueued,
  renewLease,
  saveCheck,
  saveDrift,
  saveProgress,
  saveShardEnd,
  setLeasedHealth,
  settleShard,
  storeRecords,
  suspendShard,
  type Database,
  type PlacedShard,
} from '@joulefleet/store';

/** Tries one write under an old fence. True: the write says that it was made. */
export type LateWrite = (database: Database, stale: PlacedShard) => Promise<boolean>;

/** Writes by name. */
export type LateWrites = Readonly<Record<string, LateWrite>>;

const RECORD = makeRecord(1);
const LATE: Reason = { code: 'person', text: 'late' };

/** Each write of the store's registry, as a worker would make it that missed that its lease was granted again. */
export const STORE_WRITES = {
  renewLease,
  beginShard: async (database, stale) => (await beginShard(database, stale, 'late')) !== null,
  markEnqueued,
  saveProgress: (database, stale) => saveProgress(database, stale, { late: Date.now() }),
  storeRecords: async (database, stale) => {
    const content = { kind: 'shard_end', outcome: 'late' } as const;
    return (await storeRecords(database, stale, [{ seq: 2, kind: 'shard_end', content }])) !== null;
  },
  saveShardEnd: (database, stale) => saveShardEnd(database, stale, { late: true }),
  saveCheck: (database, stale) =>
    saveCheck(database, stale, async (db) => {
      const { rows } = await db.query<{ id: string }>('SELECT device_id AS id FROM lease WHERE shard_id = $1', [
        stale.shardId,
      ]);
      await saveDrift(db, rows[0]!.id, { facts: {}, drift: [{ late: true }] });
    }),
  setLeasedHealth: (database, stale) =>
    setLeasedHealth(
      database,
      stale,
      { health: 'bad', consecutiveFaults: 9, ladder: null },
      { kind: 'fault', actor: 'late', message: 'late' },
    ),
  handOverShard,
  suspendShard: (database, stale) => suspendShard(database, stale, { reason: LATE, retryInS: 1 }),
  settleShard: async (database, stale) => {
    const after = { availability: 'quarantined', health: 'bad', reason: LATE } as const;
    return (await settleShard(database, stale, after)) !== 'stale_fence';
  },
} satisfies Record<keyof typeof fencedWrites, LateWrite>;

/** The store's writes, and what use cases make of them. The order matters where one is accepted: the last ones end the lease. */
export const LATE_WRITES: LateWrites = {
  commitRecords: async (database, stale) => {
    const { fresh } = await commitRecords(database, { ...stale, records: [RECORD] }, () => undefined);
    return fresh !== null;
  },
  ...STORE_WRITES,
};

/** Names of the store's fenced writes that nobody tries. */
export function untriedWrites(tried: LateWrites, registry: object = fencedWrites): string[] {
  return Object.keys(registry).filter((name) => !(name in tried));
}

function makeRecord(seq: number): SpoolRecord {
  const end = { reason: 'completed', restored: { verified: true, differences: [] }, error: null };
  const record = { seq, kind: 'shard_end', body: JSON.stringify(end) } as const;
  return { ...record, crc: recordCrc(record) };
}
