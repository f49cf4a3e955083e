import {
  statesBefore,
  TRIAL_TRANSITIONS,
  type MovableCell,
  type ProposedTrials,
  type Takeover,
  type TakeoverCampaign,
  type TakeoverDevice,
} from '@joulefleet/core';
import type { Database, Queryable } from '../database';
import { writeMovedTrials, type MovedTrial } from '../events/write-moved-trials';
import { insertTrials, readLastPositions } from './insert-trials';
import { mayTake, SHARES_CELLS } from './shares-cells';

/** Cells of one transaction: a campaign gets no shard meanwhile. */
const CELLS_PER_STATEMENT = 500;

/** A running campaign whose cells are shared out, as its takeovers are decided from. */
export interface SharingCampaign extends Omit<TakeoverCampaign, 'devices'> {
  nowMs: number;
  planVersion: number;
  strategy: string;
  parameters: unknown;
  devices: (TakeoverDevice & { name: string })[];
}

/** Every running campaign whose cells are shared out, with the counts of its devices: nothing that grows with the trials. */
export async function listSharingCampaigns(database: Database): Promise<SharingCampaign[]> {
  const { rows } = await database.pool.query<SharingCampaign>(
    `SELECT c.id AS "campaignId", c.plan_version AS "planVersion", c.strategy, c.strategy_parameters AS parameters,
       (c.strategy_parameters->>'repetitions')::int AS repetitions, extract(epoch FROM now())::float8 * 1000 AS "nowMs",
       jsonb_agg(jsonb_build_object('deviceId', d.id, 'name', d.name, 'deviceClass', d.device_class,
         'availability', d.availability, 'sinceMs', extract(epoch FROM d.since)::float8 * 1000, 'inMaintenance', EXISTS (
           SELECT 1 FROM maintenance_window w WHERE w.device_id = d.id AND w.starts_at <= now() AND w.ends_at > now()),
         'pending', n.pending, 'assigned', n.assigned, 'untried', n.untried, 'trialMs', n.trial_ms)) AS devices
     FROM campaign c JOIN campaign_device n ON n.campaign_id = c.id JOIN device d ON d.id = n.device_id
     WHERE c.state = 'running' AND ${SHARES_CELLS} GROUP BY c.id`,
  );
  return rows;
}

/**
 * Takes a running campaign in hand until the transaction ends: no shard of it is placed meanwhile. False: its plan has changed since
 * the takeover was decided, or it runs no more.
 */
export async function lockForTakeover(db: Queryable, { campaignId, planVersion }: SharingCampaign): Promise<boolean> {
  const { rowCount } = await db.query(
    `SELECT 1 FROM campaign WHERE id = $1 AND plan_version = $2 AND state = 'running' FOR NO KEY UPDATE`,
    [campaignId, planVersion],
  );
  return rowCount === 1;
}

/** Whoever planned from what was before has to look again. */
export async function noteTakeover(db: Queryable, campaignId: string): Promise<void> {
  await db.query(`UPDATE campaign SET plan_version = plan_version + 1 WHERE id = $1`, [campaignId]);
}

/** Cells that leave a device, those that it would measure last first, each with the targets that may take it. */
export async function readMovableCells(db: Queryable, takeover: Takeover): Promise<MovableCell[]> {
  const { campaignId, fromDeviceId, cells, maxCells, to } = takeover;
  const { rows } = await db.query<MovableCell>(
    `SELECT k.id AS "cellId", k.cell_key AS "cellKey", able.devices
     FROM (SELECT cell_id, max(position) AS last FROM trial
           WHERE campaign_id = $1 AND device_id = $2 AND state = 'pending' AND repetition > 0
             AND (NOT $5 OR repetition = 1) GROUP BY cell_id) t
     JOIN cell k ON k.id = t.cell_id
     CROSS JOIN LATERAL (SELECT array_agg(x) AS devices FROM unnest($3::uuid[]) x WHERE ${mayTake('x')}) able
     WHERE able.devices IS NOT NULL AND (NOT $5 OR NOT EXISTS (
       SELECT 1 FROM trial o WHERE o.cell_id = k.id AND o.device_id = $2 AND o.repetition > 0 AND o.state NOT IN ('pending', 'moved')))
     ORDER BY t.last DESC LIMIT $4`,
    [
      campaignId,
      fromDeviceId,
      to.map(({ deviceId }) => deviceId),
      Math.min(maxCells ?? CELLS_PER_STATEMENT, CELLS_PER_STATEMENT),
      cells === 'untried',
    ],
  );
  return rows;
}

/** Takes the pending trials of cells off a device. To be called in the transaction that holds the campaign (`lockForTakeover`). */
export async function giveCellsAway(
  db: Queryable,
  { fromDeviceId, cellIds, reason }: { fromDeviceId: string; cellIds: readonly string[]; reason: string },
): Promise<void> {
  const { rows } = await db.query<MovedTrial>(
    `UPDATE trial SET state = 'moved', reason = $3 WHERE cell_id = ANY($1::uuid[]) AND device_id = $2 AND repetition > 0 AND state = ANY($4::text[])
     RETURNING campaign_id AS "campaignId", device_id AS "deviceId", reason`,
    [cellIds, fromDeviceId, reason, statesBefore(TRIAL_TRANSITIONS, 'moved')],
  );
  await writeMovedTrials(db, 'moved', rows);
}

/** A device that has given all of its cells away has nothing to be watched for. To be called in the same transaction. */
export async function skipIdleSentinels(
  db: Queryable,
  { campaignId, fromDeviceId, reason }: { campaignId: string; fromDeviceId: string; reason: string },
): Promise<void> {
  const { rows } = await db.query<MovedTrial>(
    `UPDATE trial SET state = 'skipped', reason = $3
     WHERE campaign_id = $1 AND device_id = $2 AND repetition = 0 AND state = 'pending' AND NOT EXISTS (
       SELECT 1 FROM trial o WHERE o.campaign_id = $1 AND o.device_id = $2 AND o.repetition > 0 AND o.state = 'pending')
     RETURNING campaign_id AS "campaignId", device_id AS "deviceId", reason`,
    [campaignId, fromDeviceId, reason],
  );
  await writeMovedTrials(db, 'skipped', rows);
}

/** Gives a device the trials back that it had given away. Returns the cells of these. To be called in the same transaction. */
export async function takeCellsBack(
  db: Queryable,
  { toDeviceId, cellIds }: { toDeviceId: string; cellIds: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await db.query<{ cellId: string }>(
    `UPDATE trial SET state = 'pending', reason = NULL
     WHERE cell_id = ANY($1::uuid[]) AND device_id = $2 AND state = 'moved' RETURNING cell_id AS "cellId"`,
    [cellIds, toDeviceId],
  );
  return new Set(rows.map(({ cellId }) => cellId));
}

/** Appends trials of cells that are taken over. To be called in the same transaction. */
export async function appendTakenTrials(
  db: Queryable,
  campaignId: string,
  cellIds: readonly string[],
  proposed: Iterable<ProposedTrials>,
): Promise<void> {
  await insertTrials(db, campaignId, cellIds, await readLastPositions(db, campaignId), proposed);
}
