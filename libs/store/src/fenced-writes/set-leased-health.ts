import type { Health, Ladder } from '@joulefleet/core';
import type { Database } from '../database';
import { saveDeviceEvent, type DeviceEventToSave } from '../devices/device-events';
import type { PlacedShard } from '../shards/place-shard';
import { writeUnderFence } from './under-fence';

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
  return writeUnderFence(database, shard, async (db, { deviceId }) => {
    await db.query(`UPDATE device SET health = $2, faults_in_row = $3, ladder = $4 WHERE id = $1`, [
      deviceId,
      health,
      faultsInRow,
      ladder && JSON.stringify(ladder),
    ]);
    if (event) await saveDeviceEvent(db, deviceId, event);
  });
}
