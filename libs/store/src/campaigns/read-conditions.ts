import type { Database } from '../database';

/** How a campaign is executed, and on what. */
export interface StoredConditions {
  /** The parsed campaign file as it was stored, by whatever version. */
  spec: unknown;
  /** What its plan estimated at launch; null: an older version launched it. */
  estimate: unknown;
  /** Facts in force on its devices from its start to its end: those at the start first, by name of device. */
  facts: { device: string; facts: unknown }[];
}

/** Of one device, or of all (null); at most `most` facts. A fact snapshot is kept with each change of a board. */
export async function readConditions(
  database: Database,
  campaignId: string,
  device: string | null,
  most: number,
): Promise<StoredConditions> {
  const { rows } = await database.pool.query<{
    spec: unknown;
    estimate: unknown;
    facts: StoredConditions['facts'] | null;
  }>(
    `SELECT c.spec, c.estimate, (SELECT jsonb_agg(jsonb_build_object('device', f.name, 'facts', f.facts) ORDER BY f.name, f.taken_at)
       FROM (SELECT d.name, s.facts, s.taken_at FROM campaign_device n JOIN device d ON d.id = n.device_id
         JOIN facts_snapshot s ON s.device_id = d.id AND s.taken_at <= coalesce(c.finished_at, now())
           AND s.taken_at >= coalesce((SELECT max(taken_at) FROM facts_snapshot
             WHERE device_id = d.id AND taken_at <= coalesce(c.started_at, c.created_at)), '-infinity')
         WHERE n.campaign_id = c.id AND ($2::text IS NULL OR d.name = $2)
         ORDER BY d.name, s.taken_at LIMIT $3) f) AS facts
     FROM campaign c WHERE c.id = $1`,
    [campaignId, device, most],
  );
  const [row] = rows;
  return { spec: row?.spec ?? null, estimate: row?.estimate ?? null, facts: row?.facts ?? [] };
}
