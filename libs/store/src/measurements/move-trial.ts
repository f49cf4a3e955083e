import { statesBefore, TRIAL_TRANSITIONS } from '@joulefleet/core';
import type { EventBodies } from '@joulefleet/contracts';
import type { Queryable } from '../database';
import { writeEvents } from '../events/write-events';
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

/** What the event log says of the attempt beside where its trial goes. */
export type AttemptEnd = Partial<Pick<EventBodies['trial'], 'outcome' | 'reason' | 'meanPowerMw' | 'temperatureC'>>;

const OUTCOMES = { accepted: 'accepted', failed: 'failed', skipped: 'skipped', pending: 'retried' } as const;

/**
 * Moves a trial on, if its table of states allows it. Back to `pending` it leaves its shard and the next attempt has the next
 * number.
 * @param end of the attempt, where it is not plain from the state.
 */
export async function moveTrial(
  db: Queryable,
  trialId: string,
  to: keyof typeof OUTCOMES,
  reason: string | null = null,
  end: AttemptEnd = {},
): Promise<void> {
  const { rows } = await db.query<{ campaignId: string; deviceId: string; attempt: number }>(
    `UPDATE trial SET state = $2, reason = $3,
       attempt = attempt + (CASE WHEN $2 = 'pending' THEN 1 ELSE 0 END),
       shard_id = CASE WHEN $2 = 'pending' THEN NULL ELSE shard_id END
     WHERE id = $1 AND state = ANY($4::text[])
     RETURNING campaign_id AS "campaignId", device_id AS "deviceId", attempt`,
    [trialId, to, reason, statesBefore(TRIAL_TRANSITIONS, to)],
  );
  const again = to === 'pending';
  const about = { outcome: OUTCOMES[to], reason, again, meanPowerMw: null, temperatureC: null, ...end };
  await writeEvents(
    db,
    rows.map(({ attempt, ...ids }) => ({
      kind: 'trial',
      trialId,
      ...ids,
      body: { ...about, attempt: again ? attempt - 1 : attempt },
    })),
  );
}
