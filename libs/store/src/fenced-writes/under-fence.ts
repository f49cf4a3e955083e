import { inTransaction, type Database, type Queryable } from '../database';
import type { PlacedShard } from '../shards/place-shard';

/** The device whose lease a shard holds. */
export interface LeasedDevice {
  deviceId: string;
}

/**
 * `exclusive`: for writes that change or end the lease. `shared`: for writes that may run beside each other, such as records.
 * Either way the lease cannot be granted again before the transaction has ended.
 */
type LeaseLock = 'exclusive' | 'shared';

const LOCK_CLAUSES = { exclusive: 'FOR UPDATE', shared: 'FOR SHARE' } as const;

/**
 * `lost_on_crash`: its commit does not wait for the disk, so that a crash of PostgreSQL loses the last half second of it. Only for
 * what comes again by itself (a heartbeat, progress) or is done again without harm.
 */
type Durability = 'durable' | 'lost_on_crash';

interface WriteOptions {
  lock?: LeaseLock;
  durability?: Durability;
}

/**
 * The one way to write as the holder of a lease: runs `work` in a transaction that holds the lease row, if the shard's fence is
 * the one in force. Null: the fence is stale; `work` was not called and nothing has changed.
 */
export async function underFence<T>(
  database: Database,
  { shardId, fence }: PlacedShard,
  work: (db: Queryable, device: LeasedDevice) => Promise<T>,
  { lock = 'exclusive', durability = 'durable' }: WriteOptions = {},
): Promise<T | null> {
  const relaxed = durability === 'lost_on_crash' ? `, set_config('synchronous_commit', 'off', true)` : '';
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<LeasedDevice>(
      `SELECT device_id AS "deviceId"${relaxed} FROM lease WHERE shard_id = $1 AND fence = $2 ${LOCK_CLAUSES[lock]}`,
      [shardId, fence],
    );
    const [device] = rows;
    return device ? work(client, device) : null;
  });
}

/** As `underFence`, for a write whose only answer is whether it was made. False: stale fence. */
export async function writeUnderFence(
  database: Database,
  shard: PlacedShard,
  write: (db: Queryable, device: LeasedDevice) => Promise<unknown>,
  options?: WriteOptions,
): Promise<boolean> {
  const written = await underFence(database, shard, (db, device) => write(db, device).then(() => true), options);
  return written ?? false;
}
