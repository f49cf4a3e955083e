import type { ProposedTrials } from '@joulefleet/core';
import { inTransaction, type Database, type Queryable } from '../database';
import { insertTrials, readLastPositions } from './insert-trials';

/**
 * Appends what a strategy proposed after the trials that are there, in one transaction. False: the plan has changed since the
 * strategy was asked (another dispatcher appended, somebody extended, paused or cancelled the campaign); nothing was stored.
 *
 * @param planVersion of the campaign when the strategy was asked.
 */
export async function appendTrials(
  database: Database,
  campaignId: string,
  planVersion: number,
  proposed: readonly ProposedTrials[],
): Promise<boolean> {
  return inTransaction(database, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE campaign SET plan_version = plan_version + 1 WHERE id = $1 AND plan_version = $2 AND state = 'running'`,
      [campaignId, planVersion],
    );
    if (rowCount !== 1) return false;
    const cellIds = await readCellIds(client, campaignId);
    await insertTrials(client, campaignId, cellIds, await readLastPositions(client, campaignId), proposed);
    return true;
  });
}

async function readCellIds(db: Queryable, campaignId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM cell WHERE campaign_id = $1 ORDER BY cell_key COLLATE "C"`,
    [campaignId],
  );
  return rows.map(({ id }) => id);
}
