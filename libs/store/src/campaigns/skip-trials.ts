import { inTransaction, type Database } from '../database';
import { writeMovedTrials, type MovedTrial } from '../events/write-moved-trials';

/** Trials of one statement: well below a tenth of a second. */
const TRIALS_PER_STATEMENT = 2_000;

/** Pending trials that will never be executed, of one campaign on one device, and why. */
const UNREACHABLE = `
  SELECT n.campaign_id, n.device_id,
    CASE WHEN c.state IN ('cancelled', 'stopped') THEN c.state || ' by ' || coalesce(c.ended_by, 'somebody')
      ELSE d.name || ' was retired: ' || coalesce(d.reason->>'text', d.reason->>'asked', 'no reason') END AS reason
  FROM campaign_device n JOIN campaign c ON c.id = n.campaign_id JOIN device d ON d.id = n.device_id
  WHERE n.pending > 0 AND (c.state IN ('cancelled', 'stopped') OR d.availability = 'retired') LIMIT 1`;

/**
 * Skips pending trials of cancelled and stopped campaigns and of retired devices, a slice at a time: whoever cancels, stops or retires does not
 * wait for it, and readers count such trials as skipped already. Returns how many were skipped; 0: none is left.
 */
export async function skipUnreachableTrials(database: Database): Promise<number> {
  return inTransaction(database, async (db) => {
    const { rows } = await db.query<MovedTrial>(
      `WITH unreachable AS (${UNREACHABLE}), slice AS (
       SELECT t.id, u.reason FROM unreachable u CROSS JOIN LATERAL (
         SELECT id FROM trial WHERE campaign_id = u.campaign_id AND device_id = u.device_id AND state = 'pending'
         ORDER BY position LIMIT ${TRIALS_PER_STATEMENT} FOR UPDATE SKIP LOCKED) t)
     UPDATE trial t SET state = 'skipped', reason = slice.reason FROM slice WHERE t.id = slice.id
     RETURNING t.campaign_id AS "campaignId", t.device_id AS "deviceId", t.reason`,
    );
    await writeMovedTrials(db, 'skipped', rows);
    return rows.length;
  });
}
