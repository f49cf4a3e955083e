import type { Placement } from '@joulefleet/core';
import { inTransaction, type Database, type Queryable } from '../database';
import { markLeased } from '../devices/change-condition';
import { hasRoomInGroup } from '../devices/group-limits';
import { writeEvents } from '../events/write-events';
import { newId } from '../ids/new-id';

/** Seconds without a heartbeat after which a lease may be given again. */
export const LEASE_TTL_S = 60;

export interface PlacedShard {
  shardId: string;
  fence: number;
}

/**
 * Applies one placement in one transaction that holds the lease, so of two dispatchers one wins.
 * Null when the device or the campaign was gone by then: nothing has changed.
 */
export async function placeShard(database: Database, placement: Placement): Promise<PlacedShard | null> {
  return inTransaction(database, (client) =>
    placement.kind === 'lease' ? leaseToNewShard(client, placement) : regrantLease(client, placement),
  );
}

async function leaseToNewShard(
  db: Queryable,
  placement: Extract<Placement, { kind: 'lease' }>,
): Promise<PlacedShard | null> {
  // Held to the end of the transaction: a cancel comes before it, and there is no shard, or after it, and finds the shard.
  const running = await db.query(`SELECT 1 FROM campaign WHERE id = $1 AND state = 'running' FOR SHARE`, [
    placement.campaignId,
  ]);
  if (running.rowCount === 0) return null;
  const free = await db.query(`SELECT 1 FROM lease WHERE device_id = $1 AND shard_id IS NULL FOR UPDATE`, [
    placement.deviceId,
  ]);
  if (free.rowCount === 0 || !(await hasRoomInGroup(db, placement.deviceId))) return null;
  if (!(await markLeased(db, placement.deviceId, 'lease'))) return null;
  const shardId = newId();
  const lease = await db.query<{ fence: number }>(
    `UPDATE lease SET fence = fence + 1, holder = NULL, shard_id = $2, expires_at = now() + $3::int * interval '1 second'
     WHERE device_id = $1 RETURNING fence`,
    [placement.deviceId, shardId, LEASE_TTL_S],
  );
  const { fence } = lease.rows[0]!;
  await db.query(`INSERT INTO shard (id, campaign_id, device_id, state, fence) VALUES ($1, $2, $3, 'queued', $4)`, [
    shardId,
    placement.campaignId,
    placement.deviceId,
    fence,
  ]);
  const assigned = await db.query(
    `UPDATE trial SET state = 'assigned', shard_id = $2 WHERE id = ANY($1::uuid[]) AND state = 'pending'`,
    [placement.trialIds, shardId],
  );
  const { campaignId, deviceId } = placement;
  const body = { shardId, change: 'leased', trials: assigned.rowCount ?? 0, reason: null } as const;
  await writeEvents(db, [{ kind: 'shard', campaignId, deviceId, body }]);
  return { shardId, fence };
}

async function regrantLease(
  db: Queryable,
  placement: Extract<Placement, { kind: 'regrant' }>,
): Promise<PlacedShard | null> {
  const { deviceId, shardId } = placement;
  const expired = await db.query(
    `SELECT 1 FROM lease WHERE device_id = $1 AND shard_id = $2 AND expires_at <= now() FOR UPDATE`,
    [deviceId, shardId],
  );
  if (expired.rowCount === 0 || !(await markLeased(db, deviceId, 'regrant'))) return null;
  const lease = await db.query<{ fence: number }>(
    `UPDATE lease SET fence = fence + 1, holder = NULL, expires_at = now() + $2::int * interval '1 second'
     WHERE device_id = $1 RETURNING fence`,
    [deviceId, LEASE_TTL_S],
  );
  const { fence } = lease.rows[0]!;
  const { rows } = await db.query<{ campaignId: string }>(
    `UPDATE shard SET state = 'queued', fence = $2, attempt = attempt + 1, enqueued_at = NULL WHERE id = $1
     RETURNING campaign_id AS "campaignId"`,
    [shardId, fence],
  );
  const body = { shardId, change: 'resumed', trials: null, reason: null } as const;
  await writeEvents(db, [{ kind: 'shard', campaignId: rows[0]!.campaignId, deviceId, body }]);
  return { shardId, fence };
}
