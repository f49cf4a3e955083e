import type { Queryable } from '../database';
import type { AttemptKey } from './measurement-rows';

/** The latest trials that say what is usual. */
const MAX_TRIALS = 100;

/**
 * Temperatures in degrees C at which accepted trials of the same campaign and device started, in shards before that of an attempt.
 * Those are all judged, so that the answer is the same whenever it is asked.
 */
export async function readStartTemperatures(db: Queryable, { trialId, attempt }: AttemptKey): Promise<number[]> {
  const { rows } = await db.query<{ startC: number | null }>(
    `SELECT (b.body->'temperatureC'->>'start')::float8 AS "startC" FROM (
       SELECT p.trial_id, p.attempt FROM measurement m JOIN trial t ON t.id = m.trial_id
       JOIN trial o ON o.campaign_id = t.campaign_id AND o.device_id = t.device_id AND o.state = 'accepted'
       JOIN measurement p ON p.trial_id = o.id AND p.attempt = o.attempt AND p.verdict = 'accepted'
         AND p.shard_id <> m.shard_id AND p.fence < m.fence
       WHERE m.trial_id = $1 AND m.attempt = $2 ORDER BY o.position DESC LIMIT ${MAX_TRIALS}) k
     JOIN measurement b ON b.trial_id = k.trial_id AND b.attempt = k.attempt`,
    [trialId, attempt],
  );
  return rows.flatMap(({ startC }) => (startC === null ? [] : [startC]));
}
