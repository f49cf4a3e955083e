import type { AttemptQuality, FactorLevels } from '@joulefleet/core';
import type { Database } from '../database';
import { readInSlices } from '../read-in-slices';

/** One accepted trial with the levels of its cell: what comparisons are made from. */
export interface AcceptedTrialRow {
  device: string;
  deviceClass: string;
  cellKey: string;
  workload: string;
  graphMode: string;
  inferences: number;
  /** As stored: a factor that joined after the cell is not among them. */
  levels: Partial<FactorLevels>;
  block: number;
  energyMj: number;
  durationMs: number;
  meanPowerMw: number;
  /** Null: it was not measured. */
  idlePowerMw: number | null;
  absoluteUncertaintyMj: number;
  relativeUncertaintyMj: number;
  /** How the rails were read: layout, averaging, mode. */
  sensorSetup: string;
  /** Of the total rail, as the board stated them; null: it did not. */
  supplyMv: number | null;
  shuntMicroOhm: number | null;
  /** The calibration that the energy is by; null: of none. */
  calibrationId: string | null;
  /** Null: judged by an older version. */
  quality: AttemptQuality | null;
}

/** Hands a campaign's accepted trials, without sentinels, of one device or of all (null), to `take`, a slice at a time: by device, cell and position. */
export async function readAcceptedTrials(
  database: Database,
  campaignId: string,
  device: string | null,
  take: (trials: readonly AcceptedTrialRow[]) => void,
): Promise<void> {
  await readInSlices(database, ACCEPTED_TRIALS, [campaignId, device], take);
}

const ACCEPTED_TRIALS = `SELECT d.name AS device, d.device_class AS "deviceClass", c.cell_key AS "cellKey", c.workload,
       c.graph_mode AS "graphMode", c.inferences, c.levels, t.block, m.energy_mj AS "energyMj",
       m.duration_ms AS "durationMs", m.mean_power_mw AS "meanPowerMw", m.idle_power_mw AS "idlePowerMw",
       m.absolute_uncertainty_mj AS "absoluteUncertaintyMj", m.relative_uncertainty_mj AS "relativeUncertaintyMj",
       concat_ws(' ', m.body->'sensor'->>'layout', 'samples=' || (m.body->'sensor'->>'samples'),
         'running_mode=' || (m.body->'sensor'->>'runningMode')) AS "sensorSetup",
       (m.body->'sensor'->>'supplyMv')::float8 AS "supplyMv", (m.body->'sensor'->>'shuntMicroOhm')::float8 AS "shuntMicroOhm",
       m.calibration_id AS "calibrationId", m.quality
     FROM trial t JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
     JOIN cell c ON c.id = t.cell_id JOIN device d ON d.id = t.device_id
     WHERE t.campaign_id = $1 AND t.state = 'accepted' AND t.repetition > 0 AND ($2::text IS NULL OR d.name = $2) ORDER BY d.name, c.cell_key, t.position`;
