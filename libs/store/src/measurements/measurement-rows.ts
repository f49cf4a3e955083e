import type { Queryable } from '../database';

/** Stores the agent's account of one attempt; figures and verdict follow when its chunks are complete. */
export async function insertMeasurement(
  db: Queryable,
  row: {
    trialId: string;
    attempt: number;
    shardId: string;
    fence: number;
    outcome: string;
    body: unknown;
    simulated: boolean;
  },
): Promise<void> {
  await db.query(
    `INSERT INTO measurement (trial_id, attempt, shard_id, fence, outcome, body, findings, simulated)
     VALUES ($1, $2, $3, $4, $5, $6, '[]', $7) ON CONFLICT DO NOTHING`,
    [row.trialId, row.attempt, row.shardId, row.fence, row.outcome, JSON.stringify(row.body), row.simulated],
  );
}

/** The agent's account of one attempt and its verdict so far; null when it has not come yet. */
export async function readMeasurement(
  db: Queryable,
  trialId: string,
  attempt: number,
): Promise<{ body: unknown; verdict: string | null } | null> {
  const { rows } = await db.query<{ body: unknown; verdict: string | null }>(
    `SELECT body, verdict FROM measurement WHERE trial_id = $1 AND attempt = $2`,
    [trialId, attempt],
  );
  return rows[0] ?? null;
}

export interface Judgement {
  verdict: 'accepted' | 'rejected';
  findings: unknown;
  energyMj: number | null;
  durationMs: number | null;
  meanPowerMw: number | null;
  loadEnergyMj: number | null;
  absoluteUncertaintyMj: number | null;
  relativeUncertaintyMj: number | null;
  samples: number;
}

export async function saveJudgement(db: Queryable, trialId: string, attempt: number, j: Judgement): Promise<void> {
  await db.query(
    `UPDATE measurement SET verdict = $3, findings = $4, energy_mj = $5, duration_ms = $6, mean_power_mw = $7,
       load_energy_mj = $8, absolute_uncertainty_mj = $9, relative_uncertainty_mj = $10, samples = $11
     WHERE trial_id = $1 AND attempt = $2`,
    [
      trialId,
      attempt,
      j.verdict,
      JSON.stringify(j.findings),
      j.energyMj,
      j.durationMs,
      j.meanPowerMw,
      j.loadEnergyMj,
      j.absoluteUncertaintyMj,
      j.relativeUncertaintyMj,
      j.samples,
    ],
  );
}

/** Attempts of a trial that used up one of its tries: rejected by a check, or ended by the device's fault. */
export async function countUsedAttempts(db: Queryable, trialId: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM measurement
     WHERE trial_id = $1 AND (verdict = 'rejected' OR (outcome = 'fault' AND body->'error'->>'origin' = 'device'))`,
    [trialId],
  );
  return rows[0]!.n;
}
