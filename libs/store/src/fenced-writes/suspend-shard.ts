import { describeReason, type Reason } from '@joulefleet/core';
import type { Database } from '../database';
import { changeCondition } from '../devices/change-condition';
import { applyPendingExit } from '../devices/exit-device';
import { writeEvents } from '../events/write-events';
import { AT_ONCE } from '../shards/at-once';
import type { PlacedShard } from '../shards/place-shard';
import { writeUnderFence } from './under-fence';

/**
 * The device of a shard cannot be reached: it is offline with a reason until `retryInS` has passed; then the lease is granted
 * again for the same shard, because the device may still be executing it. False: stale fence.
 */
export async function suspendShard(
  database: Database,
  shard: PlacedShard,
  why: { reason: Reason; retryInS: number },
): Promise<boolean> {
  return writeUnderFence(database, shard, async (client, { deviceId }) => {
    const { rows } = await client.query<{ campaignId: string }>(
      `UPDATE shard SET state = 'queued' WHERE id = $1 RETURNING campaign_id AS "campaignId"`,
      [shard.shardId],
    );
    await client.query(`UPDATE lease SET expires_at = ${AT_ONCE} WHERE device_id = $1`, [deviceId]);
    const body = {
      shardId: shard.shardId,
      change: 'suspended',
      trials: null,
      reason: describeReason(why.reason),
    } as const;
    await writeEvents(client, [{ kind: 'shard', campaignId: rows[0]!.campaignId, deviceId, body }]);
    await changeCondition(client, deviceId, 'suspend', {
      availability: 'offline',
      health: 'unknown',
      reason: why.reason,
      deadlineInS: why.retryInS,
    });
    // A device that is to leave does so now: nobody knows when it answers again.
    await applyPendingExit(client, deviceId);
  });
}
