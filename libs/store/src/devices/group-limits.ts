import type { Database, Queryable } from '../database';

/** A group of devices, with how many of them may work at once; null: all of them. */
export interface DeviceGroup {
  group: string;
  devices: number;
  /** Devices that are leased now. */
  working: number;
  maxAtOnce: number | null;
}

/** Groups of devices that are not retired, and limits of groups without any, by name. */
export async function listDeviceGroups(database: Database): Promise<DeviceGroup[]> {
  const { rows } = await database.pool.query<DeviceGroup>(
    `SELECT coalesce(d.group_name, g.group_name) AS "group", count(d.id)::int AS devices,
       count(l.shard_id)::int AS working, max(g.max_at_once) AS "maxAtOnce"
     FROM (SELECT id, group_name FROM device WHERE group_name IS NOT NULL AND availability <> 'retired') d
     LEFT JOIN lease l ON l.device_id = d.id FULL JOIN group_limit g ON g.group_name = d.group_name
     GROUP BY 1 ORDER BY 1`,
  );
  return rows;
}

/** The limit that was set before; null: there was none. */
export async function setGroupLimit(db: Queryable, group: string, maxAtOnce: number | null): Promise<number | null> {
  const { rows } = await db.query<{ before: number }>(
    `SELECT max_at_once AS before FROM group_limit WHERE group_name = $1 FOR UPDATE`,
    [group],
  );
  if (maxAtOnce === null) await db.query(`DELETE FROM group_limit WHERE group_name = $1`, [group]);
  else {
    await db.query(
      `INSERT INTO group_limit (group_name, max_at_once) VALUES ($1, $2)
       ON CONFLICT (group_name) DO UPDATE SET max_at_once = EXCLUDED.max_at_once`,
      [group, maxAtOnce],
    );
  }
  return rows[0]?.before ?? null;
}

/** Whether one more device of a group may work. The limit stays locked: of two dispatchers the second counts the first's. */
export async function hasRoomInGroup(db: Queryable, group: string): Promise<boolean> {
  const limit = await db.query<{ maxAtOnce: number }>(
    `SELECT max_at_once AS "maxAtOnce" FROM group_limit WHERE group_name = $1 FOR UPDATE`,
    [group],
  );
  const [found] = limit.rows;
  if (!found) return true;
  const { rows } = await db.query<{ working: number }>(
    `SELECT count(*)::int AS working FROM lease l JOIN device d ON d.id = l.device_id
     WHERE d.group_name = $1 AND l.shard_id IS NOT NULL`,
    [group],
  );
  return rows[0]!.working < found.maxAtOnce;
}
