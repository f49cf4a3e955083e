import { inTransaction, type Database, type Queryable } from '../database';
import { writeCampaignEvent, writeEvents } from '../events/write-events';

/**
 * Completes a running campaign whose strategy has stopped. False: it does not stand so any more, or trials are open again.
 *
 * @param planVersion of the campaign when the strategy was asked.
 * @param verdicts what its searches ended with; null: it is no search.
 */
export async function completeCampaign(
  database: Database,
  id: string,
  planVersion: number,
  verdicts: object | null = null,
): Promise<boolean> {
  return inTransaction(database, async (db) => {
    const { rowCount } = await db.query(
      `UPDATE campaign c SET state = 'completed', finished_at = now(), search_verdicts = $3
       WHERE id = $1 AND plan_version = $2 AND state = 'running' AND NOT filling AND NOT EXISTS (
         SELECT 1 FROM campaign_device WHERE campaign_id = c.id AND pending + assigned > 0)`,
      [id, planVersion, verdicts],
    );
    if (rowCount !== 1) return false;
    await writeCampaignEvent(db, id, 'complete', 'controller');
    return true;
  });
}

/**
 * Ends a running campaign that has no device left: all of them are retired, and trials were skipped for that. It fails with the
 * reason. False: it does not stand so, or trials are open again.
 *
 * @param planVersion of the campaign when its strategy was asked.
 * @param verdicts what its searches ended with before they came to their end: it fails also where nothing was skipped. Null: it is no search.
 */
export async function failCampaign(
  database: Database,
  id: string,
  planVersion: number,
  verdicts: object | null = null,
): Promise<boolean> {
  return inTransaction(database, async (db) => {
    const { rowCount } = await db.query(
      `UPDATE campaign c SET state = 'failed', finished_at = now(), end_reason = n.reason, search_verdicts = $3
       FROM (SELECT bool_and(d.availability = 'retired') AS gone, sum(pending + assigned) AS open, sum(skipped) AS skipped,
           'no device is left: ' || string_agg(d.name, ', ' ORDER BY d.name) ||
             CASE WHEN count(*) = 1 THEN ' was retired' ELSE ' were retired' END AS reason
         FROM campaign_device x JOIN device d ON d.id = x.device_id WHERE x.campaign_id = $1) n
       WHERE c.id = $1 AND plan_version = $2 AND state = 'running' AND NOT filling AND n.gone AND n.open = 0 AND (n.skipped > 0 OR $3::jsonb IS NOT NULL)`,
      [id, planVersion, verdicts],
    );
    if (rowCount !== 1) return false;
    await writeCampaignEvent(db, id, 'fail', 'controller');
    return true;
  });
}

/** SQL: a campaign `c` has no shard left, and no trial that waits for its judgement: every device is restored. */
export const NOTHING_RUNS = `NOT EXISTS (SELECT 1 FROM shard WHERE campaign_id = c.id AND state <> 'settled')
       AND NOT EXISTS (SELECT 1 FROM campaign_device WHERE campaign_id = c.id AND assigned > 0)`;

/**
 * Finishes cancelled and stopped campaigns for which nothing runs any more: until then trials of a shard that ends may still become accepted. Searches are left to
 * `finishSearch`, which stores their verdicts. To be called in a transaction.
 */
export async function finishEndedCampaigns(db: Queryable): Promise<void> {
  const { rows } = await db.query<{ id: string }>(
    `UPDATE campaign c SET finished_at = now()
     WHERE state IN ('cancelled', 'stopped') AND finished_at IS NULL AND strategy <> 'search' AND ${NOTHING_RUNS}
     RETURNING id`,
  );
  const body = { change: 'finish', by: 'controller' } as const;
  await writeEvents(
    db,
    rows.map(({ id }) => ({ kind: 'campaign', campaignId: id, body })),
  );
}
