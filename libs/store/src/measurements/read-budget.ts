import type { BudgetedTrial } from '@joulefleet/core';
import type { Queryable } from '../database';

/** A judged attempt with the parts of its uncertainty. */
export interface BudgetRow extends Omit<BudgetedTrial, 'parts'> {
  trialId: string;
  attempt: number;
  deviceId: string;
  device: string;
  cellKey: string;
  workload: string;
  /** Null: an older version judged it and did not store them. */
  parts: BudgetedTrial['parts'] | null;
  rawEnergyMj: number | null;
  counterDifferencePct: number | null;
  calibrationId: string | null;
}

/** What a budget is of: a trial, or the accepted trials of a cell on a device, by its key or the beginning of it. */
export type BudgetSubject = { trialId: string } | { device: string; cellKey: string };

const COLUMNS = `SELECT t.id AS "trialId", m.attempt, t.device_id AS "deviceId", d.name AS device, c.cell_key AS "cellKey", c.workload,
    m.energy_mj AS "energyMj", m.relative_uncertainty_mj AS "relativeUncertaintyMj", m.uncertainty_parts AS parts,
    m.raw_energy_mj AS "rawEnergyMj", m.counter_difference_pct AS "counterDifferencePct", m.calibration_id AS "calibrationId"
  FROM cell c JOIN trial t ON t.cell_id = c.id JOIN device d ON d.id = t.device_id
  JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.energy_mj IS NOT NULL
  WHERE c.campaign_id = $1`;

/** Present attempts of the subject in a campaign; of a cell the accepted ones without sentinels. */
export async function readBudget(db: Queryable, campaignId: string, subject: BudgetSubject): Promise<BudgetRow[]> {
  if ('trialId' in subject) {
    return (await db.query<BudgetRow>(`${COLUMNS} AND t.id = $2`, [campaignId, subject.trialId])).rows;
  }
  const { rows } = await db.query<BudgetRow>(
    `${COLUMNS} AND starts_with(c.cell_key, $2) AND d.name = $3 AND t.state = 'accepted' AND t.repetition > 0
     ORDER BY c.cell_key, t.position`,
    [campaignId, subject.cellKey, subject.device],
  );
  return rows;
}

/** How the trials of a cell scatter. */
export interface CellScatter {
  cellKey: string;
  trials: number;
  sdLog: number | null;
}

/** Of all cells of a campaign that were measured on a device. */
export async function readScatter(db: Queryable, campaignId: string, deviceId: string): Promise<CellScatter[]> {
  const { rows } = await db.query<CellScatter>(
    `SELECT c.cell_key AS "cellKey", s.trials, s.sd_log_energy AS "sdLog"
     FROM cell_statistics s JOIN cell c ON c.id = s.cell_id WHERE c.campaign_id = $1 AND s.device_id = $2`,
    [campaignId, deviceId],
  );
  return rows;
}
