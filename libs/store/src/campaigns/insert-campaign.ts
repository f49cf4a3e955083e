import type { FactorLevels, ProposedTrials, StrategySpec } from '@joulefleet/core';
import { inTransaction, type Database, type Queryable } from '../database';
import { newId } from '../ids/new-id';
import { insertTrials } from './insert-trials';

export interface CellToInsert {
  cellKey: string;
  deviceClass: string;
  workload: string;
  command: string[] | null;
  graphMode: string;
  inferences: number;
  levels: FactorLevels;
}

export interface CampaignToInsert {
  name: string;
  source: string;
  spec: unknown;
  simulated: boolean;
  /** Id of the user who launches it; left out, it is for admins. */
  ownerId?: string | null;
  strategy: StrategySpec;
  /** Sorted by cell key; drawn slice by slice, like the trials. */
  cells: Iterable<CellToInsert>;
  /** Drawn slice by slice while they are stored; the order within each device is kept. */
  trials: Iterable<ProposedTrials>;
}

const CELLS_PER_STATEMENT = 500;

/**
 * Stores a campaign with its cells and trials in one transaction, running from the start. Returns its id.
 *
 * @param alongside what stands or falls with it.
 */
export async function insertCampaign(
  database: Database,
  campaign: CampaignToInsert,
  alongside: (db: Queryable, id: string) => Promise<void> = async () => undefined,
): Promise<string> {
  const id = newId();
  const { name, source, spec, simulated, ownerId, strategy, cells, trials } = campaign;
  await inTransaction(database, async (client) => {
    await client.query(
      `INSERT INTO campaign (id, name, state, source, spec, simulated, owner_id, strategy, strategy_parameters, started_at)
       VALUES ($1, $2, 'running', $3, $4, $5, $6, $7, $8, now())`,
      [id, name, source, JSON.stringify(spec), simulated, ownerId ?? null, strategy.name, strategy.parameters],
    );
    const cellIds: string[] = [];
    for (const slice of slicesOf(cells, CELLS_PER_STATEMENT)) {
      const ids = slice.map(() => newId());
      await insertCells(client, id, slice, ids);
      cellIds.push(...ids);
    }
    await insertTrials(client, id, cellIds, new Map(), trials);
    await alongside(client, id);
  });
  return id;
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

async function insertCells(db: Queryable, campaignId: string, cells: CellToInsert[], ids: string[]): Promise<void> {
  const rows = cells.map((cell, index) => ({ ...cell, id: ids[index] }));
  await db.query(
    `INSERT INTO cell (id, campaign_id, cell_key, device_class, workload, command, graph_mode, inferences, levels)
     SELECT id, $1, "cellKey", "deviceClass", workload, coalesce(command, '{}'), "graphMode", inferences, levels
     FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, "cellKey" text, "deviceClass" text, workload text, command text[],
       "graphMode" text, inferences int, levels jsonb)`,
    [campaignId, JSON.stringify(rows)],
  );
}
