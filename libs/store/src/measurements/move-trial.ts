import { statesBefore, TRIAL_TRANSITIONS, type TrialState } from '@joulefleet/core';
import type { Queryable } from '../database';
import type { AttemptKey } from './measurement-rows';

/** The trial of an attempt under way. */
export interface CurrentTrial {
  trialId: string;
  cellId: string;
  deviceId: string;
}

/** Locks the trial, if the attempt is the one under way. Null: it is of the past, and moves nothing. */
export async function lockCurrentTrial(db: Queryable, { trialId, attempt }: AttemptKey): Promise<CurrentTrial | null> {
  const { rows } = await db.query<CurrentTrial>(
    `SELECT id AS "trialId", cell_id AS "cellId", device_id AS "deviceId" FROM trial
     WHERE id = $1 AND attempt = $2 AND state = 'assigned' FOR NO KEY UPDATE`,
    [trialId, attempt],
  );
  return rows[0] ?? null;
}

/**
 * Moves a trial on, if its table of states allows it. Back to `pending` it leaves its shard and the next attempt has the next
 * number.
 */
export async function moveTrial(
  db: Queryable,
  trialId: string,
  to: TrialState,
  reason: string | null = null,
): Promise<void> {
  await db.query(
    `UPDATE trial SET state = $2, reason = $3,
       attempt = attempt + (CASE WHEN $2 = 'pending' THEN 1 ELSE 0 END),
       shard_id = CASE WHEN $2 = 'pending' THEN NULL ELSE shard_id END
     WHERE id = $1 AND state = ANY($4::text[])`,
    [trialId, to, reason, statesBefore(TRIAL_TRANSITIONS, to)],
  );
}
