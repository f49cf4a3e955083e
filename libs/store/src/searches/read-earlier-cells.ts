import type { Queryable } from '../database';
import type { SpaceCell } from './read-search-space';

/** A cell that an earlier campaign measured on a device: means of its accepted trials. */
export interface EarlierCellRow extends Omit<SpaceCell, 'cellId' | 'cellKey' | 'deviceIds'> {
  campaignId: string;
  deviceId: string;
  device: string;
  trials: number;
  /** Of the inference window. */
  durationMs: number;
  powerMw: number;
}

const MAX_ROWS = 5_000;

/**
 * What earlier campaigns measured on devices of the classes, always in the same order: cells of the workloads first, then the newest campaign
 * first, at most some thousands.
 */
export async function readEarlierCells(
  db: Queryable,
  campaignIds: readonly string[],
  deviceClasses: readonly string[],
  workloads: readonly string[],
): Promise<EarlierCellRow[]> {
  if (campaignIds.length === 0) return [];
  const { rows } = await db.query<EarlierCellRow>(
    `SELECT c.campaign_id AS "campaignId", c.device_class AS "deviceClass", c.workload, c.command, c.graph_mode AS "graphMode",
       c.inferences, c.levels, s.device_id AS "deviceId", d.name AS device, s.trials, s.duration_ms AS "durationMs",
       s.power_mw AS "powerMw"
     FROM cell c JOIN cell_statistics s ON s.cell_id = c.id JOIN device d ON d.id = s.device_id
     WHERE c.campaign_id = ANY($1) AND c.device_class = ANY($2)
     ORDER BY c.workload = ANY($3) DESC, c.campaign_id DESC, c.cell_key COLLATE "C", s.device_id LIMIT ${MAX_ROWS}`,
    [campaignIds, deviceClasses, workloads],
  );
  return rows;
}
