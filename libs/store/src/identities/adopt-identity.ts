import type { Database, Queryable } from '../database';

/** A device that an older version enrolled: its private key is a file on the controller's machine. */
export interface DeviceWithFile {
  id: string;
  name: string;
  identityFile: string;
}

export async function listDevicesWithFile(database: Database): Promise<DeviceWithFile[]> {
  const { rows } = await database.pool.query<DeviceWithFile>(
    `SELECT id, name, identity_file AS "identityFile" FROM device
     WHERE identity_id IS NULL AND identity_file IS NOT NULL ORDER BY name`,
  );
  return rows;
}

/** Switches the device to a stored identity; its key file is no longer used. */
export async function giveIdentity(db: Queryable, deviceId: string, identityId: string): Promise<void> {
  await db.query(`UPDATE device SET identity_id = $2, identity_file = NULL WHERE id = $1`, [deviceId, identityId]);
}
