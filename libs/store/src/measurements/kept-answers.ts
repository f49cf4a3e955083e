import type { Queryable } from '../database';

/** A view of a whole campaign, and the version of its answer. */
export interface AnswerKey {
  campaignId: string;
  view: string;
  version: string;
}

/** What was kept of an answer, as JSON; null: nothing of this version. */
export async function readKeptAnswer(db: Queryable, { campaignId, view, version }: AnswerKey): Promise<string | null> {
  const { rows } = await db.query<{ body: string }>(
    `SELECT body FROM kept_answer WHERE campaign_id = $1 AND view = $2 AND version = $3`,
    [campaignId, view, version],
  );
  return rows[0]?.body ?? null;
}

/** The views whose answers of this version are kept. */
export async function readKeptViews(
  db: Queryable,
  { campaignId, version }: Omit<AnswerKey, 'view'>,
): Promise<Set<string>> {
  const { rows } = await db.query<{ view: string }>(
    `SELECT view FROM kept_answer WHERE campaign_id = $1 AND version = $2`,
    [campaignId, version],
  );
  return new Set(rows.map(({ view }) => view));
}

/** Keeps an answer instead of one of another version. */
export async function keepAnswer(db: Queryable, { campaignId, view, version }: AnswerKey, body: string): Promise<void> {
  await db.query(
    `INSERT INTO kept_answer (campaign_id, view, version, body) VALUES ($1, $2, $3, $4)
     ON CONFLICT (campaign_id, view) DO UPDATE SET version = excluded.version, body = excluded.body`,
    [campaignId, view, version, body],
  );
}
