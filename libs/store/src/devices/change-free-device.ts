import { inTransaction, type Database, type Queryable } from '../database';
import { lockDevice, type LockedDevice } from './lock-device';

/**
 * Changes a device that no shard holds, in one transaction, while nothing can lease it. False: a shard holds it, or there is no
 * such device, and nothing was done.
 */
export async function changeFreeDevice(
  database: Database,
  name: string,
  change: (db: Queryable, device: LockedDevice) => Promise<void>,
): Promise<boolean> {
  return inTransaction(database, async (client) => {
    const device = await lockDevice(client, name);
    if (!device || device.shardId !== null) return false;
    await change(client, device);
    return true;
  });
}
