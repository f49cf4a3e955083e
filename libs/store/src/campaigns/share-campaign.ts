import type { Database, Queryable } from '../database';

/** Says who else may see and stop a campaign: names of users, or `everyone`. */
export async function shareCampaign(db: Queryable, id: string, sharedWith: readonly string[]): Promise<void> {
  await db.query(`UPDATE campaign SET shared_with = $2 WHERE id = $1`, [id, sharedWith]);
}

export async function readUserNames(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(`SELECT name FROM account ORDER BY name`);
  return rows.map(({ name }) => name);
}
