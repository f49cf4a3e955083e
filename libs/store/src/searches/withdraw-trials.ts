import { inTransaction, type Database } from '../database';
import { writeMovedTrials, type MovedTrial } from '../events/write-moved-trials';
import { IS_AWAY } from './read-search-devices';

/**
 * Withdraws the pending trials of a search from devices that are away, where another device of the class is not: the search then goes on
 * as if it had not proposed them. Returns how many.
 */
export async function withdrawTrials(database: Database, campaignId: string): Promise<number> {
  return inTransaction(database, async (db) => {
    const { rows } = await db.query<MovedTrial>(
      `UPDATE trial t SET state = 'moved', reason = 'withdrawn: ' || d.name || ' is ' || d.availability
       FROM device d WHERE t.campaign_id = $1 AND t.state = 'pending' AND d.id = t.device_id AND ${IS_AWAY} AND d.availability <> 'retired'
         AND EXISTS (
           SELECT 1 FROM campaign_device n JOIN device o ON o.id = n.device_id
           WHERE n.campaign_id = $1 AND o.device_class = d.device_class AND o.availability IN ('ready', 'leased', 'cooling'))
       RETURNING t.campaign_id AS "campaignId", t.device_id AS "deviceId", t.reason`,
      [campaignId],
    );
    await writeMovedTrials(db, 'moved', rows);
    return rows.length;
  });
}
