import type { Queryable } from '../database';

/** From now on this host key is the one that is accepted. */
export async function pinHostKey(
  db: Queryable,
  deviceId: string,
  { fingerprint, keyType }: { fingerprint: string; keyType: string },
): Promise<void> {
  await db.query(`UPDATE device SET fingerprint = $2, host_key_type = $3 WHERE id = $1`, [
    deviceId,
    fingerprint,
    keyType,
  ]);
}
