import type { Database } from '../database';

/** An absent device and the seconds until it is tried again. */
export interface NextTry {
  deviceId: string;
  inS: number;
}

/** Notes which devices were heard just now, all in one statement. */
export async function markSeen(database: Database, deviceIds: readonly string[]): Promise<void> {
  if (deviceIds.length === 0) return;
  await database.pool.query(`UPDATE device SET last_seen_at = now() WHERE id = ANY($1::uuid[])`, [deviceIds]);
}

/** Notes when absent devices are tried again; one that somebody has in hand, or whose shard waits, is left alone. */
export async function markNextTries(database: Database, tries: readonly NextTry[]): Promise<void> {
  if (tries.length === 0) return;
  await database.pool.query(
    `UPDATE device d SET until = now() + t.in_s * interval '1 second'
     FROM unnest($1::uuid[], $2::float8[]) t(id, in_s), lease l
     WHERE d.id = t.id AND l.device_id = d.id AND l.shard_id IS NULL AND d.availability = 'offline'
       AND (d.until IS NULL OR d.until <= now())`,
    [tries.map(({ deviceId }) => deviceId), tries.map(({ inS }) => inS)],
  );
}
