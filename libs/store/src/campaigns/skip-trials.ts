import { inTransaction, type Database } from '../database';
import { writeMovedTrials, type MovedTrial } from '../events/write-moved-trials';
import { mayTake, SHARES_CELLS } from './shares-cells';

/** Trials of one statement: well below a tenth of a second. */
const TRIALS_PER_STATEMENT = 2_000;

/** What a campaign has pending on a device that will never execute it, and why; on a retired one others may take cells over. */
const UNREACHABLE = `
  SELECT n.campaign_id, n.device_id, c.state NOT IN ('cancelled', 'stopped') AND ${SHARES_CELLS} AS "mayMove",
    CASE WHEN c.state IN ('cancelled', 'stopped') THEN c.state || ' by ' || coalesce(c.ended_by, 'somebody')
      ELSE d.name || ' was retired: ' || coalesce(d.reason->>'text', d.reason->>'asked', 'no reason') END AS reason
  FROM campaign_device n JOIN campaign c ON c.id = n.campaign_id JOIN device d ON d.id = n.device_id
  WHERE n.pending > 0 AND (c.state IN ('cancelled', 'stopped') OR d.availability = 'retired')`;

/** Whether a device that is not retired may take over the cell of a trial `p`; a sentinel stays. */
const IS_MOVABLE = `p.repetition > 0 AND EXISTS (SELECT 1 FROM cell k JOIN device x ON x.id = ANY(k.device_ids) AND x.availability <> 'retired'
  WHERE k.id = p.cell_id AND ${mayTake('x.id')})`;

/**
 * Skips pending trials of cancelled and stopped campaigns and of retired devices, a slice at a time: whoever cancels, stops or retires does not
 * wait for it, and readers count such trials as skipped already. Returns how many were skipped; 0: none is left.
 */
export async function skipUnreachableTrials(database: Database): Promise<number> {
  return inTransaction(database, async (db) => {
    const { rows } = await db.query<MovedTrial>(
      `WITH unreachable AS (${UNREACHABLE}), slice AS (
       SELECT t.id, u.reason FROM unreachable u CROSS JOIN LATERAL (
         SELECT id FROM trial p WHERE campaign_id = u.campaign_id AND device_id = u.device_id AND state = 'pending'
           AND (NOT u."mayMove" OR NOT (${IS_MOVABLE}))
         ORDER BY position LIMIT ${TRIALS_PER_STATEMENT} FOR UPDATE SKIP LOCKED) t LIMIT ${TRIALS_PER_STATEMENT})
     UPDATE trial t SET state = 'skipped', reason = slice.reason FROM slice WHERE t.id = slice.id
     RETURNING t.campaign_id AS "campaignId", t.device_id AS "deviceId", t.reason`,
    );
    await writeMovedTrials(db, 'skipped', rows);
    return rows.length;
  });
}
