import type { Database } from '../database';

/**
 * Moves the moment from which a suspended shard may be leased to its device again: 0, as soon as the device is back; later, as
 * long as it has to prove that it stays. False: the device is not offline with such a shard any more.
 */
export async function moveRetry(database: Database, deviceId: string, inS: number): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `UPDATE device d SET until = date_trunc('milliseconds', now()) + $2::float8 * interval '1 second' FROM lease l
     WHERE d.id = $1 AND l.device_id = d.id AND l.shard_id IS NOT NULL AND l.expires_at <= now()
       AND d.availability = 'offline'`,
    [deviceId, inS],
  );
  return rowCount === 1;
}
