import type { Caller } from '@joulefleet/core';
import { SEEN, seenBy } from '../campaigns/find-campaigns';
import type { Queryable } from '../database';

/** What a search is about to measure. */
export interface SearchToStart {
  simulated: boolean;
  deviceClasses: readonly string[];
  workloads: readonly string[];
}

const MAX_CAMPAIGNS = 10;
/** So many of the newest are looked at. */
const MAX_LOOKED_AT = 100;

/**
 * Ids of the campaigns that a search may start from, the newest first: finished and not archived ones that the caller may see and that have
 * accepted trials on one of the classes. Where there are many, those count first that measured one of the workloads.
 */
export async function findEarlierCampaigns(
  db: Queryable,
  caller: Caller,
  { simulated, deviceClasses, workloads }: SearchToStart,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `WITH newest AS MATERIALIZED (
       SELECT c.id FROM campaign c
       WHERE ${SEEN} AND c.simulated = $5 AND c.finished_at IS NOT NULL AND c.archived_at IS NULL ORDER BY c.id DESC LIMIT $1
     ), chosen AS (
       SELECT c.id, EXISTS (${MEASURED} AND k.workload = ANY($7)) AS own FROM newest c WHERE EXISTS (${MEASURED})
       ORDER BY own DESC, c.id DESC LIMIT ${MAX_CAMPAIGNS}
     ) SELECT id FROM chosen ORDER BY id DESC`,
    [MAX_LOOKED_AT, ...seenBy(caller), simulated, deviceClasses, workloads],
  );
  return rows.map(({ id }) => id);
}

const MEASURED = `SELECT 1 FROM cell k JOIN cell_statistics s ON s.cell_id = k.id
         WHERE k.campaign_id = c.id AND k.device_class = ANY($6)`;
