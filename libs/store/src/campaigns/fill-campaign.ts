import type { CampaignState } from '@joulefleet/core';
import { inTransaction, type Database, type Queryable } from '../database';
import { writeMovedTrials, type MovedTrial } from '../events/write-moved-trials';
import { GOES_ON } from './goes-on';

/** Trials of one statement: well below a tenth of a second. */
const TRIALS_PER_STATEMENT = 2_000;

/** What of a campaign can be measured again, held until the transaction ends. */
export interface Fillable {
  state: CampaignState;
  /** Trials that were skipped, or are about to be, on devices that are not retired. */
  missing: number;
  /** Devices that are not retired. */
  devices: number;
}

export async function lockFillable(db: Queryable, id: string): Promise<Fillable> {
  const { rows } = await db.query<{ state: CampaignState }>(`SELECT state FROM campaign WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  const { state } = rows[0]!;
  const counted = await db.query<Pick<Fillable, 'missing' | 'devices'>>(
    `SELECT coalesce(sum(n.skipped + CASE WHEN $2 THEN n.pending ELSE 0 END), 0)::int AS missing, count(*)::int AS devices
     FROM campaign_device n JOIN device d ON d.id = n.device_id AND d.availability <> 'retired' WHERE n.campaign_id = $1`,
    [id, state === 'stopped'],
  );
  return { state, ...counted.rows[0]! };
}

/**
 * Has the skipped trials of a campaign measured after all: it runs (a paused one stays paused), and the dispatcher reopens them
 * slice by slice. To be called in the transaction that holds it (`lockFillable`).
 */
export async function fillCampaign(db: Queryable, id: string): Promise<void> {
  await db.query(
    `UPDATE campaign SET fills = fills + 1, filling = true, ${GOES_ON}
     WHERE id = $1`,
    [id],
  );
}

/**
 * Reopens a slice of the skipped trials of campaigns that are being filled, each with as many tries as a new one. Returns how many;
 * 0: none is left.
 */
export async function reopenSkippedTrials(database: Database): Promise<number> {
  return inTransaction(database, async (db) => {
    const { rows } = await db.query<MovedTrial>(
      `WITH slice AS (
       SELECT t.id, c.fills FROM campaign c JOIN campaign_device n ON n.campaign_id = c.id AND n.skipped > 0
       JOIN device d ON d.id = n.device_id AND d.availability <> 'retired'
       CROSS JOIN LATERAL (
         SELECT id FROM trial WHERE campaign_id = c.id AND device_id = n.device_id AND state = 'skipped' AND fill < c.fills
         ORDER BY position LIMIT ${TRIALS_PER_STATEMENT} FOR UPDATE SKIP LOCKED) t
       WHERE c.filling AND c.state IN ('running', 'paused') LIMIT ${TRIALS_PER_STATEMENT})
     UPDATE trial t SET state = 'pending', reason = NULL, shard_id = NULL, attempt = attempt + 1, first_attempt = attempt + 1,
       fill = slice.fills
     FROM slice WHERE t.id = slice.id
     RETURNING t.campaign_id AS "campaignId", t.device_id AS "deviceId", t.reason`,
    );
    if (rows.length === 0) await db.query(NOTHING_LEFT);
    await writeMovedTrials(db, 'reopened', rows);
    return rows.length;
  });
}

const NOTHING_LEFT = `
  UPDATE campaign c SET filling = false WHERE filling AND NOT EXISTS (
    SELECT 1 FROM campaign_device n JOIN device d ON d.id = n.device_id AND d.availability <> 'retired'
    JOIN trial t ON t.campaign_id = n.campaign_id AND t.device_id = n.device_id AND t.state = 'skipped' AND t.fill < c.fills
    WHERE n.campaign_id = c.id AND n.skipped > 0)`;
