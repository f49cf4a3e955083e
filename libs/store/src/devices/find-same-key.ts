import type { Database } from '../database';

/** Names of other devices, not retired, whose pinned host key is this one; ten at most. */
export async function findSameKey(database: Database, name: string, fingerprint: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT name FROM device WHERE fingerprint = $2 AND name <> $1 AND availability <> 'retired' ORDER BY name LIMIT 10`,
    [name, fingerprint],
  );
  return rows.map((row) => row.name);
}
