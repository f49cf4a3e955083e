import type { Database } from '../database';
import type { Campaign } from '../generated/client';

export interface CampaignSummary extends Omit<Campaign, 'source' | 'spec'> {
  devices: string[];
  counts: Record<'total' | 'pending' | 'assigned' | 'accepted' | 'failed' | 'skipped' | 'rejected', number>;
}

const SUMMARY = `
  SELECT c.id, c.name, c.state, c.simulated, c.created_at AS "createdAt", c.started_at AS "startedAt",
    c.finished_at AS "finishedAt", coalesce(t.devices, '{}') AS devices,
    jsonb_build_object('total', coalesce(t.total, 0), 'pending', coalesce(t.pending, 0), 'assigned', coalesce(t.assigned, 0),
      'accepted', coalesce(t.accepted, 0), 'failed', coalesce(t.failed, 0), 'skipped', coalesce(t.skipped, 0),
      'rejected', (SELECT count(*) FROM measurement m JOIN trial x ON x.id = m.trial_id
                   WHERE x.campaign_id = c.id AND m.verdict = 'rejected')) AS counts
  FROM campaign c LEFT JOIN LATERAL (
    SELECT count(*)::int AS total,
      count(*) FILTER (WHERE state = 'pending')::int AS pending, count(*) FILTER (WHERE state = 'assigned')::int AS assigned,
      count(*) FILTER (WHERE state = 'accepted')::int AS accepted, count(*) FILTER (WHERE state = 'failed')::int AS failed,
      count(*) FILTER (WHERE state = 'skipped')::int AS skipped,
      (SELECT array_agg(name ORDER BY name) FROM device WHERE id IN
        (SELECT device_id FROM trial WHERE campaign_id = c.id)) AS devices
    FROM trial WHERE campaign_id = c.id) t ON true`;

/** The newest campaigns first, at most `limit`. */
export async function listCampaigns(database: Database, limit: number): Promise<CampaignSummary[]> {
  const { rows } = await database.pool.query<CampaignSummary>(`${SUMMARY} ORDER BY c.id DESC LIMIT $1`, [limit]);
  return rows;
}

/** Campaigns whose id begins with `prefix` (at most two: enough to tell unique from ambiguous). */
export async function findCampaigns(database: Database, prefix: string): Promise<CampaignSummary[]> {
  const { rows } = await database.pool.query<CampaignSummary>(
    `${SUMMARY} WHERE starts_with(c.id::text, $1) ORDER BY c.id DESC LIMIT 2`,
    [prefix.toLowerCase()],
  );
  return rows;
}
