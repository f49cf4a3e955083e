import type { FactorLevels } from '@joulefleet/core';
import type { Queryable } from '../database';
import { newId } from '../ids/new-id';

export interface CellToInsert {
  cellKey: string;
  deviceClass: string;
  workload: string;
  command: string[] | null;
  graphMode: string;
  inferences: number;
  levels: FactorLevels;
  /** Devices that can measure it, where cells are shared out; left out: it stays on the devices that it is planned for. */
  deviceIds?: readonly string[];
}

const CELLS_PER_STATEMENT = 500;

/** Stores cells of a campaign, drawn slice by slice. Returns their ids, in their order. To be called in a transaction. */
export async function insertCells(db: Queryable, campaignId: string, cells: Iterable<CellToInsert>): Promise<string[]> {
  const cellIds: string[] = [];
  for (const slice of slicesOf(cells, CELLS_PER_STATEMENT)) {
    const ids = slice.map(() => newId());
    await insertSlice(db, campaignId, slice, ids);
    cellIds.push(...ids);
  }
  return cellIds;
}

function* slicesOf<T>(items: Iterable<T>, length: number): Generator<T[]> {
  let slice: T[] = [];
  for (const item of items) {
    slice.push(item);
    if (slice.length < length) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}

async function insertSlice(db: Queryable, campaignId: string, cells: CellToInsert[], ids: string[]): Promise<void> {
  const rows = cells.map((cell, index) => ({ ...cell, id: ids[index] }));
  await db.query(
    `INSERT INTO cell (id, campaign_id, cell_key, device_class, workload, command, graph_mode, inferences, levels, device_ids)
     SELECT id, $1, "cellKey", "deviceClass", workload, coalesce(command, '{}'), "graphMode", inferences, levels, "deviceIds"
     FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, "cellKey" text, "deviceClass" text, workload text, command text[],
       "graphMode" text, inferences int, levels jsonb, "deviceIds" uuid[])`,
    [campaignId, JSON.stringify(rows)],
  );
}
