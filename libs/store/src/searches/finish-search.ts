import { writeCampaignEvent } from '../events/write-events';
import { inTransaction, type Database, type Queryable } from '../database';
import { NOTHING_RUNS } from '../campaigns/finish-campaign';

/** A search that was stopped or cancelled, and that nothing is done for any more. */
export interface SearchToFinish {
  id: string;
  parameters: unknown;
}

const IS_TO_FINISH = `c.strategy = 'search' AND c.state IN ('cancelled', 'stopped') AND c.finished_at IS NULL AND ${NOTHING_RUNS}
  AND NOT EXISTS (SELECT 1 FROM campaign_device WHERE campaign_id = c.id AND pending > 0)`;

/** Searches that were stopped or cancelled, when their devices are restored and every trial is judged or skipped. */
export async function listSearchesToFinish({ pool }: Database): Promise<SearchToFinish[]> {
  const { rows } = await pool.query<SearchToFinish>(
    `SELECT c.id, c.strategy_parameters AS parameters FROM campaign c WHERE ${IS_TO_FINISH}`,
  );
  return rows;
}

/**
 * Finishes a search that was stopped or cancelled, with what its searches ended with. False: it has been finished, or goes on.
 *
 * @param verdicts null: they could not be computed.
 */
export async function finishSearch(database: Database, id: string, verdicts: object | null): Promise<boolean> {
  return inTransaction(database, async (db) => {
    const { rowCount } = await db.query(
      `UPDATE campaign c SET finished_at = now(), search_verdicts = $2 WHERE c.id = $1 AND ${IS_TO_FINISH}`,
      [id, verdicts],
    );
    if (rowCount !== 1) return false;
    await writeCampaignEvent(db, id, 'finish', 'controller');
    return true;
  });
}

/** What the searches of a campaign ended with, as it is stored; null: nothing is. */
export async function readSearchVerdicts(db: Queryable, campaignId: string): Promise<unknown> {
  const { rows } = await db.query<{ verdicts: unknown }>(
    `SELECT search_verdicts AS verdicts FROM campaign WHERE id = $1`,
    [campaignId],
  );
  return rows[0]?.verdicts ?? null;
}
