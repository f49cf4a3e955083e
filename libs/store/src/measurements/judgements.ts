import type { AttemptQuality, TrialPhases } from '@joulefleet/core';
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
  /** Loading and warming up; null: nothing was read of either. */
  phases: TrialPhases | null;
  /** At the operating point of the trial, without its workload. */
  idlePowerMw: number | null;
  /** Integrated energy against the hardware's own counter, in percent of that; null: the device has none. */
  counterDifferencePct: number | null;
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

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** Columns of a judgement, their types, and what they hold. */
const COLUMNS: readonly [string, string, (judgement: Judgement) => unknown][] = [
  ['verdict', 'text', (j) => j.verdict],
  ['findings', 'jsonb', (j) => JSON.stringify(j.findings)],
  ['energy_mj', 'float8', (j) => j.energyMj],
  ['duration_ms', 'float8', (j) => j.durationMs],
  ['mean_power_mw', 'float8', (j) => j.meanPowerMw],
  ['load_energy_mj', 'float8', (j) => j.loadEnergyMj],
  ['absolute_uncertainty_mj', 'float8', (j) => j.absoluteUncertaintyMj],
  ['relative_uncertainty_mj', 'float8', (j) => j.relativeUncertaintyMj],
  ['samples', 'int', (j) => j.samples],
  ['rail_summary', 'jsonb', (j) => json(j.railSummary)],
  ['idle_power_mw', 'float8', (j) => j.idlePowerMw],
  ['counter_difference_pct', 'float8', (j) => j.counterDifferencePct],
  ['calibration_id', 'uuid', (j) => j.calibrationId],
  ['raw_energy_mj', 'float8', (j) => j.rawEnergyMj],
  ['uncertainty_parts', 'jsonb', (j) => json(j.uncertaintyParts)],
  ['quality', 'jsonb', (j) => json(j.quality)],
  ['phases', 'jsonb', (j) => json(j.phases)],
];
/** Parameters before those of the columns: the trial and the attempt. */
const KEY_PARAMETERS = 2;

const NAMES = COLUMNS.map(([name]) => name).join(', ');
const ARRAYS = COLUMNS.map(([, type], i) => `$${i + KEY_PARAMETERS + 1}::${type}[]`).join(', ');
const SET_ONE = COLUMNS.map(([name], i) => `${name} = $${i + KEY_PARAMETERS + 1}`).join(', ');
const SET_EACH = COLUMNS.map(([name]) => `${name} = d.${name}`).join(', ');

/** A judgement of one attempt. */
interface JudgementOf {
  key: AttemptKey;
  judgement: Judgement;
}

/**
 * Saves judgements of attempts that have none. Answers the attempts whose judgement was saved; of the others another judge was first,
 * and nothing of theirs has changed. Attempts are locked in one order, so that no two judges wait for each other.
 */
export async function saveJudgements(db: Queryable, judgements: readonly JudgementOf[]): Promise<AttemptKey[]> {
  if (judgements.length === 0) return [];
  const { rows } = await db.query<AttemptKey>(
    `WITH d AS MATERIALIZED (
       SELECT * FROM unnest($1::uuid[], $2::int[], ${ARRAYS}) AS d(trial_id, attempt, ${NAMES})),
     held AS MATERIALIZED (
       SELECT m.trial_id, m.attempt FROM measurement m JOIN d ON d.trial_id = m.trial_id AND d.attempt = m.attempt
       WHERE m.judged_at IS NULL ORDER BY m.trial_id, m.attempt FOR NO KEY UPDATE OF m)
     UPDATE measurement m SET ${SET_EACH}, judged_at = now()
     FROM d JOIN held h ON h.trial_id = d.trial_id AND h.attempt = d.attempt
     WHERE m.trial_id = h.trial_id AND m.attempt = h.attempt AND m.judged_at IS NULL
     RETURNING m.trial_id AS "trialId", m.attempt`,
    [
      judgements.map(({ key }) => key.trialId),
      judgements.map(({ key }) => key.attempt),
      ...COLUMNS.map(([, , read]) => judgements.map(({ judgement }) => read(judgement))),
    ],
  );
  return rows;
}

/** Replaces the judgement that was made at `judgedAt`. False: it was judged anew since, and nothing has changed. */
export async function replaceJudgement(
  db: Queryable,
  { trialId, attempt }: AttemptKey,
  judgement: Judgement,
  judgedAt: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE measurement SET ${SET_ONE}, judged_at = now()
     WHERE trial_id = $1 AND attempt = $2 AND judged_at = $${COLUMNS.length + KEY_PARAMETERS + 1}::timestamptz`,
    [trialId, attempt, ...COLUMNS.map(([, , read]) => read(judgement)), judgedAt],
  );
  return rowCount === 1;
}
