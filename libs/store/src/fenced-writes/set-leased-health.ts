import type { Database } from '../database';
import { changeLeasedHealth, type LeasedHealth } from '../devices/change-condition';
import { saveDeviceEvent, type DeviceEventToSave } from '../devices/device-events';
import type { PlacedShard } from '../shards/place-shard';
import { writeUnderFence } from './under-fence';

/** What became known of the health of a device at work, noted under its lease. False: stale fence. */
export async function setLeasedHealth(
  database: Database,
  shard: PlacedShard,
  health: LeasedHealth,
  event?: DeviceEventToSave,
): Promise<boolean> {
  return writeUnderFence(database, shard, async (db, { deviceId }) => {
    await changeLeasedHealth(db, deviceId, health);
    if (event) await saveDeviceEvent(db, deviceId, event);
  });
}
