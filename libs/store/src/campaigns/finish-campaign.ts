import type { Database, Queryable } from '../database';

export interface CampaignToSettle {
  id: string;
  proposed: number;
  open: number;
}

/** Running campaigns with how many of their trials are still to be settled. */
export async function listRunningCampaigns(database: Database): Promise<CampaignToSettle[]> {
  const { rows } = await database.pool.query<CampaignToSettle>(
    `SELECT c.id, count(t.id)::int AS proposed,
       count(t.id) FILTER (WHERE t.state IN ('pending', 'assigned'))::int AS open
     FROM campaign c LEFT JOIN trial t ON t.campaign_id = c.id
     WHERE c.state = 'running' GROUP BY c.id`,
  );
  return rows;
}

/** Ends a running campaign; false when somebody else did. */
export async function finishCampaign(database: Database, id: string, state: 'completed' | 'failed'): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `UPDATE campaign SET state = $2, finished_at = now() WHERE id = $1 AND state = 'running'`,
    [id, state],
  );
  return rowCount === 1;
}

/**
 * Ends cancelled campaigns that have no shard left: every device is restored, what was not measured by then is skipped. Until
 * then trials of a shard that ends may still become accepted, or pending.
 */
export async function finishCancelledCampaigns(db: Queryable): Promise<void> {
  await db.query(
    `WITH over AS (
       UPDATE campaign c SET finished_at = now()
       WHERE state = 'cancelled' AND finished_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM shard WHERE campaign_id = c.id AND state <> 'settled')
       RETURNING id, cancelled_by)
     UPDATE trial t SET state = 'skipped', reason = 'cancelled by ' || over.cancelled_by
     FROM over WHERE t.campaign_id = over.id AND t.state = 'pending'`,
  );
}
