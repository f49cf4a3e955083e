import type { Queryable } from '../database';

/**
 * Skips the pending trials of a campaign whose workload ran out of memory on a device: those of the same workload and graph mode
 * with at least that batch size, at whatever clocks. A shard that has such trials in hand executes them still. Returns how many.
 *
 * @param reason what the workload said last.
 */
export async function skipLargerBatches(db: Queryable, trialId: string, reason: string): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE trial t SET state = 'skipped', reason = 'not tried: batch ' || (f.levels->>'batchSize') || ' ran out of memory (' || $2 || ')'
     FROM trial failed JOIN cell f ON f.id = failed.cell_id
       JOIN cell c ON c.campaign_id = f.campaign_id AND c.device_class = f.device_class AND c.workload = f.workload
         AND c.graph_mode = f.graph_mode AND c.command = f.command
         AND (c.levels->>'batchSize')::int >= (f.levels->>'batchSize')::int
     WHERE failed.id = $1 AND t.campaign_id = failed.campaign_id AND t.device_id = failed.device_id AND t.cell_id = c.id
       AND t.state = 'pending'`,
    [trialId, reason],
  );
  return rowCount ?? 0;
}
