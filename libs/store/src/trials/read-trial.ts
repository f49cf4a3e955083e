import type { FactorLevels, TrialState } from '@joulefleet/core';
import type { Queryable } from '../database';

/** A trial as it was planned, and what it came to. */
export interface TrialRecord {
  id: string;
  device: string;
  deviceClass: string;
  workload: string;
  cellKey: string;
  levels: FactorLevels;
  graphMode: string;
  inferences: number;
  repetition: number;
  block: number;
  position: number;
  state: TrialState;
  reason: string | null;
  /** Number of the attempt that comes next or is being made; of an accepted trial, that which counts. */
  attempt: number;
  attempts: AttemptRecord[];
}

/** An attempt as it was stored and judged. */
export interface AttemptRecord {
  attempt: number;
  outcome: 'measured' | 'failed' | 'fault' | 'cancelled';
  verdict: 'accepted' | 'rejected' | null;
  judgedAt: Date | null;
  committedAt: Date;
  simulated: boolean;
  /** The agent's account as it came. */
  body: unknown;
  findings: readonly { check: string; severity: 'reject' | 'flag'; message: string; remedy: string }[];
  energyMj: number | null;
  durationMs: number | null;
  meanPowerMw: number | null;
  idlePowerMw: number | null;
  absoluteUncertaintyMj: number | null;
  relativeUncertaintyMj: number | null;
  calibrationId: string | null;
  /** By its judgement; null: not judged, or nothing was sampled. */
  samples: number | null;
  /** Of its trace, as far as it is stored; nulls: nothing is. */
  chunks: number;
  storedSamples: number;
  rails: string[] | null;
  firstTUs: number | null;
  lastTUs: number | null;
}

/** A trial of a campaign with its attempts, the last one first; null: it has no such trial. */
export async function readTrial(db: Queryable, campaignId: string, trialId: string): Promise<TrialRecord | null> {
  const { rows } = await db.query<TrialRecord>(
    `SELECT t.id, d.name AS device, c.device_class AS "deviceClass", c.workload, c.cell_key AS "cellKey", c.levels,
       c.graph_mode AS "graphMode", c.inferences, t.repetition, t.block, t.position, t.state, t.reason, t.attempt
     FROM trial t JOIN cell c ON c.id = t.cell_id JOIN device d ON d.id = t.device_id
     WHERE t.campaign_id = $1 AND t.id = $2`,
    [campaignId, trialId],
  );
  return rows[0] ? { ...rows[0], attempts: await readAttemptsOf(db, trialId) } : null;
}

async function readAttemptsOf(db: Queryable, trialId: string): Promise<AttemptRecord[]> {
  const { rows } = await db.query<AttemptRecord>(
    `SELECT m.attempt, m.outcome, m.verdict, m.judged_at AS "judgedAt", m.committed_at AS "committedAt", m.simulated, m.body, m.findings,
       m.energy_mj AS "energyMj", m.duration_ms AS "durationMs", m.mean_power_mw AS "meanPowerMw", m.idle_power_mw AS "idlePowerMw",
       m.absolute_uncertainty_mj AS "absoluteUncertaintyMj", m.relative_uncertainty_mj AS "relativeUncertaintyMj",
       m.calibration_id AS "calibrationId", m.samples, k.chunks, k.samples AS "storedSamples", k.rails,
       k.first_t_us AS "firstTUs", k.last_t_us AS "lastTUs"
     FROM measurement m CROSS JOIN LATERAL (
       SELECT count(*)::int AS chunks, coalesce(sum(samples), 0)::int AS samples, (array_agg(to_jsonb(rails) ORDER BY chunk))[1] AS rails,
         min(first_t_us)::float8 AS first_t_us, max(last_t_us)::float8 AS last_t_us
       FROM trace_chunk WHERE trial_id = m.trial_id AND attempt = m.attempt) k
     WHERE m.trial_id = $1 ORDER BY m.attempt DESC`,
    [trialId],
  );
  return rows;
}
