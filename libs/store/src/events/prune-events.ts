import type { Queryable } from '../database';

/** Events of one statement: well below a tenth of a second. */
const EVENTS_PER_STATEMENT = 5_000;

/** How much of the log is kept: neither older events nor more of them. */
export interface EventRetention {
  days: number;
  events: number;
}

/** Deletes a slice of the oldest events that are not kept. Returns how many; 0: none is left. */
export async function pruneEvents(db: Queryable, { days, events }: EventRetention): Promise<number> {
  const { rowCount } = await db.query(
    `DELETE FROM event WHERE id IN (SELECT id FROM (
       SELECT id, at FROM event ORDER BY id LIMIT ${EVENTS_PER_STATEMENT}) oldest
     WHERE at < now() - $1::int * interval '1 day' OR id <= newest_event_id() - $2::bigint)`,
    [days, events],
  );
  return rowCount ?? 0;
}
