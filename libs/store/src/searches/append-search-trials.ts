import type { TrialPurpose } from '@joulefleet/core';
import { inTransaction, type Database } from '../database';
import { ID_PREFIX, NEW_ID } from '../campaigns/insert-trials';

/** A trial that a search proposes, on a device. */
export interface SearchTrialToAppend {
  cellId: string;
  deviceId: string;
  purpose: TrialPurpose;
}

/**
 * Appends what a search proposed after all trials of the campaign, in one transaction. False: the plan has changed since it was asked
 * (`appendTrials`); nothing was stored.
 *
 * @param planVersion of the campaign when it was asked.
 */
export async function appendSearchTrials(
  database: Database,
  campaignId: string,
  planVersion: number,
  trials: readonly SearchTrialToAppend[],
): Promise<boolean> {
  return inTransaction(database, async (db) => {
    const { rowCount } = await db.query(
      `UPDATE campaign SET plan_version = plan_version + 1 WHERE id = $1 AND plan_version = $2 AND state = 'running'`,
      [campaignId, planVersion],
    );
    if (rowCount !== 1) return false;
    await db.query(APPEND, [
      campaignId,
      trials.map(({ cellId }) => cellId),
      trials.map(({ deviceId }) => deviceId),
      trials.map(({ purpose }) => purpose),
    ]);
    return true;
  });
}

const APPEND = `
  INSERT INTO trial (id, campaign_id, cell_id, device_id, repetition, block, position, state, purpose)
  SELECT ${NEW_ID}, $1, cell_id, device_id, repetition, repetition, last + n, 'pending', purpose
  FROM (
    SELECT cell_id, device_id, purpose, n,
      (SELECT count(*) FROM trial o WHERE o.cell_id = t.cell_id AND o.device_id = t.device_id)
        + row_number() OVER (PARTITION BY cell_id, device_id ORDER BY n) AS repetition
    FROM unnest($2::uuid[], $3::uuid[], $4::text[]) WITH ORDINALITY AS t(cell_id, device_id, purpose, n)) p,
    (SELECT coalesce(max(last_position), 0) AS last FROM campaign_device WHERE campaign_id = $1) l, ${ID_PREFIX}`;
