import type { Queryable } from '../database';

/** The clock of PostgreSQL, which all processes share, in ms since the epoch. */
export async function readNowMs(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ now: Date }>(`SELECT clock_timestamp() AS now`);
  return rows[0]!.now.getTime();
}
