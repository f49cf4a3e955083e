import type { Database, Queryable } from '../database';

/** Of two campaigns that want a device, the one of higher priority gets it. */
export async function setPriority(db: Queryable, id: string, priority: number): Promise<void> {
  await db.query(`UPDATE campaign SET priority = $2 WHERE id = $1`, [id, priority]);
}

/** An archived campaign is not listed any more, unless it is asked for. Its results stay. */
export async function setArchived(db: Queryable, id: string, archived: boolean): Promise<void> {
  await db.query(`UPDATE campaign SET archived_at = CASE WHEN $2 THEN coalesce(archived_at, now()) END WHERE id = $1`, [
    id,
    archived,
  ]);
}

/** The campaign file as it was launched, or last extended. */
export async function readCampaignSource(database: Database, id: string): Promise<string> {
  const { rows } = await database.pool.query<{ source: string }>(`SELECT source FROM campaign WHERE id = $1`, [id]);
  return rows[0]!.source;
}
