import type { FactorLevels } from '@joulefleet/core';
import type { Database } from '../database';
import { readInSlices } from '../read-in-slices';

/** One accepted trial of a sentinel cell. */
export interface SentinelRow {
  device: string;
  cellKey: string;
  workload: string;
  graphMode: string;
  inferences: number;
  /** As stored: a factor that joined after the cell is not among them. */
  levels: Partial<FactorLevels>;
  energyMj: number;
  /** When it began, by the device's wall clock. */
  atMs: number;
}

/** Hands the accepted sentinel trials of a campaign, of one device or of all (null), to `take`, a slice at a time: by device, cell and position. */
export async function readSentinelTrials(
  database: Database,
  campaignId: string,
  device: string | null,
  take: (trials: readonly SentinelRow[]) => void,
): Promise<void> {
  await readInSlices(database, SENTINEL_TRIALS, [campaignId, device], take);
}

const SENTINEL_TRIALS = `SELECT d.name AS device, c.cell_key AS "cellKey", c.workload, c.graph_mode AS "graphMode", c.inferences, c.levels,
       m.energy_mj AS "energyMj", (m.body->'anchors'->0->>'wallUs')::float8 / 1000 AS "atMs"
     FROM trial t JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
     JOIN cell c ON c.id = t.cell_id JOIN device d ON d.id = t.device_id
     WHERE t.campaign_id = $1 AND t.state = 'accepted' AND t.repetition = 0 AND ($2::text IS NULL OR d.name = $2)
     ORDER BY d.name, c.cell_key, t.position`;
