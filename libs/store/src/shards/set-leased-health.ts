import type { Health, Ladder } from '@joulefleet/core';
import { inTransaction, type Database } from '../database';
import { saveDeviceEvent, type DeviceEventToSave } from '../devices/device-events';
import type { PlacedShard } from './place-shard';

export interface LeasedHealth {
  health: Health;
  faultsInRow: number;
  ladder: Ladder | null;
}

/** What became known of the health of a device at work, noted under its lease. False: stale fence. */
export async function setLeasedHealth(
  database: Database,
  shard: PlacedShard,
  { health, faultsInRow, ladder }: LeasedHealth,
  event?: DeviceEventToSave,
): Promise<boolean> {
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `UPDATE device d SET health = $3, faults_in_row = $4, ladder = $5 FROM lease l
       WHERE l.device_id = d.id AND l.shard_id = $1 AND l.fence = $2 RETURNING d.id`,
      [shard.shardId, shard.fence, health, faultsInRow, ladder && JSON.stringify(ladder)],
    );
    const [device] = rows;
    if (device && event) await saveDeviceEvent(client, device.id, event);
    return device !== undefined;
  });
}
