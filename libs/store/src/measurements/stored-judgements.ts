import type { FactorLevels, TrialPhases, TrialState } from '@joulefleet/core';
import { CALIBRATIONS_IN_FORCE, type CalibrationInForce } from '../calibrations/calibrations-in-force';
import type { Queryable } from '../database';

/** One judged attempt in which something was measured. */
export interface StoredAttempt {
  attempt: number;
  body: unknown;
  verdict: string | null;
  findings: { check: string }[];
  energyMj: number | null;
  /** The calibration that it was judged by. */
  calibrationId: string | null;
  calibrationVersion: number | null;
  /** Whether the parts of its uncertainty are stored, which an older version did not do. */
  hasParts: boolean;
  /** Whether what a trust grade is made from is stored, which an older version did not do. */
  hasQuality: boolean;
  /** Null: an older version stored none, or nothing was read of them. */
  phases: TrialPhases | null;
  /** In force on its board when its shard began. */
  calibrations: readonly CalibrationInForce[];
  /** Time of the judgement, as PostgreSQL writes it. */
  judgedAt: string;
}

/** A trial with its judged attempts, the oldest first. */
export interface JudgedTrial {
  trialId: string;
  state: TrialState;
  attempt: number;
  campaignState: string;
  cellId: string;
  deviceId: string;
  device: string;
  cellKey: string;
  deviceClass: string;
  inferences: number;
  /** As stored: a factor that joined after the cell is not among them. */
  levels: Partial<FactorLevels>;
  /** Limits of the campaign file, as stored; null: an older version stored none. */
  checks: unknown;
  attempts: StoredAttempt[];
}

/** Trials of a campaign with judged attempts, in the order of their ids, after the trial `after`. */
export async function listJudgedTrials(
  db: Queryable,
  campaignId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<JudgedTrial[]> {
  const { rows } = await db.query<JudgedTrial>(
    `SELECT t.id AS "trialId", t.state, t.attempt, p.state AS "campaignState", c.id AS "cellId", d.id AS "deviceId",
       d.name AS device, c.cell_key AS "cellKey", c.device_class AS "deviceClass", c.inferences,
       c.levels, p.spec->'checks' AS checks, a.attempts
     FROM trial t JOIN campaign p ON p.id = t.campaign_id JOIN cell c ON c.id = t.cell_id
     JOIN device d ON d.id = t.device_id
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('attempt', m.attempt, 'body', m.body, 'verdict', m.verdict,
         'findings', m.findings, 'energyMj', m.energy_mj,
         'calibrationId', m.calibration_id,
         'calibrationVersion', (SELECT q.version FROM calibration q WHERE q.id = m.calibration_id),
         'hasParts', m.uncertainty_parts IS NOT NULL, 'hasQuality', m.quality IS NOT NULL, 'phases', m.phases, 'calibrations', ${CALIBRATIONS_IN_FORCE},
         'judgedAt', m.judged_at) ORDER BY m.attempt) AS attempts
       FROM measurement m
       WHERE m.trial_id = t.id AND m.judged_at IS NOT NULL AND m.outcome = 'measured') a
     WHERE t.campaign_id = $1 AND ($2::uuid IS NULL OR t.id > $2) AND a.attempts IS NOT NULL
     ORDER BY t.id LIMIT $3`,
    [campaignId, after, limit],
  );
  return rows;
}

/** How a trial stands. */
export interface TrialStanding {
  state: TrialState;
  /** The accepted attempt, or the one that comes next. */
  attempt: number;
  reason: string | null;
}

/** Locks a trial if nothing has changed it since it was read. False: something has. */
export async function lockUnmovedTrial(
  db: Queryable,
  { trialId, state, attempt }: Pick<JudgedTrial, 'trialId' | 'state' | 'attempt'>,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `SELECT 1 FROM trial WHERE id = $1 AND state = $2 AND attempt = $3 FOR NO KEY UPDATE`,
    [trialId, state, attempt],
  );
  return rowCount === 1;
}

/** Has a trial stand as its attempts that were judged anew say: beyond the table of states, which is for trials under way. */
export async function restateTrial(db: Queryable, trialId: string, to: TrialStanding): Promise<void> {
  await db.query(`UPDATE trial SET state = $2, attempt = $3, reason = $4, shard_id = NULL WHERE id = $1`, [
    trialId,
    to.state,
    to.attempt,
    to.reason,
  ]);
}
