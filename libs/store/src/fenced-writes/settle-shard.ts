import type { DeviceCondition } from '@joulefleet/core';
import type { Database, Queryable } from '../database';
import { saveDeviceEvent, type DeviceEventToSave } from '../devices/device-events';
import { changeCondition } from '../devices/change-condition';
import { applyPendingExit } from '../devices/exit-device';
import { writeEvents } from '../events/write-events';
import { IS_DUE } from '../measurements/measurement-rows';
import type { PlacedShard } from '../shards/place-shard';
import { underFence } from './under-fence';

/** `unjudged`: attempts of the shard wait for their judgement; nothing has changed, judge them and settle again. */
export type Settlement = 'settled' | 'unjudged' | 'stale_fence';

/**
 * Ends a shard under its fence, once everything it measured is judged: trials not settled become pending again (as a new attempt,
 * so that nothing left over of this one can be mistaken for it), the lease is free. The device gets the condition `after`, where
 * the table of conditions has it go there, and `event` says why.
 */
export async function settleShard(
  database: Database,
  shard: PlacedShard,
  after: DeviceCondition,
  event?: DeviceEventToSave,
): Promise<Settlement> {
  const settlement = await underFence<Settlement>(database, shard, async (client, { deviceId }) => {
    if (await hasUnjudged(client, shard)) return 'unjudged';
    await endShard(client, deviceId, shard);
    await changeCondition(client, deviceId, 'shard_ended', after);
    if (event) await saveDeviceEvent(client, deviceId, event);
    await applyPendingExit(client, deviceId);
    return 'settled';
  });
  return settlement ?? 'stale_fence';
}

/** One statement, for the next shard waits for it. Of a shard that was stopped before its first trial there is no time of a trial. */
const END_SHARD = `
  WITH ended AS (
    UPDATE shard SET state = 'settled', settled_at = now() WHERE id = $1 RETURNING campaign_id, device_id, busy_ms),
  timed AS (
    UPDATE campaign_device n SET trial_ms = each.ms, timed_shards = n.timed_shards + 1,
      trial_ms_sum = n.trial_ms_sum + each.ms, trial_ms_squares = n.trial_ms_squares + each.ms ^ 2
    FROM ended s, LATERAL (
      SELECT s.busy_ms / count(*) AS ms FROM trial WHERE shard_id = $1 AND state IN ('accepted', 'failed')
      HAVING count(*) > 0) each
    WHERE n.campaign_id = s.campaign_id AND n.device_id = s.device_id AND s.busy_ms > 0),
  freed AS (UPDATE lease SET shard_id = NULL, expires_at = NULL WHERE device_id = $2),
  back AS (
    UPDATE trial SET state = 'pending', shard_id = NULL, attempt = attempt + 1
    WHERE shard_id = $1 AND state = 'assigned' RETURNING 1)
  SELECT campaign_id AS "campaignId", (SELECT count(*)::int FROM back) AS trials FROM ended`;

async function endShard(db: Queryable, deviceId: string, { shardId }: PlacedShard): Promise<void> {
  const { rows } = await db.query<{ campaignId: string; trials: number }>(END_SHARD, [shardId, deviceId]);
  const { campaignId, trials } = rows[0]!;
  const body = { shardId, change: 'finished', trials, reason: null } as const;
  await writeEvents(db, [{ kind: 'shard', campaignId, deviceId, body }]);
}

/** No record is committed meanwhile: the lease is locked. */
async function hasUnjudged(db: Queryable, { shardId }: PlacedShard): Promise<boolean> {
  const { rowCount } = await db.query(`SELECT 1 FROM measurement m WHERE m.shard_id = $1 AND ${IS_DUE} LIMIT 1`, [
    shardId,
  ]);
  return rowCount === 1;
}
