import type { Queryable } from '../database';
import { writeEvents } from '../events/write-events';

/**
 * Takes a device that cannot be reached from the shard that waits for it: trials not settled become pending again as new
 * attempts, the fence grows, so that nothing which the device may still write of it is taken. A trial whose outcome is stored
 * and waits for its judgement is moved by that.
 */
export async function releaseShard(db: Queryable, deviceId: string, shardId: string): Promise<void> {
  await db.query(
    `UPDATE lease SET shard_id = NULL, expires_at = NULL, fence = fence + 1 WHERE device_id = $1 AND shard_id = $2`,
    [deviceId, shardId],
  );
  const shard = await db.query<{ campaignId: string }>(
    `UPDATE shard SET state = 'settled', settled_at = now() WHERE id = $1 RETURNING campaign_id AS "campaignId"`,
    [shardId],
  );
  const back = await db.query(
    `UPDATE trial t SET state = 'pending', shard_id = NULL, attempt = attempt + 1
     WHERE shard_id = $1 AND state = 'assigned' AND NOT EXISTS (
       SELECT 1 FROM measurement m WHERE m.trial_id = t.id AND m.attempt = t.attempt AND m.judged_at IS NULL)`,
    [shardId],
  );
  const body = { shardId, change: 'lost', trials: back.rowCount ?? 0, reason: null } as const;
  await writeEvents(db, [{ kind: 'shard', campaignId: shard.rows[0]!.campaignId, deviceId, body }]);
}
