import { inTransaction, type Database, type Queryable } from '../database';
import { writeCampaignEvent, writeEvents } from '../events/write-events';

/**
 * Completes a running campaign whose strategy has stopped. False: it does not stand so any more, or trials are open again.
 *
 * @param planVersion of the campaign when the strategy was asked.
 */
export async function completeCampaign(database: Database, id: string, planVersion: number): Promise<boolean> {
  return inTransaction(database, async (db) => {
    const { rowCount } = await db.query(
      `UPDATE campaign c SET state = 'completed', finished_at = now()
       WHERE id = $1 AND plan_version = $2 AND state = 'running' AND NOT filling AND NOT EXISTS (
         SELECT 1 FROM campaign_device WHERE campaign_id = c.id AND pending + assigned > 0)`,
      [id, planVersion],
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
 * @param isUnfinished its strategy had more to propose: it fails also where nothing was skipped.
 */
export async function failCampaign(
  database: Database,
  id: string,
  planVersion: number,
  { isUnfinished = false }: { isUnfinished?: boolean } = {},
): Promise<boolean> {
  return inTransaction(database, async (db) => {
    const { rowCount } = await db.query(
      `UPDATE campaign c SET state = 'failed', finished_at = now(), end_reason = n.reason
       FROM (SELECT bool_and(d.availability = 'retired') AS gone, sum(pending + assigned) AS open, sum(skipped) AS skipped,
           'no device is left: ' || string_agg(d.name, ', ' ORDER BY d.name) ||
             CASE WHEN count(*) = 1 THEN ' was retired' ELSE ' were retired' END AS reason
         FROM campaign_device x JOIN device d ON d.id = x.device_id WHERE x.campaign_id = $1) n
       WHERE c.id = $1 AND plan_version = $2 AND state = 'running' AND NOT filling AND n.gone AND n.open = 0 AND (n.skipped > 0 OR $3)`,
      [id, planVersion, isUnfinished],
    );
    if (rowCount !== 1) return false;
    await writeCampaignEvent(db, id, 'fail', 'controller');
    return true;
  });
}

/**
 * Finishes cancelled and stopped campaigns that have no shard left, and no trial that waits for its judgement: every device is restored. Until then trials of a shard that ends may still
 * become accepted. To be called in a transaction.
 */
export async function finishEndedCampaigns(db: Queryable): Promise<void> {
  const { rows } = await db.query<{ id: string }>(
    `UPDATE campaign c SET finished_at = now()
     WHERE state IN ('cancelled', 'stopped') AND finished_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM shard WHERE campaign_id = c.id AND state <> 'settled')
       AND NOT EXISTS (SELECT 1 FROM campaign_device WHERE campaign_id = c.id AND assigned > 0)
     RETURNING id`,
  );
  const body = { change: 'finish', by: 'controller' } as const;
  await writeEvents(
    db,
    rows.map(({ id }) => ({ kind: 'campaign', campaignId: id, body })),
  );
}
