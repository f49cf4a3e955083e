import type { FactorLevels } from '@joulefleet/core';
import type { Queryable } from '../database';

/** A cell with its trials on a device by state, and how many attempts of them were rejected. */
export interface GriddedCell {
  cellKey: string;
  graphMode: string;
  levels: Partial<FactorLevels>;
  pending: number;
  assigned: number;
  accepted: number;
  failed: number;
  skipped: number;
  rejected: number;
}

/** Which cells: those of a workload on a device. */
export interface GridPlace {
  campaignId: string;
  deviceId: string;
  workload: string;
}

/** Workloads with cells for the class of a device, by name. */
export async function readGridWorkloads(db: Queryable, campaignId: string, deviceId: string): Promise<string[]> {
  const { rows } = await db.query<{ workload: string }>(
    `SELECT DISTINCT c.workload FROM cell c JOIN device d ON d.device_class = c.device_class
     WHERE c.campaign_id = $1 AND d.id = $2 ORDER BY c.workload`,
    [campaignId, deviceId],
  );
  return rows.map(({ workload }) => workload);
}

/**
 * Cells without order. A cell's trials on a device are found by their index; attempts are read of those trials only that had
 * more than one, for a rejected attempt is followed by another number.
 */
export async function readGridCells(
  db: Queryable,
  { campaignId, deviceId, workload }: GridPlace,
): Promise<GriddedCell[]> {
  const { rows } = await db.query<GriddedCell>(
    `SELECT c.cell_key AS "cellKey", c.graph_mode AS "graphMode", c.levels, t.pending, t.assigned, t.accepted, t.failed, t.skipped,
       t.rejected
     FROM cell c CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE state = 'pending')::int AS pending, count(*) FILTER (WHERE state = 'assigned')::int AS assigned,
         count(*) FILTER (WHERE state = 'accepted')::int AS accepted, count(*) FILTER (WHERE state = 'failed')::int AS failed,
         count(*) FILTER (WHERE state = 'skipped')::int AS skipped, coalesce(sum(CASE WHEN attempt > 1 THEN (
           SELECT count(*) FROM measurement WHERE trial_id = trial.id AND verdict = 'rejected') END), 0)::int AS rejected
       FROM trial WHERE cell_id = c.id AND device_id = $2 AND repetition > 0 AND state <> 'moved' HAVING count(*) > 0) t
     WHERE c.campaign_id = $1 AND c.workload = $3`,
    [campaignId, deviceId, workload],
  );
  return rows;
}

/** Key of the cell that a device measures for a campaign now, as its agent said last; null: none. */
export async function readCellNow(db: Queryable, campaignId: string, deviceId: string): Promise<string | null> {
  const { rows } = await db.query<{ cellKey: string }>(
    `SELECT c.cell_key AS "cellKey" FROM lease l JOIN shard s ON s.id = l.shard_id
       JOIN trial t ON t.id = (s.progress->>'trialId')::uuid JOIN cell c ON c.id = t.cell_id
     WHERE l.device_id = $2 AND s.campaign_id = $1 AND s.state = 'executing'`,
    [campaignId, deviceId],
  );
  return rows[0]?.cellKey ?? null;
}
