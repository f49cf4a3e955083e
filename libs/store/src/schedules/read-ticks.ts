import type { DecidedTicks, SkipReason } from '@joulefleet/core';
import type { Database } from '../database';
import type { DecidedFrom } from './commit-ticks';

/** Where a schedule stands now; null: there is none. */
export async function readDecided(database: Database, scheduleId: string): Promise<DecidedFrom | null> {
  const { rows } = await database.pool.query<{ until: Date; waiting: Date | null }>(
    `SELECT decided_until AS until, waiting_tick AS waiting FROM schedule WHERE id = $1`,
    [scheduleId],
  );
  const [found] = rows;
  if (!found) return null;
  return { scheduleId, decidedUntilMs: found.until.getTime(), waitingTickMs: found.waiting?.getTime() ?? null };
}

/** The newest decided ticks of a schedule, at most `limit`, the newest first. */
export async function listTicks(database: Database, scheduleId: string, limit: number): Promise<DecidedTicks[]> {
  const { rows } = await database.pool.query<{ tick: Date; last: Date; count: number; skipped: SkipReason | null }>(
    `SELECT tick, last_tick AS last, count, skipped FROM schedule_tick WHERE schedule_id = $1 ORDER BY tick DESC LIMIT $2`,
    [scheduleId, limit],
  );
  return rows.map(({ tick, last, count, skipped }) => ({
    tickMs: tick.getTime(),
    lastTickMs: last.getTime(),
    count,
    skipped,
  }));
}
