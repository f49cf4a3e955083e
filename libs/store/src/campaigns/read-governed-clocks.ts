import type { FactorLevels } from '@joulefleet/core';
import type { Database } from '../database';
import { readInSlices } from '../read-in-slices';

/** One accepted trial of a cell with a clock that is left to its governor: where its clocks were, as the agent recorded it. */
export interface GovernedTrialRow {
  device: string;
  cellKey: string;
  workload: string;
  graphMode: string;
  levels: Partial<FactorLevels>;
  /** Parts of the agent's record. */
  residency: unknown;
  before: unknown;
}

/** Hands such trials of a campaign, on one device or on all (null), to `take`: by device, workload, batch and cell. */
export async function readGovernedTrials(
  database: Database,
  campaignId: string,
  device: string | null,
  take: (trials: readonly GovernedTrialRow[]) => void,
): Promise<void> {
  await readInSlices(database, GOVERNED_TRIALS, [campaignId, device], take);
}

const GOVERNED_TRIALS = `SELECT d.name AS device, c.cell_key AS "cellKey", c.workload, c.graph_mode AS "graphMode", c.levels,
       m.body->'residency' AS residency, m.body->'before' AS before
     FROM cell c JOIN trial t ON t.cell_id = c.id AND t.state = 'accepted'
     JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
     JOIN device d ON d.id = t.device_id
     WHERE c.campaign_id = $1 AND ($2::text IS NULL OR d.name = $2)
       AND (c.levels->>'cpuKhz' IN ('dvfs', 'stock') OR c.levels->>'gpuHz' IN ('dvfs', 'stock'))
       AND m.body->'residency' <> 'null'
     ORDER BY d.name, c.workload, c.graph_mode, (c.levels->>'batchSize')::int, c.cell_key, t.position`;
