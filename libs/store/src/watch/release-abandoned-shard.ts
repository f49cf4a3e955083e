import { inTransaction, type Database } from '../database';
import { saveDeviceEvent } from '../devices/device-events';
import { releaseShard } from '../devices/release-shard';

/**
 * Gives back the suspended shard of a campaign that was cancelled or stopped whose device has not come back: the campaign ends, and the device is
 * checked when it answers again. By then its agent has restored it, or does so at its start. False: that is no longer so.
 */
export async function releaseAbandonedShard(database: Database, deviceId: string): Promise<boolean> {
  return inTransaction(database, async (db) => {
    const { rows } = await db.query<{ shardId: string }>(
      `SELECT l.shard_id AS "shardId" FROM lease l JOIN shard s ON s.id = l.shard_id JOIN campaign c ON c.id = s.campaign_id
         JOIN device d ON d.id = l.device_id
       WHERE l.device_id = $1 AND l.expires_at <= now() AND c.state IN ('cancelled', 'stopped') AND d.availability <> 'leased'
       FOR UPDATE OF l`,
      [deviceId],
    );
    const [held] = rows;
    if (!held) return false;
    await releaseShard(db, deviceId, held.shardId);
    const message = 'its shard was given up: the campaign was ended, and the device did not come back';
    await saveDeviceEvent(db, deviceId, { kind: 'condition', actor: 'controller', message, body: held });
    return true;
  });
}
