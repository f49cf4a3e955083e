import { NO_OPTIONS, optionsOf, type WorkloadOptions } from '@joulefleet/core';
import type { Database } from '../database';

interface Findings {
  rejected: { device: string; check: string; attempts: number; trials: number }[];
  /** Accepted trials with a finding; those of the starting temperature by the agent's flag. */
  flagged: { device: string; flag: string; trials: number }[];
  failures: {
    device: string;
    workload: string;
    batchSize: number;
    graphMode: string;
    inferences: number;
    options: WorkloadOptions;
    state: 'failed' | 'skipped';
    reason: string;
    trials: number;
  }[];
}

/**
 * What a check found: attempts that were rejected, trials that count all the same, and trials that ended without a measurement; on
 * one device or on all (null). The first `most` of each, with the number of all.
 */
export async function readFindings(
  database: Database,
  campaignId: string,
  device: string | null,
  most: number,
): Promise<{ [K in keyof Findings]: Listed<K> }> {
  const parameters = [campaignId, device, most];
  const rejected = await database.pool.query<Grouped<'rejected'>>(
    `SELECT d.name AS device, f->>'check' AS "check", count(DISTINCT (m.trial_id, m.attempt))::int AS attempts,
       count(DISTINCT m.trial_id)::int AS trials, count(*) OVER ()::int AS groups
     FROM measurement m JOIN trial t ON t.id = m.trial_id JOIN device d ON d.id = t.device_id,
       jsonb_array_elements(m.findings) f
     WHERE t.campaign_id = $1 AND m.verdict = 'rejected' AND f->>'severity' = 'reject' AND ($2::text IS NULL OR d.name = $2)
     GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $3`,
    parameters,
  );
  const failures = await database.pool.query<Grouped<'failures'>>(
    `SELECT d.name AS device, c.workload, (c.levels->>'batchSize')::int AS "batchSize", c.graph_mode AS "graphMode",
       c.inferences, jsonb_strip_nulls(c.levels - $4::text[]) AS options, t.state,
       coalesce(t.reason, t.state) AS reason, count(*)::int AS trials, count(*) OVER ()::int AS groups
     FROM trial t JOIN device d ON d.id = t.device_id JOIN cell c ON c.id = t.cell_id
     WHERE t.campaign_id = $1 AND t.state IN ('failed', 'skipped') AND ($2::text IS NULL OR d.name = $2)
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8 LIMIT $3`,
    [...parameters, NO_OPTIONS],
  );
  const all = failures.rows.map((row) => ({ ...row, options: optionsOf(row.options) }));
  const flagged = await database.pool.query<Grouped<'flagged'>>(FLAGGED, parameters);
  return { rejected: listed(rejected.rows), flagged: listed(flagged.rows), failures: listed(all) };
}

const FLAGGED = `SELECT d.name AS device, CASE WHEN f->>'check' <> 'temperature_in_window' THEN f->>'check'
         WHEN m.body->'flags' ? 'hot_start' THEN 'hot_start' WHEN m.body->'flags' ? 'cold_start' THEN 'cold_start'
         ELSE 'temperature_in_window' END AS flag, count(*)::int AS trials, count(*) OVER ()::int AS groups
       FROM measurement m JOIN trial t ON t.id = m.trial_id AND t.attempt = m.attempt JOIN device d ON d.id = t.device_id,
         jsonb_array_elements(m.findings) f
       WHERE t.campaign_id = $1 AND t.state = 'accepted' AND m.verdict = 'accepted' AND ($2::text IS NULL OR d.name = $2)
       GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $3`;

type Entry<K extends keyof Findings> = Findings[K][number];
type Grouped<K extends keyof Findings> = Entry<K> & { groups: number };

/** The first entries of a list, and how many are left out. */
interface Listed<K extends keyof Findings> {
  entries: Entry<K>[];
  leftOut: number;
}

function listed<K extends keyof Findings>(rows: Grouped<K>[]): Listed<K> {
  const entries = rows.map(({ groups: _, ...entry }) => entry as unknown as Entry<K>);
  return { entries, leftOut: (rows[0]?.groups ?? 0) - rows.length };
}
