import type { FactorLevels } from '@joulefleet/core';
import { CALIBRATIONS_IN_FORCE, type CalibrationInForce } from '../calibrations/calibrations-in-force';
import type { Queryable } from '../database';
import type { PlacedShard } from '../shards/place-shard';

/** The agent's account of one attempt, as it came. */
export interface RawMeasurement {
  trialId: string;
  attempt: number;
  /** measured, failed, fault or cancelled. */
  outcome: string;
  body: unknown;
  simulated: boolean;
}

/**
 * Stores the agent's accounts of attempts; figures and verdicts follow when they are judged. An account is stored only if the shard
 * has this very attempt of the trial to execute: none of another device's trial, nor of an attempt that nobody asked for. To be
 * called under the fence.
 */
export async function insertMeasurements(
  db: Queryable,
  { shardId, fence }: PlacedShard,
  measurements: readonly RawMeasurement[],
): Promise<void> {
  await db.query(
    `INSERT INTO measurement (trial_id, attempt, shard_id, fence, outcome, body, findings, simulated, source)
     SELECT t.id, k.attempt, $1, $2, k.outcome, k.body, '[]', k.simulated, 'device'
     FROM unnest($3::text[], $4::int[], $5::text[], $6::jsonb[], $7::boolean[]) AS k(trial_id, attempt, outcome, body, simulated)
     JOIN trial t ON t.id = k.trial_id::uuid AND t.attempt = k.attempt AND t.shard_id = $1 ON CONFLICT DO NOTHING`,
    [
      shardId,
      fence,
      measurements.map(({ trialId }) => trialId),
      measurements.map(({ attempt }) => attempt),
      measurements.map(({ outcome }) => outcome),
      measurements.map(({ body }) => JSON.stringify(body)),
      measurements.map(({ simulated }) => simulated),
    ],
  );
}

/** Names one attempt of a trial. */
export interface AttemptKey {
  trialId: string;
  attempt: number;
}

/** One attempt, complete and not judged yet, with what its judgement needs besides the trace. */
export interface UnjudgedAttempt extends AttemptKey {
  shardId: string;
  fence: number;
  campaignId: string;
  deviceId: string;
  body: unknown;
  deviceClass: string;
  inferences: number;
  /** As stored: a factor that joined after the cell is not among them. */
  levels: Partial<FactorLevels>;
  /** Limits of the campaign file, as stored; null: an older version stored none. */
  checks: unknown;
  /** In force on its board when its shard began. */
  calibrations: readonly CalibrationInForce[];
}

const ATTEMPT = `m.trial_id AS "trialId", m.attempt, m.shard_id AS "shardId", m.fence, t.campaign_id AS "campaignId",
  t.device_id AS "deviceId", m.body, c.device_class AS "deviceClass",
  c.inferences, c.levels, (SELECT spec->'checks' FROM campaign WHERE id = c.campaign_id) AS checks, ${CALIBRATIONS_IN_FORCE} AS calibrations`;
const FROM_ATTEMPT = `measurement m JOIN trial t ON t.id = m.trial_id JOIN cell c ON c.id = t.cell_id`;

/**
 * SQL: whether nothing more can come for the attempt `m`: nothing was measured, all its chunks are stored, or its shard has
 * ended, so that what is missing was lost. The record of that end may be committed before others that the device sent earlier.
 */
export const IS_DUE = `m.judged_at IS NULL AND (m.outcome <> 'measured'
  OR (SELECT count(*) FROM trace_chunk k WHERE k.trial_id = m.trial_id AND k.attempt = m.attempt)
     >= coalesce((m.body->>'chunks')::int, 0)
  OR EXISTS (SELECT 1 FROM shard s WHERE s.id = m.shard_id AND (s.state = 'settled' OR s.outcome IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM spool_record e WHERE e.shard_id = s.id AND e.kind = 'shard_end'
      AND e.seq > (SELECT count(*) FROM spool_record r WHERE r.shard_id = s.id)))))`;

/** Those of the attempts that are complete and not judged, in the order given. */
export async function findUnjudged(db: Queryable, keys: readonly AttemptKey[]): Promise<UnjudgedAttempt[]> {
  const { rows } = await db.query<UnjudgedAttempt>(
    `SELECT ${ATTEMPT} FROM ${FROM_ATTEMPT} JOIN unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS k(trial_id, attempt, place)
       ON k.trial_id = m.trial_id AND k.attempt = m.attempt
     WHERE ${IS_DUE} ORDER BY k.place`,
    [keys.map(({ trialId }) => trialId), keys.map(({ attempt }) => attempt)],
  );
  return rows;
}

/**
 * Attempts that are complete and not judged, the oldest first: what a crash between commit and judgement left.
 * @param shardId of this shard only; null: of all.
 */
export async function listUnjudged(db: Queryable, shardId: string | null, limit: number): Promise<AttemptKey[]> {
  const { rows } = await db.query<AttemptKey>(
    `SELECT m.trial_id AS "trialId", m.attempt FROM measurement m
     WHERE ($1::uuid IS NULL OR m.shard_id = $1) AND ${IS_DUE} ORDER BY m.committed_at, m.trial_id LIMIT $2`,
    [shardId, limit],
  );
  return rows;
}

/** Attempts that used up one of a trial's tries, and those of them that were the workload's own failure. */
export interface UsedAttempts {
  all: number;
  failed: number;
}

/**
 * Those of a trial since it was planned or last reopened: rejected by a check, or ended by a fault, whoever's it was, or by the
 * workload's own failure.
 */
export async function countUsedAttempts(db: Queryable, trialId: string): Promise<UsedAttempts> {
  const { rows } = await db.query<UsedAttempts>(
    `SELECT count(*)::int AS "all", count(*) FILTER (WHERE outcome = 'failed')::int AS failed
     FROM measurement m JOIN trial t ON t.id = m.trial_id AND m.attempt >= t.first_attempt
     WHERE trial_id = $1 AND (verdict = 'rejected' OR outcome IN ('fault', 'failed'))`,
    [trialId],
  );
  return rows[0]!;
}

/** All attempts of a trial that were executed since it was planned or last reopened, whatever came of them. */
export async function countAttempts(db: Queryable, trialId: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM measurement m JOIN trial t ON t.id = m.trial_id AND m.attempt >= t.first_attempt
     WHERE trial_id = $1`,
    [trialId],
  );
  return rows[0]!.n;
}
