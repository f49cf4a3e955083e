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
  const { campaignId, deviceId } = placement;
  const free = await holdFree(db, campaignId, deviceId);
  if (!free || (free.group !== null && !(await hasRoomInGroup(db, free.group)))) return null;
  const leased = await markLeased(db, deviceId, 'lease');
  if (!leased) return null;
  const shardId = newId();
  const { fence, trials } = await writeShard(db, placement, shardId);
  const body = { shardId, change: 'leased', trials, reason: null } as const;
  await writeEvents(db, [leased, { kind: 'shard', campaignId, deviceId, body }]);
  return { shardId, fence };
}

/**
 * A running campaign and the lease of a free device, the campaign first, held to the end of the transaction: a cancel comes before it,
 * and there is no shard, or after it, and finds the shard. Null: one of them is gone.
 */
async function holdFree(
  db: Queryable,
  campaignId: string,
  deviceId: string,
): Promise<{ group: string | null } | undefined> {
  const { rows } = await db.query<{ group: string | null }>(
    `SELECT d.group_name AS "group" FROM campaign c, lease l JOIN device d ON d.id = l.device_id
     WHERE c.id = $1 AND c.state = 'running' AND l.device_id = $2 AND l.shard_id IS NULL FOR SHARE OF c FOR UPDATE OF l`,
    [campaignId, deviceId],
  );
  return rows[0];
}

/** One statement, for a device waits for it. */
async function writeShard(
  db: Queryable,
  { campaignId, deviceId, trialIds }: Extract<Placement, { kind: 'lease' }>,
  shardId: string,
): Promise<{ fence: number; trials: number }> {
  const { rows } = await db.query<{ fence: number; trials: number }>(
    `WITH granted AS (
       UPDATE lease SET fence = fence + 1, holder = NULL, shard_id = $1, expires_at = now() + $5::int * interval '1 second'
       WHERE device_id = $3 RETURNING fence),
     made AS (
       INSERT INTO shard (id, campaign_id, device_id, state, fence) SELECT $1, $2, $3, 'queued', fence FROM granted),
     assigned AS (
       UPDATE trial SET state = 'assigned', shard_id = $1 WHERE id = ANY($4::uuid[]) AND state = 'pending' RETURNING 1)
     SELECT fence, (SELECT count(*)::int FROM assigned) AS trials FROM granted`,
    [shardId, campaignId, deviceId, trialIds, LEASE_TTL_S],
  );
  return rows[0]!;
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
  const leased = expired.rowCount === 0 ? null : await markLeased(db, deviceId, 'regrant');
  if (!leased) return null;
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
  await writeEvents(db, [leased, { kind: 'shard', campaignId: rows[0]!.campaignId, deviceId, body }]);
  return { shardId, fence };
}
