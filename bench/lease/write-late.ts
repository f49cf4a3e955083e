import { recordCrc, type SpoolRecord } from '@joulefleet/contracts';
import { commitRecord } from '@joulefleet/ingest';
import {
  beginShard,
  claimRecord,
  extendLease,
  inTransaction,
  settleShard,
  suspendShard,
  type Database,
  type PlacedShard,
} from '@joulefleet/store';

/** How often a holder of an old fence tried to write, and how often it was let. */
export interface LateCount {
  tries: number;
  accepted: number;
}

type LateWrite = (database: Database, stale: PlacedShard) => Promise<boolean>;

/** A record that only its number tells apart; what it says is not looked at. */
const RECORD = makeRecord(1);

/** Everything that a worker writes under its fence. True: it was accepted. */
const LATE_WRITES: readonly LateWrite[] = [
  async (database, stale) => (await commitRecord(database, { ...stale, record: RECORD }, ignore)) !== 'stale_fence',
  async (database, stale) => {
    const claim = await inTransaction(database, (db) => claimRecord(db, { ...stale, seq: 2, kind: 'trace' }));
    return claim !== 'stale_fence';
  },
  (database, stale) => extendLease(database.pool, stale),
  async (database, stale) => (await beginShard(database, stale, 'late')) !== null,
  (database, stale) => suspendShard(database, stale, { reason: 'late', retryInS: 1 }),
  (database, stale) => settleShard(database, stale, { availability: 'quarantined', health: 'bad', reason: 'late' }),
];

/** A worker that missed that its lease was renewed tries each of its writes once. */
export async function writeLate(database: Database, stale: PlacedShard): Promise<LateCount> {
  let accepted = 0;
  for (const write of LATE_WRITES) if (await write(database, stale)) accepted++;
  return { tries: LATE_WRITES.length, accepted };
}

function makeRecord(seq: number): SpoolRecord {
  const record = { seq, kind: 'shard_end', body: JSON.stringify({ reason: 'completed' }) } as const;
  return { ...record, crc: recordCrc(record) };
}

/** A record that is refused is not looked at; one that is accepted counts, whatever it says. */
function ignore(): void {}
