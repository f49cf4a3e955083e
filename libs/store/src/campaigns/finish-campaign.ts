import type { Database } from '../database';

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
