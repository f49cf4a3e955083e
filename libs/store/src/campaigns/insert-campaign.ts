import type { ProposedTrials, StrategySpec } from '@joulefleet/core';
import { inTransaction, type Database, type Queryable } from '../database';
import { newId } from '../ids/new-id';
import { insertCells, type CellToInsert } from './insert-cells';
import { insertTrials } from './insert-trials';

export interface CampaignToInsert {
  name: string;
  source: string;
  spec: unknown;
  simulated: boolean;
  /** Id of the user who launches it; left out, it is for admins. */
  ownerId?: string | null;
  strategy: StrategySpec;
  /** What its plan says that it will take. */
  estimate?: unknown;
  /** Sorted by cell key; drawn slice by slice, like the trials. */
  cells: Iterable<CellToInsert>;
  /** Drawn slice by slice while they are stored; the order within each device is kept. */
  trials: Iterable<ProposedTrials>;
}

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
  const { name, source, spec, simulated, ownerId, strategy, estimate, cells, trials } = campaign;
  await inTransaction(database, async (client) => {
    await client.query(
      `INSERT INTO campaign (id, name, state, source, spec, simulated, owner_id, strategy, strategy_parameters, estimate,
         started_at)
       VALUES ($1, $2, 'running', $3, $4, $5, $6, $7, $8, $9, now())`,
      [
        ...[id, name, source, JSON.stringify(spec), simulated, ownerId ?? null, strategy.name, strategy.parameters],
        estimate === undefined ? null : JSON.stringify(estimate),
      ],
    );
    const cellIds = await insertCells(client, id, cells);
    await insertTrials(client, id, cellIds, new Map(), trials);
    await alongside(client, id);
  });
  return id;
}
