import { factorLevels, type FactorLevels } from '@joulefleet/core';
import { streamedEvent, type StreamedEvent } from '@joulefleet/contracts';
import type { Queryable } from '../database';

/** What is read: events after the id `after` up to the horizon `upTo`, at most `limit`. */
export interface EventRange {
  after: number;
  upTo: number;
  limit: number;
}

/** Up to the horizon no event can still be committed; ids after the newest were not given yet. */
export interface EventBounds {
  horizon: number;
  newest: number;
  /** The lowest id that was not pruned; null: there is none. */
  oldest: number | null;
}

export async function readEventHorizon(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ horizon: number }>(`SELECT event_horizon()::float8 AS horizon`);
  return rows[0]!.horizon;
}

export async function readEventBounds(db: Queryable): Promise<EventBounds> {
  const { rows } = await db.query<EventBounds>(
    `SELECT event_horizon()::float8 AS horizon, newest_event_id()::float8 AS newest,
       (SELECT min(id)::float8 FROM event) AS oldest`,
  );
  return rows[0]!;
}

/** Which campaigns have events in a range; null stands for the fleet. */
export async function readTouched(db: Queryable, after: number, upTo: number): Promise<Set<string | null>> {
  const { rows } = await db.query<{ campaignId: string | null }>(
    `SELECT DISTINCT campaign_id AS "campaignId" FROM event WHERE id > $1 AND id <= $2`,
    [after, upTo],
  );
  return new Set(rows.map(({ campaignId }) => campaignId));
}

const SHOWN = `
  SELECT e.id::float8 AS id, e.at, e.kind, e.body, d.name AS device, e.trial_id AS "trialId", c.workload, c.levels, t.repetition`;
const JOINED = `
  LEFT JOIN device d ON d.id = e.device_id LEFT JOIN trial t ON t.id = e.trial_id LEFT JOIN cell c ON c.id = t.cell_id
  ORDER BY e.id LIMIT $3`;

const OF_FLEET = `${SHOWN} FROM event e ${JOINED.replace('ORDER', 'WHERE e.campaign_id IS NULL AND e.id > $1 AND e.id <= $2 ORDER')}`;

/** A campaign's own events, and those of its devices while it lasted. */
const OF_CAMPAIGN = `${SHOWN} FROM (
    (SELECT * FROM event WHERE campaign_id = $4 AND id > $1 AND id <= $2 ORDER BY id LIMIT $3)
    UNION ALL
    (SELECT e.* FROM event e JOIN campaign c ON c.id = $4
     WHERE e.campaign_id IS NULL AND e.id > $1 AND e.id <= $2 AND e.at >= c.created_at
       AND e.at <= coalesce(c.finished_at, 'infinity')
       AND EXISTS (SELECT 1 FROM campaign_device n WHERE n.campaign_id = $4 AND n.device_id = e.device_id)
     ORDER BY e.id LIMIT $3)) e ${JOINED}`;

interface EventRow {
  id: number;
  at: Date;
  kind: string;
  body: object;
  device: string | null;
  trialId: string | null;
  workload: string | null;
  levels: Partial<FactorLevels> | null;
  repetition: number | null;
}

/** A page of the log. `next`: where the page after it begins; what cannot be understood is left out. */
export interface EventPage {
  events: StreamedEvent[];
  next: number;
}

/** Events of a campaign, or of the fleet (null), in the order of their ids. */
export async function readEvents(db: Queryable, campaignId: string | null, range: EventRange): Promise<EventPage> {
  const { after, upTo, limit } = range;
  if (upTo <= after) return { events: [], next: after };
  const { rows } = await db.query<EventRow>(campaignId === null ? OF_FLEET : OF_CAMPAIGN, [
    after,
    upTo,
    limit,
    ...(campaignId === null ? [] : [campaignId]),
  ]);
  const next = rows.length < limit ? upTo : rows.at(-1)!.id;
  return { events: rows.flatMap(shownEvent), next };
}

function shownEvent({ at, body, levels, ...row }: EventRow): StreamedEvent[] {
  const parsed = streamedEvent.safeParse({
    ...row,
    ...body,
    at: at.toISOString(),
    ...(levels && { levels: factorLevels(levels) }),
  });
  return parsed.success ? [parsed.data] : [];
}
