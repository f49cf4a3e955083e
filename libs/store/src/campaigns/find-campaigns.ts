import type { Caller } from '@joulefleet/core';
import type { Database } from '../database';
import type { Campaign } from '../generated/client';
import { SHARES_CELLS } from './shares-cells';

export interface CampaignSummary extends Omit<Campaign, 'source' | 'spec' | 'estimate' | 'searchVerdicts'> {
  devices: string[];
  /** Of all devices together. */
  cells: number;
  /** Name of who launched it. */
  owner: string | null;
  counts: Record<'total' | 'pending' | 'assigned' | 'accepted' | 'failed' | 'skipped' | 'rejected', number>;
}

/** Counts are those of `campaign_device`. Pending trials that will never be executed count as skipped, skipped
 * ones that are being reopened as pending. */
const SUMMARY = `
  SELECT c.id, c.name, c.state, c.simulated, c.owner_id AS "ownerId", c.shared_with AS "sharedWith",
    (SELECT name FROM account WHERE id = c.owner_id) AS owner, c.created_at AS "createdAt", c.started_at AS "startedAt",
    c.finished_at AS "finishedAt", c.ended_by AS "endedBy", c.end_reason AS "endReason", c.priority, c.archived_at AS "archivedAt", c.fills, c.filling,
    c.strategy, c.plan_version AS "planVersion",
    c.strategy_parameters AS "strategyParameters", coalesce(t.devices, '{}') AS devices,
    coalesce(t.cells, 0) AS cells,
    jsonb_build_object('total', coalesce(t.total, 0), 'pending', coalesce(t.pending - t.unreachable + t.reopened, 0),
      'assigned', coalesce(t.assigned, 0), 'accepted', coalesce(t.accepted, 0), 'failed', coalesce(t.failed, 0),
      'skipped', coalesce(t.skipped + t.unreachable - t.reopened, 0), 'rejected', coalesce(t.rejected, 0)) AS counts
  FROM campaign c LEFT JOIN LATERAL (
    SELECT sum(n.cells - n.moved_cells)::int AS cells, sum(pending + assigned + accepted + failed + skipped)::int AS total, sum(pending)::int AS pending,
      coalesce(sum(pending) FILTER (WHERE c.state IN ('cancelled', 'stopped') OR d.availability = 'retired' AND NOT ${SHARES_CELLS}), 0)::int AS unreachable,
      coalesce(sum(skipped) FILTER (WHERE c.filling AND d.availability <> 'retired'), 0)::int AS reopened,
      sum(assigned)::int AS assigned, sum(accepted)::int AS accepted, sum(failed)::int AS failed,
      sum(skipped)::int AS skipped, sum(rejected)::int AS rejected, array_agg(d.name ORDER BY d.name) AS devices
    FROM campaign_device n JOIN device d ON d.id = n.device_id WHERE n.campaign_id = c.id) t ON true`;

/** What core's mayAccessCampaign decides, as a condition: of pages and of prefixes, only what the caller may see counts. */
export const SEEN = `($2::boolean OR c.owner_id = $3 OR c.shared_with && $4::text[])`;

export function seenBy({ role, userId, name }: Caller): unknown[] {
  return [role === 'admin', userId, ['everyone', name]];
}

/** The newest campaigns first that the caller may see, at most `limit`, behind the one with the id `before`. */
export async function listCampaigns(
  database: Database,
  caller: Caller,
  { limit, before, archived = false }: { limit: number; before?: string; archived?: boolean },
): Promise<CampaignSummary[]> {
  const { rows } = await database.pool.query<CampaignSummary>(
    `${SUMMARY} WHERE ${SEEN} AND ($5::text IS NULL OR c.id::text < $5)
       AND ($6 OR c.archived_at IS NULL) ORDER BY c.id DESC LIMIT $1`,
    [limit, ...seenBy(caller), before ?? null, archived],
  );
  return rows;
}

/** The newest campaigns first that the caller may see, that are not archived and have an accepted trial of the workload. */
export async function listCampaignsMeasuring(
  database: Database,
  caller: Caller,
  workload: string,
  limit: number,
): Promise<CampaignSummary[]> {
  const { rows } = await database.pool.query<CampaignSummary>(
    `${SUMMARY} WHERE ${SEEN} AND c.archived_at IS NULL AND EXISTS (
       SELECT 1 FROM cell k JOIN trial t ON t.cell_id = k.id AND t.state = 'accepted'
       WHERE k.campaign_id = c.id AND k.workload = $5)
     ORDER BY c.id DESC LIMIT $1`,
    [limit, ...seenBy(caller), workload],
  );
  return rows;
}

/** Those that finished last. */
export async function listFinishedCampaigns(database: Database, limit: number): Promise<CampaignSummary[]> {
  const { rows } = await database.pool.query<CampaignSummary>(
    `${SUMMARY} WHERE c.id IN (
       SELECT id FROM campaign WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT $1)
     ORDER BY c.finished_at DESC`,
    [limit],
  );
  return rows;
}

/** Campaigns that the caller may see and whose id begins with `prefix` (at most two: enough to tell unique from ambiguous). */
export async function findCampaigns(database: Database, caller: Caller, prefix: string): Promise<CampaignSummary[]> {
  const { rows } = await database.pool.query<CampaignSummary>(
    `${SUMMARY} WHERE ${SEEN} AND starts_with(c.id::text, $1) ORDER BY c.id DESC LIMIT 2`,
    [prefix.toLowerCase(), ...seenBy(caller)],
  );
  return rows;
}
