import type { TickRound } from '@joulefleet/core';
import { inTransaction, type Database, type Queryable } from '../database';

/** Where a schedule stood when its ticks were decided. */
export interface DecidedFrom {
  scheduleId: string;
  decidedUntilMs: number;
  waitingTickMs: number | null;
}

/**
 * Stores the decisions on the ticks of a schedule, all or none. False: it does not stand there any more, because another leader
 * has decided meanwhile; then nothing is stored.
 *
 * @param alongside what stands or falls with them.
 */
export async function commitTicks(
  database: Database,
  { scheduleId, decidedUntilMs, waitingTickMs }: DecidedFrom,
  round: TickRound,
  alongside: (db: Queryable) => Promise<void> = async () => undefined,
): Promise<boolean> {
  return inTransaction(database, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE schedule SET decided_until = $4, waiting_tick = $5
       WHERE id = $1 AND decided_until = $2 AND waiting_tick IS NOT DISTINCT FROM $3`,
      [scheduleId, at(decidedUntilMs), at(waitingTickMs), at(round.decidedUntilMs), at(round.waitingTickMs)],
    );
    if (rowCount !== 1) return false;
    await insertTicks(client, scheduleId, round);
    await alongside(client);
    return true;
  });
}

async function insertTicks(db: Queryable, scheduleId: string, { decided }: TickRound): Promise<void> {
  await db.query(
    `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, skipped)
     SELECT $1, * FROM unnest($2::timestamptz[], $3::timestamptz[], $4::int[], $5::text[])`,
    [
      scheduleId,
      decided.map(({ tickMs }) => at(tickMs)),
      decided.map(({ lastTickMs }) => at(lastTickMs)),
      decided.map(({ count }) => count),
      decided.map(({ skipped }) => skipped),
    ],
  );
}

function at(instantMs: number | null): Date | null {
  return instantMs === null ? null : new Date(instantMs);
}
