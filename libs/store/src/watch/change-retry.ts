import type { Database } from '../database';

/** An absent device and the seconds until it is tried again. */
export interface NextTry {
  deviceId: string;
  inS: number;
}

/**
 * Records when absent devices are tried again. A device that somebody has in hand, or whose shard waits for it, is left alone.
 * The condition stays the same version: only its deadline moves.
 */
export async function recordNextTries(database: Database, tries: readonly NextTry[]): Promise<void> {
  if (tries.length === 0) return;
  await database.pool.query(
    `UPDATE device d SET deadline_at = now() + t.in_s * interval '1 second'
     FROM unnest($1::uuid[], $2::float8[]) t(id, in_s), lease l
     WHERE d.id = t.id AND l.device_id = d.id AND l.shard_id IS NULL AND d.availability = 'offline'
       AND (d.deadline_at IS NULL OR d.deadline_at <= now())`,
    [tries.map(({ deviceId }) => deviceId), tries.map(({ inS }) => inS)],
  );
}

/**
 * Moves the moment from which a suspended shard may be leased to its device again: 0, as soon as the device is back; later, while
 * the connection has to prove steady. False: the device is no longer offline with such a shard.
 */
export async function deferRegrant(database: Database, deviceId: string, inS: number): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `UPDATE device d SET deadline_at = date_trunc('milliseconds', now()) + $2::float8 * interval '1 second' FROM lease l
     WHERE d.id = $1 AND l.device_id = d.id AND l.shard_id IS NOT NULL AND l.expires_at <= now()
       AND d.availability = 'offline'`,
    [deviceId, inS],
  );
  return rowCount === 1;
}
