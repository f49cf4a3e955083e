import type { BisectOutcome, JudgedVersions, NightCampaign, VersionRange } from '@joulefleet/core';
import type { Database, Queryable } from '../database';
import { newId } from '../ids/new-id';
import type { TurnTest } from './measured-again';
import type { StoredChangeName } from './night-marks';

/** A round that is over. */
export interface BisectRound {
  campaignId: string;
  /** Places of the versions that it measured. */
  measured: number[];
  judged: JudgedVersions;
}

/** Which version of many changed something, as far as it is known. */
export interface StoredBisect extends StoredChangeName {
  id: string;
  by: string;
  startedMs: number;
  /** The oldest first. */
  versions: string[];
  test: TurnTest;
  range: VersionRange;
  rounds: BisectRound[];
  /** Null: no round is open. */
  campaign: NightCampaign | null;
  measured: number[];
  /** When the last round began or ended. */
  steppedMs: number;
  /** The last trial of the open round was accepted then; null: none was. */
  acceptedMs: number | null;
  /** Null: it is not over. */
  outcome: BisectOutcome | null;
  detail: string | null;
  endedMs: number | null;
}

type BisectRow = Omit<StoredBisect, 'campaign'> & {
  campaignId: string | null;
  campaignState: NightCampaign['state'];
  campaignFinished: boolean;
};

const SELECT = `
  SELECT b.id, extract(epoch FROM b.flagged_tick)::float8 * 1000 AS "flaggedMs", b.kind, b.key, b.metric, b.by,
    extract(epoch FROM b.started_at)::float8 * 1000 AS "startedMs", b.versions, b.test, b.range, b.rounds, coalesce(b.measured, '[]') AS measured,
    extract(epoch FROM b.stepped_at)::float8 * 1000 AS "steppedMs", b.outcome, b.detail,
    extract(epoch FROM b.ended_at)::float8 * 1000 AS "endedMs",
    c.id AS "campaignId", c.state AS "campaignState", c.finished_at IS NOT NULL AS "campaignFinished",
    (SELECT extract(epoch FROM max(m.committed_at))::float8 * 1000 FROM trial t
     JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
     WHERE t.campaign_id = c.id) AS "acceptedMs"
  FROM night_bisect b LEFT JOIN campaign c ON c.id = b.campaign_id`;

/** The one of a schedule that is not over; null: there is none. */
export async function readOpenBisect(database: Database, scheduleId: string): Promise<StoredBisect | null> {
  const { rows } = await database.pool.query<BisectRow>(`${SELECT} WHERE b.schedule_id = $1 AND b.outcome IS NULL`, [
    scheduleId,
  ]);
  return rows[0] ? bisectOf(rows[0]) : null;
}

/** Those of a schedule, the oldest first. */
export async function listBisects(database: Database, scheduleId: string): Promise<StoredBisect[]> {
  const { rows } = await database.pool.query<BisectRow>(
    `${SELECT} WHERE b.schedule_id = $1 ORDER BY b.started_at, b.id`,
    [scheduleId],
  );
  return rows.map(bisectOf);
}

function bisectOf({ campaignId, campaignState, campaignFinished, ...row }: BisectRow): StoredBisect {
  const campaign = campaignId === null ? null : { id: campaignId, state: campaignState, finished: campaignFinished };
  return { ...row, campaign };
}

/** What is stored when one begins. */
export type NewBisect = StoredChangeName & Pick<StoredBisect, 'by' | 'versions' | 'test' | 'range'>;

/** False: another one of the schedule is not over. */
export async function insertBisect(db: Queryable, scheduleId: string, bisect: NewBisect): Promise<boolean> {
  const { flaggedMs, kind, key, metric, by, versions, test, range } = bisect;
  const { rowCount } = await db.query(
    `INSERT INTO night_bisect (id, schedule_id, flagged_tick, kind, key, metric, by, versions, test, range)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
    [newId(), scheduleId, new Date(flaggedMs), kind, key, metric, by, ...[versions, test, range].map(asJson)],
  );
  return rowCount === 1;
}

/** Opens a round. False: one is open, or it is over. */
export async function openBisectRound(
  db: Queryable,
  id: string,
  { campaignId, measured }: { campaignId: string; measured: readonly number[] },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE night_bisect SET campaign_id = $2, measured = $3, stepped_at = now()
     WHERE id = $1 AND campaign_id IS NULL AND outcome IS NULL`,
    [id, campaignId, asJson(measured)],
  );
  return rowCount === 1;
}

/** Closes the open round, and the bisection where it has an outcome. False: another controller has done it. */
export async function closeBisectRound(
  db: Queryable,
  { id, campaign, measured }: Pick<StoredBisect, 'id' | 'campaign' | 'measured'>,
  { judged, range, outcome, detail }: BisectRoundEnd,
): Promise<boolean> {
  const round: BisectRound = { campaignId: campaign!.id, measured, judged };
  const { rowCount } = await db.query(
    `UPDATE night_bisect SET campaign_id = NULL, measured = NULL, stepped_at = now(), rounds = rounds || $3::jsonb, range = $4,
       outcome = $5, detail = $6, ended_at = CASE WHEN $5::text IS NULL THEN NULL ELSE now() END
     WHERE id = $1 AND campaign_id = $2 AND outcome IS NULL`,
    [id, campaign!.id, asJson([round]), asJson(range), outcome, detail],
  );
  return rowCount === 1;
}

export interface BisectRoundEnd {
  judged: JudgedVersions;
  range: VersionRange;
  /** Null: another round follows. */
  outcome: BisectOutcome | null;
  detail: string | null;
}

/** Ends one whose next round cannot be launched. False: another controller has taken a step. */
export async function failBisect(db: Queryable, id: string, detail: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE night_bisect SET outcome = 'failed', detail = $2, ended_at = now(), stepped_at = now()
     WHERE id = $1 AND campaign_id IS NULL AND outcome IS NULL`,
    [id, detail],
  );
  return rowCount === 1;
}

function asJson(value: unknown): string {
  return JSON.stringify(value);
}
