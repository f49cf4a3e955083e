import type { CampaignState, NightCampaign, NightEnd, NightEndReason, SkipReason } from '@joulefleet/core';
import type { Database, Queryable } from '../database';
import type { Rematch } from './measured-again';
import type { StoredSchedule } from './schedule-rows';

/** A night that was started and is not over. */
export interface StoredNight {
  tickMs: number;
  startedMs: number;
  resolved: boolean;
  underTest: string | null;
  triggeredBy: string | null;
  stoppedFor: NightEnd | null;
  continued: NightCampaign | null;
  launched: NightCampaign | null;
  /** It was looked for what is to be measured again, when, and what that is. */
  checked: boolean;
  checkedMs: number | null;
  rematches: Rematch[];
  /** The campaign that measures it again. */
  again: NightCampaign | null;
  /** Device time of its campaigns since it was started, in ms. */
  consumedMs: number;
}

interface NightRow {
  tick: Date;
  startedAt: Date;
  resolvedAt: Date | null;
  underTest: string | null;
  triggeredBy: string | null;
  stoppedFor: NightEnd | null;
  continuedId: string | null;
  continuedState: CampaignState;
  continuedFinished: boolean;
  launchedId: string | null;
  launchedState: CampaignState;
  launchedFinished: boolean;
  checkedAt: Date | null;
  rematches: Rematch[] | null;
  againId: string | null;
  againState: CampaignState;
  againFinished: boolean;
  consumedMs: number;
}

/** The open night of a schedule; null: there is none. */
export async function readOpenNight(database: Database, scheduleId: string): Promise<StoredNight | null> {
  const { rows } = await database.pool.query<NightRow>(
    `SELECT t.tick, t.decided_at AS "startedAt", t.resolved_at AS "resolvedAt", t.under_test AS "underTest",
       t.triggered_by AS "triggeredBy", t.stopped_for AS "stoppedFor",
       c.id AS "continuedId", c.state AS "continuedState", c.finished_at IS NOT NULL AS "continuedFinished",
       t.checked_at AS "checkedAt", t.rematches, g.id AS "againId", g.state AS "againState", g.finished_at IS NOT NULL AS "againFinished",
       l.id AS "launchedId", l.state AS "launchedState", l.finished_at IS NOT NULL AS "launchedFinished",
       (SELECT coalesce(sum(h.busy_ms), 0) FROM shard h
        WHERE h.campaign_id IN (c.id, l.id, g.id) AND h.created_at >= t.decided_at) AS "consumedMs"
     FROM schedule_tick t LEFT JOIN campaign c ON c.id = t.continued_id LEFT JOIN campaign l ON l.id = t.campaign_id
     LEFT JOIN campaign g ON g.id = t.again_id
     WHERE t.schedule_id = $1 AND t.skipped IS NULL AND t.ended_at IS NULL`,
    [scheduleId],
  );
  return rows[0] ? nightOf(rows[0]) : null;
}

function nightOf(row: NightRow): StoredNight {
  const campaign = (id: string | null, state: CampaignState, finished: boolean): NightCampaign | null =>
    id === null ? null : { id, state, finished };
  return {
    tickMs: row.tick.getTime(),
    startedMs: row.startedAt.getTime(),
    resolved: row.resolvedAt !== null,
    underTest: row.underTest,
    triggeredBy: row.triggeredBy,
    stoppedFor: row.stoppedFor,
    continued: campaign(row.continuedId, row.continuedState, row.continuedFinished),
    launched: campaign(row.launchedId, row.launchedState, row.launchedFinished),
    checked: row.checkedAt !== null,
    checkedMs: row.checkedAt?.getTime() ?? null,
    rematches: row.rematches ?? [],
    again: campaign(row.againId, row.againState, row.againFinished),
    consumedMs: row.consumedMs,
  };
}

/**
 * The campaign that the night before stopped with trials left, where it measured the same file of the same owner with the same
 * thing under test, and devices for its trials are still there; null: there is none.
 */
export async function findIncomplete(
  database: Database,
  { id, source, ownerId }: Pick<StoredSchedule, 'id' | 'source' | 'ownerId'>,
  { tickMs, underTest }: Pick<StoredNight, 'tickMs' | 'underTest'>,
): Promise<string | null> {
  const { rows } = await database.pool.query<{ id: string }>(
    `SELECT c.id FROM (
       SELECT * FROM schedule_tick WHERE schedule_id = $1 AND tick < $2 AND coalesce(campaign_id, continued_id) IS NOT NULL
       ORDER BY tick DESC LIMIT 1) t
     JOIN campaign c ON c.id = coalesce(t.campaign_id, t.continued_id)
     WHERE t.stopped_for IS NOT NULL AND c.state = 'stopped' AND c.finished_at IS NOT NULL AND c.source = $3 AND c.owner_id = $4
       AND t.under_test IS NOT DISTINCT FROM $5 AND EXISTS (
         SELECT 1 FROM campaign_device n JOIN device d ON d.id = n.device_id AND d.availability <> 'retired'
         WHERE n.campaign_id = c.id AND n.skipped > 0)`,
    [id, new Date(tickMs), source, ownerId, underTest],
  );
  return rows[0]?.id ?? null;
}

/** What is stored about an open night; only what is given changes. */
export interface NightChange {
  underTest?: string;
  resolved?: true;
  continuedId?: string;
  launchedId?: string;
  checked?: true;
  rematches?: readonly Rematch[];
  againId?: string;
  stoppedFor?: NightEnd;
  endReason?: NightEndReason;
  detail?: string;
}

/** Changes the open night of a schedule. False: it is over, or has its campaign already. */
export async function changeNight(
  db: Queryable,
  scheduleId: string,
  tickMs: number,
  change: NightChange,
): Promise<boolean> {
  const { underTest, resolved, continuedId, launchedId, checked, rematches, againId } = change;
  const { stoppedFor, endReason, detail } = change;
  const { rowCount } = await db.query(
    `UPDATE schedule_tick SET under_test = coalesce($3, under_test),
       resolved_at = CASE WHEN $4 THEN now() ELSE resolved_at END, continued_id = coalesce($5, continued_id),
       campaign_id = coalesce($6, campaign_id), stopped_for = coalesce(stopped_for, $7),
       end_reason = $8, ended_at = CASE WHEN $8::text IS NULL THEN NULL ELSE now() END, detail = coalesce($9, detail),
       checked_at = CASE WHEN $10 THEN now() ELSE checked_at END, rematches = coalesce($11, rematches), again_id = coalesce($12, again_id)
     WHERE schedule_id = $1 AND tick = $2 AND skipped IS NULL AND ended_at IS NULL
       AND ($6::uuid IS NULL OR campaign_id IS NULL) AND ($5::uuid IS NULL OR continued_id IS NULL)
       AND ($12::uuid IS NULL OR again_id IS NULL)`,
    [
      scheduleId,
      new Date(tickMs),
      underTest ?? null,
      resolved ?? false,
      continuedId ?? null,
      launchedId ?? null,
      stoppedFor ?? null,
      endReason ?? null,
      detail ?? null,
      checked ?? false,
      rematches ? JSON.stringify(rematches) : null,
      againId ?? null,
    ],
  );
  return rowCount === 1;
}

/** Starts a night by hand, now. False: one is open. */
export async function insertTriggered(db: Queryable, scheduleId: string, by: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, triggered_by)
     VALUES ($1, date_trunc('milliseconds', clock_timestamp()), date_trunc('milliseconds', clock_timestamp()), 1, $2)
     ON CONFLICT DO NOTHING`,
    [scheduleId, by],
  );
  return rowCount === 1;
}

/** A tick, or a run of skipped ticks, with the trials of its campaign. */
export interface TickRecord {
  tick: Date;
  lastTick: Date;
  count: number;
  skipped: SkipReason | null;
  decidedAt: Date;
  triggeredBy: string | null;
  underTest: string | null;
  stoppedFor: NightEnd | null;
  endedAt: Date | null;
  endReason: NightEndReason | null;
  detail: string | null;
  campaignId: string | null;
  continuedId: string | null;
  againId: string | null;
  total: number | null;
  accepted: number | null;
  failed: number | null;
  /** Trials without an accepted measurement, failed ones left out. */
  missing: number | null;
  consumedMs: number;
}

/** Which ticks of a schedule: at most `limit`, due from `from` on and before `to`. */
export interface TickRange {
  limit: number;
  from?: string;
  to?: string;
}

/**
 * The newest ticks of a schedule in a range, the newest first. Trials and device time are those of the campaign that it launched,
 * else of the one that it continued.
 */
export async function listTickRecords(
  database: Database,
  scheduleId: string,
  { limit, from, to }: TickRange,
): Promise<TickRecord[]> {
  const { rows } = await database.pool.query<TickRecord>(
    `SELECT t.tick, t.last_tick AS "lastTick", t.count, t.skipped, t.decided_at AS "decidedAt", t.triggered_by AS "triggeredBy",
       t.under_test AS "underTest", t.stopped_for AS "stoppedFor", t.ended_at AS "endedAt", t.end_reason AS "endReason", t.detail,
       t.campaign_id AS "campaignId", t.continued_id AS "continuedId", t.again_id AS "againId", n.total, n.accepted, n.failed,
       n.total - n.accepted - n.failed AS missing, coalesce(h.busy, 0) AS "consumedMs"
     FROM (SELECT * FROM schedule_tick WHERE schedule_id = $1 AND last_tick >= coalesce($3::timestamptz, '-infinity')
       AND tick < coalesce($4::timestamptz, 'infinity') ORDER BY tick DESC LIMIT $2) t
     LEFT JOIN LATERAL (
       SELECT sum(pending + assigned + accepted + failed + skipped)::int AS total, sum(accepted)::int AS accepted,
         sum(failed)::int AS failed
       FROM campaign_device WHERE campaign_id = coalesce(t.campaign_id, t.continued_id)) n ON true
     LEFT JOIN LATERAL (
       SELECT sum(busy_ms) AS busy FROM shard
       WHERE campaign_id IN (t.campaign_id, t.continued_id, t.again_id) AND created_at >= t.decided_at
         AND created_at < coalesce(t.ended_at, 'infinity')) h ON true
     ORDER BY t.tick DESC`,
    [scheduleId, limit, from ?? null, to ?? null],
  );
  return rows;
}
