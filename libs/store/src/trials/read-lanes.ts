import type { Queryable } from '../database';
import { firstIdOf } from '../ids/new-id';

/** A part of a campaign's time on some devices. */
export interface LaneRange {
  campaignId: string;
  deviceIds: readonly string[];
  from: Date;
  to: Date;
}

/** In ms since the epoch. */
interface Span {
  device: string;
  startMs: number;
  endMs: number;
}

export interface TrialsInLane extends Span {
  accepted: number;
  rejected: number;
  failed: number;
  other: number;
  trialId: string | null;
}

export interface ShardsInLane extends Span {
  shards: number;
}

/** A device became something. */
export interface ConditionInLane {
  device: string;
  atMs: number;
  availability: string;
  message: string;
}

/** What somebody did to a campaign: `campaign.pause`. */
export interface CampaignDeed {
  atMs: number;
  action: string;
  by: string;
}

const MS = (moment: string): string => `(extract(epoch FROM ${moment}) * 1000)::float8`;
/** Of the shards that were at work in the range. */
const SHARDS = `shard s JOIN device d ON d.id = s.device_id
  WHERE s.campaign_id = $1 AND s.device_id = ANY($2) AND s.started_at < $4 AND coalesce(s.settled_at, now()) >= $3`;

const ATTEMPT = `m.trial_id, m.verdict, m.outcome, m.committed_at AS ended`;
/** Found by an index of their own, for they are few. */
const NOT_ACCEPTED = `SELECT ${ATTEMPT} FROM measurement m WHERE m.shard_id = o.id AND m.verdict IS DISTINCT FROM 'accepted'`;
/** An accepted trial is still of the shard in which it was. */
const ACCEPTED = `SELECT ${ATTEMPT} FROM trial t JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt
  WHERE t.shard_id = o.id AND m.verdict = 'accepted'`;

/**
 * Attempts that ended in the range, those of a device that ended within `stepMs` together. An attempt lasts from the one before it in its
 * shard, or from the begin of that.
 * @param which `others`: only those that were not accepted, each without its duration: however many shards there are.
 */
export async function readTrialsInLanes(
  db: Queryable,
  { campaignId, deviceIds, from, to }: LaneRange,
  stepMs: number,
  which: 'all' | 'others',
): Promise<TrialsInLane[]> {
  const lasting = `greatest(o.started_at, lag(m.ended) OVER (PARTITION BY o.id ORDER BY m.ended))`;
  const { rows } = await db.query<TrialsInLane>(
    `SELECT device, min(${MS('began')}) AS "startMs", max(${MS('ended')}) AS "endMs",
       count(*) FILTER (WHERE verdict = 'accepted')::int AS accepted, count(*) FILTER (WHERE verdict = 'rejected')::int AS rejected,
       count(*) FILTER (WHERE verdict IS NULL AND outcome = 'failed')::int AS failed,
       count(*) FILTER (WHERE verdict IS NULL AND outcome <> 'failed')::int AS other,
       CASE WHEN count(*) = 1 THEN min(trial_id::text) END AS "trialId"
     FROM (SELECT o.device, m.*, ${which === 'all' ? lasting : 'm.ended'} AS began
       FROM (SELECT s.id, d.name AS device, s.started_at FROM ${SHARDS}) o
         CROSS JOIN LATERAL (${NOT_ACCEPTED} ${which === 'all' ? `UNION ALL ${ACCEPTED}` : ''}) m) a
     WHERE ended >= $3 AND ended < $4
     GROUP BY device, floor(extract(epoch FROM ended - $3) * 1000 / $5::float8) ORDER BY device, "startMs"`,
    [campaignId, deviceIds, from, to, stepMs],
  );
  return rows;
}

/** Shards at work in the range, those of a device that began within `stepMs` together. */
export async function readShardsInLanes(
  db: Queryable,
  { campaignId, deviceIds, from, to }: LaneRange,
  stepMs: number,
): Promise<ShardsInLane[]> {
  const { rows } = await db.query<ShardsInLane>(
    `SELECT device, min(${MS('started_at')}) AS "startMs", max(${MS('coalesce(settled_at, now())')}) AS "endMs", count(*)::int AS shards
     FROM (SELECT d.name AS device, s.started_at, s.settled_at FROM ${SHARDS}) o
     GROUP BY device, floor(extract(epoch FROM started_at - $3) * 1000 / $5::float8) ORDER BY device, "startMs"`,
    [campaignId, deviceIds, from, to, stepMs],
  );
  return rows;
}

/** Changes of the condition of a device that one answer has at most. */
const MAX_CHANGES = 200;
const CHANGE = `SELECT id, at, body->>'availability' AS availability, message FROM device_event
  WHERE device_id = d.id AND kind = 'condition' AND body ? 'availability'`;

/** What devices became in the range, and the last thing before it, each in the order of time. What a device is now comes last. */
export async function readConditionsInLanes(
  db: Queryable,
  { deviceIds, from, to }: Omit<LaneRange, 'campaignId'>,
): Promise<ConditionInLane[]> {
  const { rows } = await db.query<ConditionInLane>(
    `SELECT d.name AS device, ${MS('e.at')} AS "atMs", e.availability, e.message
     FROM device d CROSS JOIN LATERAL (
       (${CHANGE} AND id >= $2 AND id < $3 ORDER BY id LIMIT ${MAX_CHANGES})
       UNION ALL (${CHANGE} AND id < $2 ORDER BY id DESC LIMIT 1)
       UNION ALL SELECT NULL, d.since, d.availability, '' WHERE d.since < $4) e
     WHERE d.id = ANY($1) ORDER BY d.name, e.at, e.id`,
    [deviceIds, firstIdOf(from.getTime()), firstIdOf(to.getTime()), to],
  );
  return rows;
}

/** What paused a campaign, let it go on or ended it, in the order of time. */
export async function readCampaignDeeds(db: Queryable, campaignId: string): Promise<CampaignDeed[]> {
  const { rows } = await db.query<CampaignDeed>(
    `SELECT ${MS('at')} AS "atMs", action, actor AS by FROM audit_entry
     WHERE subject = 'campaign' AND subject_id = $1
       AND action IN ('campaign.pause', 'campaign.resume', 'campaign.stop', 'campaign.cancel') ORDER BY id`,
    [campaignId],
  );
  return rows;
}
