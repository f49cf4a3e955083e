import type { CampaignState } from '@joulefleet/core';
import type { Queryable } from '../database';
import { GOES_ON } from './goes-on';

/** How much of a campaign was planned, held until the transaction ends. */
export interface CampaignPlanSize {
  state: CampaignState;
  /** Trials of every cell that are planned on each device. */
  repetitions: number;
  /** Cells of all devices that are not retired. */
  cells: number;
  trials: number;
}

export async function lockPlanSize(db: Queryable, id: string): Promise<CampaignPlanSize> {
  const campaign = await db.query<Pick<CampaignPlanSize, 'state' | 'repetitions'>>(
    `SELECT state, (strategy_parameters->>'repetitions')::int AS repetitions FROM campaign WHERE id = $1 FOR UPDATE`,
    [id],
  );
  const counts = await db.query<Pick<CampaignPlanSize, 'cells' | 'trials'>>(
    `SELECT coalesce(sum(n.cells - n.moved_cells) FILTER (WHERE d.availability <> 'retired'), 0)::int AS cells,
       coalesce(sum(pending + assigned + accepted + failed + skipped), 0)::int AS trials
     FROM campaign_device n JOIN device d ON d.id = n.device_id WHERE campaign_id = $1`,
    [id],
  );
  return { ...campaign.rows[0]!, ...counts.rows[0]! };
}

/**
 * Sets the number of repetitions; the campaign's strategy proposes those that are missing. A completed, stopped or failed campaign runs again, a
 * paused one stays paused. To be called in the transaction that holds it (`lockPlanSize`).
 */
export async function extendCampaign(db: Queryable, id: string, repetitions: number): Promise<void> {
  await db.query(
    `UPDATE campaign SET
       strategy_parameters = jsonb_set(strategy_parameters, '{repetitions}', to_jsonb($2::int)),
       ${GOES_ON}
     WHERE id = $1`,
    [id, repetitions],
  );
}
