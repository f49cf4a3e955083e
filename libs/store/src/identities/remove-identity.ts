import type { Queryable } from '../database';

/** Deletes an identity, unless devices use it; then it returns their names. Null if it does not exist. */
export async function removeIdentity(
  db: Queryable,
  name: string,
): Promise<{ removed: boolean; usedBy: string[] } | null> {
  const { rows } = await db.query<{ id: string }>(`SELECT id FROM identity WHERE name = $1 FOR UPDATE`, [name]);
  const [found] = rows;
  if (!found) return null;
  const used = await db.query<{ name: string }>(`SELECT name FROM device WHERE identity_id = $1 ORDER BY name`, [
    found.id,
  ]);
  if (used.rows.length > 0) return { removed: false, usedBy: used.rows.map((device) => device.name) };
  await db.query(`DELETE FROM identity WHERE id = $1`, [found.id]);
  return { removed: true, usedBy: [] };
}
