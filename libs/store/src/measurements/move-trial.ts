import { statesBefore, TRIAL_TRANSITIONS } from '@joulefleet/core';
import type { EventBodies } from '@joulefleet/contracts';
import type { Queryable } from '../database';
import { writeEvents } from '../events/write-events';

/** The trial of an attempt under way. */
export interface CurrentTrial {
  trialId: string;
  cellId: string;
  deviceId: string;
}

/** A trial as it is while it is locked. */
export interface LockedTrial extends CurrentTrial {
  attempt: number;
  state: string;
}

/**
 * Locks trials, in the order of their ids. Those that somebody else has locked are waited for, or, when not `waits`, left out: whoever
 * locks several then waits for nobody while he holds some.
 */
export async function lockTrials(db: Queryable, trialIds: readonly string[], waits: boolean): Promise<LockedTrial[]> {
  const { rows } = await db.query<LockedTrial>(
    `SELECT id AS "trialId", cell_id AS "cellId", device_id AS "deviceId", attempt, state FROM trial
     WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE ${waits ? '' : 'SKIP LOCKED'}`,
    [trialIds],
  );
  return rows;
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

/** Moves trials that are locked to `accepted`, as `moveTrial` does one. */
export async function acceptTrials(
  db: Queryable,
  accepted: readonly { trialId: string; end: AttemptEnd }[],
): Promise<void> {
  const { rows } = await db.query<{ trialId: string; campaignId: string; deviceId: string; attempt: number }>(
    `UPDATE trial SET state = 'accepted', reason = NULL WHERE id = ANY($1::uuid[]) AND state = ANY($2::text[])
     RETURNING id AS "trialId", campaign_id AS "campaignId", device_id AS "deviceId", attempt`,
    [accepted.map(({ trialId }) => trialId), statesBefore(TRIAL_TRANSITIONS, 'accepted')],
  );
  const moved = new Map(rows.map((row) => [row.trialId, row]));
  const about = { outcome: OUTCOMES.accepted, again: false, reason: null, meanPowerMw: null, temperatureC: null };
  await writeEvents(
    db,
    accepted.flatMap(({ trialId, end }) => {
      const row = moved.get(trialId);
      if (!row) return [];
      const { attempt, ...ids } = row;
      return [{ kind: 'trial' as const, ...ids, body: { ...about, ...end, attempt } }];
    }),
  );
}
