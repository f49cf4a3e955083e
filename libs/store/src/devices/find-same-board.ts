import type { Queryable } from '../database';

/** What tells one board from another. */
export interface BoardIdentity {
  /** Null: the board does not tell. */
  serial: string | null;
  host: string;
  port: number;
}

/**
 * The name of another device, not retired, that is the same board: of the same serial number, or, where one of them tells none,
 * at the same address. Until the transaction ends nobody else looks for that board.
 */
export async function findSameBoard(
  db: Queryable,
  deviceId: string,
  { serial, host, port }: BoardIdentity,
): Promise<string | null> {
  await db.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`board ${serial ?? `${host}:${port}`}`]);
  const { rows } = await db.query<{ name: string }>(
    `SELECT name FROM device WHERE id <> $1 AND availability <> 'retired'
       AND CASE WHEN $2::text IS NULL OR facts->>'serial' IS NULL THEN host = $3 AND port = $4 ELSE facts->>'serial' = $2 END
     ORDER BY name LIMIT 1`,
    [deviceId, serial, host, port],
  );
  return rows[0]?.name ?? null;
}
