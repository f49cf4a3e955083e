import { planPlacement } from '@joulefleet/core';
import { listCampaignsToAsk, readDispatchSnapshot, type Database } from '@joulefleet/store';
import type { Round } from '../figures/figure';

/** What a round read before campaigns had counts: every pending trial, and every trial of the running campaigns. */
const EVERY_TRIAL = [
  `SELECT c.id, (SELECT coalesce(jsonb_agg(p), '[]') FROM (
     SELECT n.device_id, jsonb_agg(n.id ORDER BY n.position)
     FROM (SELECT DISTINCT device_id FROM trial WHERE campaign_id = c.id AND state = 'pending') x
     CROSS JOIN LATERAL (
       SELECT id, device_id, position FROM trial
       WHERE campaign_id = c.id AND device_id = x.device_id AND state = 'pending' ORDER BY position LIMIT 12) n
     GROUP BY n.device_id) p) FROM campaign c WHERE c.state = 'running'`,
  `SELECT c.id, count(t.id), count(t.id) FILTER (WHERE t.state IN ('pending', 'assigned'))
   FROM campaign c LEFT JOIN trial t ON t.campaign_id = c.id WHERE c.state = 'running' GROUP BY c.id`,
];

/**
 * Milliseconds that a dispatch round reads and plans, against what it read before.
 * @throws Error when there is nothing to place.
 */
export async function timeDispatchRound(database: Database): Promise<Round> {
  const value = await timed(async () => {
    await listCampaignsToAsk(database);
    if (planPlacement(await readDispatchSnapshot(database)).length === 0) throw new Error('nothing to place');
  });
  const baseline = await timed(async () => {
    for (const query of EVERY_TRIAL) await database.pool.query(query);
  });
  return { value, baseline };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}
