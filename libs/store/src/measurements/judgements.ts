import type { AttemptQuality } from '@joulefleet/core';
import type { Queryable } from '../database';
import type { AttemptKey } from './measurement-rows';

/** Figures of one attempt; null where they could not be computed. */
export interface Judgement {
  /** Null: nothing was measured. */
  verdict: 'accepted' | 'rejected' | null;
  findings: unknown;
  energyMj: number | null;
  durationMs: number | null;
  meanPowerMw: number | null;
  loadEnergyMj: number | null;
  /** At the operating point of the trial, without its workload. */
  idlePowerMw: number | null;
  absoluteUncertaintyMj: number | null;
  relativeUncertaintyMj: number | null;
  /** The calibration that energies and powers are by; null: none was in force. */
  calibrationId: string | null;
  /** Energy by the sensor itself; null: `energyMj` is that. */
  rawEnergyMj: number | null;
  /** Standard uncertainties by part, in mJ. */
  uncertaintyParts: Readonly<Record<string, number>> | null;
  /** What a trust grade is made from; null: no energy could be computed. */
  quality: AttemptQuality | null;
  samples: number | null;
  /** Per rail: minimum, mean and maximum power. */
  railSummary: unknown;
}

const SET = `verdict = $3, findings = $4, energy_mj = $5, duration_ms = $6, mean_power_mw = $7, load_energy_mj = $8,
  absolute_uncertainty_mj = $9, relative_uncertainty_mj = $10, samples = $11, rail_summary = $12, idle_power_mw = $13,
  calibration_id = $14, raw_energy_mj = $15, uncertainty_parts = $16, quality = $17,
  judged_at = now()`;

/** Saves the judgement of an attempt that has none. False: another judge was first, and nothing has changed. */
export async function saveJudgement(db: Queryable, key: AttemptKey, judgement: Judgement): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE measurement SET ${SET} WHERE trial_id = $1 AND attempt = $2 AND judged_at IS NULL`,
    parameters(key, judgement),
  );
  return rowCount === 1;
}

/** Replaces the judgement that was made at `judgedAt`. False: it was judged anew since, and nothing has changed. */
export async function replaceJudgement(
  db: Queryable,
  key: AttemptKey,
  judgement: Judgement,
  judgedAt: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE measurement SET ${SET} WHERE trial_id = $1 AND attempt = $2 AND judged_at = $18::timestamptz`,
    [...parameters(key, judgement), judgedAt],
  );
  return rowCount === 1;
}

function parameters({ trialId, attempt }: AttemptKey, j: Judgement): unknown[] {
  return [
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
    j.railSummary === null ? null : JSON.stringify(j.railSummary),
    j.idlePowerMw,
    j.calibrationId,
    j.rawEnergyMj,
    j.uncertaintyParts === null ? null : JSON.stringify(j.uncertaintyParts),
    j.quality === null ? null : JSON.stringify(j.quality),
  ];
}
