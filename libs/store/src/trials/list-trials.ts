import type { FactorLevels, TrialState } from '@joulefleet/core';
import type { Queryable } from '../database';

/** A device of a campaign with how many of its trials there are by state. */
export interface TrialDevice {
  id: string;
  name: string;
  counts: Readonly<Record<Exclude<TrialState, 'moved'>, number>>;
}

/** A trial with its last attempt that ended. */
export interface ListedTrial {
  id: string;
  device: string;
  deviceClass: string;
  workload: string;
  cellKey: string;
  levels: FactorLevels;
  repetition: number;
  position: number;
  state: TrialState;
  reason: string | null;
  attempts: number;
  verdict: 'accepted' | 'rejected' | null;
  energyMj: number | null;
  absoluteUncertaintyMj: number | null;
}

/** By name. Counts are kept with the campaign: no trial is read. */
export async function listTrialDevices(db: Queryable, campaignId: string): Promise<TrialDevice[]> {
  const { rows } = await db.query<TrialDevice>(
    `SELECT d.id, d.name, jsonb_build_object('pending', n.pending, 'assigned', n.assigned, 'accepted', n.accepted, 'failed', n.failed,
       'skipped', n.skipped) AS counts
     FROM campaign_device n JOIN device d ON d.id = n.device_id WHERE n.campaign_id = $1 ORDER BY d.name`,
    [campaignId],
  );
  return rows;
}

/** Which trials of a device: in one of the states, after a position. */
export interface TrialPage {
  campaignId: string;
  deviceId: string;
  states: readonly string[];
  after: number;
  limit: number;
}

/**
 * Trials of a device in the order of their positions. Each state is read by itself, so that the index on campaign, device, state and position
 * finds a page, however many trials there are.
 */
export async function listTrials(
  db: Queryable,
  { campaignId, deviceId, states, after, limit }: TrialPage,
): Promise<ListedTrial[]> {
  const { rows } = await db.query<ListedTrial>(
    `SELECT t.id, d.name AS device, c.device_class AS "deviceClass", c.workload, c.cell_key AS "cellKey", c.levels, t.repetition,
       t.position, t.state, t.reason, coalesce(m.attempt, 0) AS attempts, m.verdict, m.energy_mj AS "energyMj",
       m.absolute_uncertainty_mj AS "absoluteUncertaintyMj"
     FROM unnest($3::text[]) AS s(state)
     CROSS JOIN LATERAL (SELECT * FROM trial WHERE campaign_id = $1 AND device_id = $2 AND state = s.state AND position > $4
       ORDER BY position LIMIT $5) t
     JOIN cell c ON c.id = t.cell_id JOIN device d ON d.id = t.device_id
     LEFT JOIN LATERAL (SELECT * FROM measurement WHERE trial_id = t.id ORDER BY attempt DESC LIMIT 1) m ON true
     ORDER BY t.position LIMIT $5`,
    [campaignId, deviceId, states, after, limit],
  );
  return rows;
}
