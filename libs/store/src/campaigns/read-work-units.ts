import type { Queryable } from '../database';

/** What the workloads of a campaign count, by name, where that is not inferences. */
export async function readWorkUnits(db: Queryable, campaignId: string): Promise<Map<string, string>> {
  const { rows } = await db.query<{ name: string; unit: string }>(
    `SELECT DISTINCT w->>'name' AS name, w->>'unit' AS unit FROM campaign c, jsonb_path_query(c.spec, '$.workloads[*] ? (exists(@.unit))') w
     WHERE c.id = $1`,
    [campaignId],
  );
  return new Map(rows.map(({ name, unit }) => [name, unit]));
}
