import type { Database } from '@joulefleet/store';

/** How many rows contradict each other, by what is wrong with them. */
export interface RowFaults {
  'trials accepted twice': number;
  'trials without the shard that has them': number;
  'devices with two shards': number;
  'devices with wrong counts': number;
  'trials proposed twice': number;
  acceptedIds: string[];
}

const CHECK = `SELECT
  (SELECT count(*)::int FROM (SELECT 1 FROM measurement m JOIN trial t ON t.id = m.trial_id
     WHERE t.campaign_id = $1 AND m.verdict = 'accepted' GROUP BY m.trial_id HAVING count(*) > 1) x) AS "trials accepted twice",
  (SELECT count(*)::int FROM trial t WHERE t.campaign_id = $1 AND t.state = 'assigned' AND NOT EXISTS (
     SELECT 1 FROM shard s JOIN lease l ON l.shard_id = s.id AND l.device_id = t.device_id
     WHERE s.id = t.shard_id AND s.state <> 'settled')) AS "trials without the shard that has them",
  (SELECT count(*)::int FROM (SELECT 1 FROM shard WHERE state <> 'settled' GROUP BY device_id HAVING count(*) > 1) x)
    AS "devices with two shards",
  (SELECT count(*)::int FROM campaign_device n CROSS JOIN LATERAL (
     SELECT count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'assigned') AS assigned,
       count(*) FILTER (WHERE state = 'accepted') AS accepted, count(*) FILTER (WHERE state = 'failed') AS failed,
       count(*) FILTER (WHERE state = 'skipped') AS skipped
     FROM trial t WHERE t.campaign_id = n.campaign_id AND t.device_id = n.device_id) t
   WHERE n.campaign_id = $1 AND (n.pending, n.assigned, n.accepted, n.failed, n.skipped)
     IS DISTINCT FROM (t.pending, t.assigned, t.accepted, t.failed, t.skipped)) AS "devices with wrong counts",
  (SELECT count(*)::int FROM (SELECT 1 FROM trial WHERE campaign_id = $1
     GROUP BY device_id, cell_id, repetition HAVING count(*) > 1) x) AS "trials proposed twice",
  (SELECT coalesce(array_agg(id::text), '{}') FROM trial WHERE campaign_id = $1 AND state = 'accepted') AS "acceptedIds"`;

/** Reads in one statement: what a reader of that moment would see. */
export async function checkRows(database: Database, campaignId: string): Promise<RowFaults> {
  const { rows } = await database.pool.query<RowFaults>(CHECK, [campaignId]);
  return rows[0]!;
}
