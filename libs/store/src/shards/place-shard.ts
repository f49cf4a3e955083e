import type { Placement } from '@joulefleet/core';
import { inTransaction, type Database, type Queryable } from '../database';
import { newId } from '../ids/new-id';

/** Seconds without a heartbeat after which a lease may be given again. */
export const LEASE_TTL_S = 60;

export interface PlacedShard {
  shardId: string;
  fence: number;
}

/**
 * Applies one placement in one transaction: the lease is taken by a conditional UPDATE, so of two dispatchers one wins.
 * Null when the device or every trial was gone by then: nothing has changed.
 */
export async function placeShard(database: Database, placement: Placement): Promise<PlacedShard | null> {
  return inTransaction(database, (client) =>
    placement.kind === 'lease' ? leaseToNewShard(client, placement) : renewLease(client, placement),
  );
}

async function leaseToNewShard(
  db: Queryable,
  placement: Extract<Placement, { kind: 'lease' }>,
): Promise<PlacedShard | null> {
  const shardId = newId();
  const lease = await db.query<{ fence: number }>(
    `UPDATE lease SET fence = fence + 1, shard_id = $2, expires_at = now() + $3::int * interval '1 second'
     WHERE device_id = $1 AND shard_id IS NULL RETURNING fence`,
    [placement.deviceId, shardId, LEASE_TTL_S],
  );
  const fence = lease.rows[0]?.fence;
  if (fence === undefined) return null;
  await db.query(`INSERT INTO shard (id, campaign_id, device_id, state, fence) VALUES ($1, $2, $3, 'queued', $4)`, [
    shardId,
    placement.campaignId,
    placement.deviceId,
    fence,
  ]);
  await db.query(
    `UPDATE trial SET state = 'assigned', shard_id = $2 WHERE id = ANY($1::uuid[]) AND state = 'pending'`,
    [placement.trialIds, shardId],
  );
  await db.query(`UPDATE device SET availability = 'leased', reason = NULL WHERE id = $1`, [placement.deviceId]);
  return { shardId, fence };
}

async function renewLease(
  db: Queryable,
  placement: Extract<Placement, { kind: 'renew' }>,
): Promise<PlacedShard | null> {
  const lease = await db.query<{ fence: number }>(
    `UPDATE lease SET fence = fence + 1, expires_at = now() + $3::int * interval '1 second'
     WHERE device_id = $1 AND shard_id = $2 AND expires_at <= now() RETURNING fence`,
    [placement.deviceId, placement.shardId, LEASE_TTL_S],
  );
  const fence = lease.rows[0]?.fence;
  if (fence === undefined) return null;
  await db.query(
    `UPDATE shard SET state = 'queued', fence = $2, attempt = attempt + 1, enqueued_at = NULL WHERE id = $1`,
    [placement.shardId, fence],
  );
  await db.query(`UPDATE device SET availability = 'leased', retry_after = NULL WHERE id = $1`, [placement.deviceId]);
  return { shardId: placement.shardId, fence };
}
