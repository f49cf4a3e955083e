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
  /** Devices that belong to it even without a trial of their own: they may take cells over. */
  deviceIds?: readonly string[];
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
    await addDevices(client, id, campaign.deviceIds ?? []);
    await alongside(client, id);
  });
  return id;
}

/** Has devices belong to a campaign, whether they have trials or not. To be called in a transaction. */
export async function addDevices(db: Queryable, id: string, deviceIds: readonly string[]): Promise<void> {
  if (deviceIds.length === 0) return;
  await db.query(
    `INSERT INTO campaign_device (campaign_id, device_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
    [id, deviceIds],
  );
}
