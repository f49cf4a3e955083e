import type { CampaignState, ProposedTrials } from '@joulefleet/core';
import type { Queryable } from '../database';
import { GOES_ON } from './goes-on';
import { addDevices } from './insert-campaign';
import { insertCells, type CellToInsert } from './insert-cells';
import { insertTrials, readLastPositions } from './insert-trials';

/** A campaign as it stands, held until the transaction ends. */
export interface LockedPlan {
  state: CampaignState;
  spec: unknown;
  strategyParameters: unknown;
  trials: number;
  /** Which cells each device has trials of: `deviceId cellKey`. */
  planned: ReadonlySet<string>;
}

export async function lockPlan(db: Queryable, id: string): Promise<LockedPlan> {
  const campaign = await db.query<Pick<LockedPlan, 'state' | 'spec' | 'strategyParameters'>>(
    `SELECT state, spec, strategy_parameters AS "strategyParameters" FROM campaign WHERE id = $1 FOR UPDATE`,
    [id],
  );
  const { rows } = await db.query<{ key: string }>(
    `SELECT DISTINCT t.device_id || ' ' || c.cell_key AS key FROM trial t JOIN cell c ON c.id = t.cell_id
     WHERE t.campaign_id = $1 AND t.repetition > 0`,
    [id],
  );
  const counted = await db.query<{ trials: number }>(
    `SELECT coalesce(sum(pending + assigned + accepted + failed + skipped), 0)::int AS trials
     FROM campaign_device WHERE campaign_id = $1`,
    [id],
  );
  return { ...campaign.rows[0]!, ...counted.rows[0]!, planned: new Set(rows.map(({ key }) => key)) };
}

/** What a campaign gets beside what it has. */
export interface PlanExtension {
  source: string;
  spec: unknown;
  simulated: boolean;
  repetitions: number;
  /** Sorted by cell key: those that are there already, too. */
  cells: readonly CellToInsert[];
  /** Devices that belong to it even without a trial of their own. */
  deviceIds: readonly string[];
  /** Trials of cells that their device has none of yet; cells by index among `cells`. */
  trials: Iterable<ProposedTrials>;
}

/**
 * Adds cells and trials after those that are there. A completed, stopped or failed campaign runs again, a paused one stays paused. To be
 * called in the transaction that holds it (`lockPlan`).
 */
export async function extendByPlan(db: Queryable, id: string, extension: PlanExtension): Promise<void> {
  const { source, spec, simulated, repetitions, cells, trials } = extension;
  const cellIds = await insertNewCells(db, id, cells);
  await insertTrials(db, id, cellIds, await readLastPositions(db, id), trials);
  await addDevices(db, id, extension.deviceIds);
  await db.query(
    `UPDATE campaign SET source = $2, spec = $3, simulated = simulated OR $4,
       strategy_parameters = jsonb_set(strategy_parameters, '{repetitions}', to_jsonb($5::int)),
       ${GOES_ON}
     WHERE id = $1`,
    [id, source, JSON.stringify(spec), simulated, repetitions],
  );
}

/** Ids of all cells, in their order. */
async function insertNewCells(db: Queryable, id: string, cells: readonly CellToInsert[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string; key: string }>(
    `SELECT id, cell_key AS key FROM cell WHERE campaign_id = $1`,
    [id],
  );
  const known = new Map(rows.map((row) => [row.key, row.id]));
  const added = cells.filter(({ cellKey }) => !known.has(cellKey));
  await addOffers(
    db,
    id,
    cells.filter(({ cellKey }) => known.has(cellKey)),
  );
  const ids = await insertCells(db, id, added);
  added.forEach(({ cellKey }, index) => known.set(cellKey, ids[index]!));
  return cells.map(({ cellKey }) => known.get(cellKey)!);
}

/** New devices may take over cells that are there already. */
async function addOffers(db: Queryable, id: string, cells: readonly CellToInsert[]): Promise<void> {
  const offers = cells.flatMap(({ cellKey, deviceIds }) => (deviceIds ? [{ cellKey, deviceIds }] : []));
  if (offers.length === 0) return;
  await db.query(
    `UPDATE cell c SET device_ids = ARRAY(SELECT DISTINCT x FROM unnest(coalesce(c.device_ids, '{}') || o."deviceIds") x)
     FROM jsonb_to_recordset($2::jsonb) AS o("cellKey" text, "deviceIds" uuid[])
     WHERE c.campaign_id = $1 AND c.cell_key = o."cellKey"`,
    [id, JSON.stringify(offers)],
  );
}
