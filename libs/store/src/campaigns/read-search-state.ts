import { appendTo, type SearchCell, type SearchDevice } from '@joulefleet/core';
import type { Database } from '../database';
import { readInSlices } from '../read-in-slices';

/** A running campaign as its strategy is asked about it. */
export interface CampaignToAsk {
  id: string;
  strategy: string;
  parameters: unknown;
  planVersion: number;
  /** Those that are not retired, without their cells. */
  devices: SearchDevice[];
}

/** Every running campaign with the counts of its devices: reads nothing that grows with the number of trials. */
export async function listCampaignsToAsk(database: Database): Promise<CampaignToAsk[]> {
  const { rows } = await database.pool.query<CampaignToAsk>(
    `SELECT c.id, c.strategy, c.strategy_parameters AS parameters, c.plan_version AS "planVersion",
       coalesce(jsonb_agg(jsonb_build_object('deviceId', d.id, 'name', d.name, 'cellCount', n.cells,
         'proposed', n.pending + n.assigned + n.accepted + n.failed + n.skipped + n.moved - n.sentinels,
         'open', n.pending + n.assigned, 'sentinel', NULL, 'cells', NULL) ORDER BY d.name) FILTER (WHERE d.id IS NOT NULL), '[]') AS devices
     FROM campaign c LEFT JOIN campaign_device n ON n.campaign_id = c.id
       LEFT JOIN device d ON d.id = n.device_id AND d.availability <> 'retired'
     WHERE c.state = 'running' GROUP BY c.id`,
  );
  return rows;
}

/** The cells of each device of a campaign that no other device took over, with the statistics of their accepted trials, in the order of the plan. */
export async function readSearchCells(database: Database, campaignId: string): Promise<Map<string, SearchCell[]>> {
  const cells = new Map<string, SearchCell[]>();
  await readInSlices<SearchCell & { deviceId: string }>(database, SEARCH_CELLS, [campaignId], (rows) => {
    for (const { deviceId, ...cell } of rows) appendTo(cells, deviceId, cell);
  });
  return cells;
}

/** The sentinel cell of each device that has one: its index among the campaign's cells, sorted by cell key. */
export async function readSentinelCells(database: Database, campaignId: string): Promise<Map<string, number>> {
  const { rows } = await database.pool.query<{ deviceId: string; cell: number }>(
    `SELECT t.device_id AS "deviceId", k.index AS cell
     FROM (SELECT DISTINCT device_id, cell_id FROM trial WHERE campaign_id = $1 AND repetition = 0) t
     JOIN ${CELL_INDICES} k ON k.id = t.cell_id`,
    [campaignId],
  );
  return new Map(rows.map(({ deviceId, cell }) => [deviceId, cell]));
}

const CELL_INDICES = `(SELECT id, (row_number() OVER (ORDER BY cell_key COLLATE "C") - 1)::int AS index
           FROM cell WHERE campaign_id = $1)`;

const SEARCH_CELLS = `SELECT t.device_id AS "deviceId", k.index AS cell, t.proposed, coalesce(s.trials, 0) AS trials,
       s.energy_mj AS "energyMj", s.sd_log_energy AS "sdLogEnergy"
     FROM (SELECT device_id, cell_id, count(*)::int AS proposed, min(position) AS first
           FROM trial WHERE campaign_id = $1 AND repetition > 0 GROUP BY device_id, cell_id HAVING NOT bool_or(state = 'moved')) t
     JOIN ${CELL_INDICES} k ON k.id = t.cell_id
     LEFT JOIN cell_statistics s ON s.cell_id = t.cell_id AND s.device_id = t.device_id
     ORDER BY t.device_id, t.first`;
