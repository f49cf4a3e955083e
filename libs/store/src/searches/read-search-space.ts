import type { FactorLevels, GraphMode } from '@joulefleet/core';
import type { Queryable } from '../database';

/** A cell that a search may choose. */
export interface SpaceCell {
  cellId: string;
  /** Hash of class and levels. */
  cellKey: string;
  deviceClass: string;
  workload: string;
  /** Empty: an installed runner. */
  command: string[];
  graphMode: GraphMode;
  inferences: number;
  /** As stored: a factor that joined after the cell is not among them. */
  levels: Partial<FactorLevels>;
  /** Devices on which it may be measured. */
  deviceIds: string[];
}

/** Every cell of a campaign that searches, sorted by cell key: its place is its index. They never change. */
export async function readSearchSpace(db: Queryable, campaignId: string): Promise<SpaceCell[]> {
  const { rows } = await db.query<SpaceCell>(
    `SELECT id AS "cellId", cell_key AS "cellKey", device_class AS "deviceClass", workload, command, graph_mode AS "graphMode",
       inferences, levels, coalesce(device_ids, '{}') AS "deviceIds"
     FROM cell WHERE campaign_id = $1 ORDER BY cell_key COLLATE "C"`,
    [campaignId],
  );
  return rows;
}
