import { statesBefore, TRIAL_TRANSITIONS, type TrialState } from '@joulefleet/core';
import type { Queryable } from '../database';

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
