import { NO_OPTIONS, optionsOf, type FactorLevels, type WorkloadOptions } from '@joulefleet/core';
import type { Database } from '../database';
import { readInSlices } from '../read-in-slices';

/** One accepted trial with the levels of its cell: what comparisons are made from. */
export interface AcceptedTrialRow {
  device: string;
  deviceClass: string;
  cellKey: string;
  workload: string;
  graphMode: string;
  inferences: number;
  /** As stored: a factor that joined after the cell is not among them. */
  levels: Partial<FactorLevels>;
  block: number;
  energyMj: number;
  durationMs: number;
  meanPowerMw: number;
  absoluteUncertaintyMj: number;
  relativeUncertaintyMj: number;
  /** How the rails were read: layout, averaging, mode. */
  sensorSetup: string;
  /** Of the total rail, as the board stated them; null: it did not. */
  supplyMv: number | null;
  shuntMicroOhm: number | null;
}

/** Hands a campaign's accepted trials, of one device or of all (null), to `take`, a slice at a time: by device, cell and position. */
export async function readAcceptedTrials(
  database: Database,
  campaignId: string,
  device: string | null,
  take: (trials: readonly AcceptedTrialRow[]) => void,
): Promise<void> {
  await readInSlices(database, ACCEPTED_TRIALS, [campaignId, device], take);
}

const ACCEPTED_TRIALS = `SELECT d.name AS device, d.device_class AS "deviceClass", c.cell_key AS "cellKey", c.workload,
       c.graph_mode AS "graphMode", c.inferences, c.levels, t.block, m.energy_mj AS "energyMj",
       m.duration_ms AS "durationMs", m.mean_power_mw AS "meanPowerMw",
       m.absolute_uncertainty_mj AS "absoluteUncertaintyMj", m.relative_uncertainty_mj AS "relativeUncertaintyMj",
       concat_ws(' ', m.body->'sensor'->>'layout', 'samples=' || (m.body->'sensor'->>'samples'),
         'running_mode=' || (m.body->'sensor'->>'runningMode')) AS "sensorSetup",
       (m.body->'sensor'->>'supplyMv')::float8 AS "supplyMv", (m.body->'sensor'->>'shuntMicroOhm')::float8 AS "shuntMicroOhm"
     FROM trial t JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
     JOIN cell c ON c.id = t.cell_id JOIN device d ON d.id = t.device_id
     WHERE t.campaign_id = $1 AND t.state = 'accepted' AND ($2::text IS NULL OR d.name = $2) ORDER BY d.name, c.cell_key, t.position`;

export interface UnusedAttempts {
  rejected: { device: string; check: string; attempts: number; trials: number }[];
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
 * What was measured and not used: attempts that a check rejected, and trials that ended without a measurement; on one device or on
 * all (null). The first `most` of each, with the number of all.
 */
export async function readUnusedAttempts(
  database: Database,
  campaignId: string,
  device: string | null,
  most: number,
): Promise<{ rejected: Listed<'rejected'>; failures: Listed<'failures'> }> {
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
  return { rejected: listed(rejected.rows), failures: listed(all) };
}

type Entry<K extends keyof UnusedAttempts> = UnusedAttempts[K][number];
type Grouped<K extends keyof UnusedAttempts> = Entry<K> & { groups: number };

/** The first entries of a list, and how many are left out. */
interface Listed<K extends keyof UnusedAttempts> {
  entries: Entry<K>[];
  leftOut: number;
}

function listed<K extends keyof UnusedAttempts>(rows: Grouped<K>[]): Listed<K> {
  const entries = rows.map(({ groups: _, ...entry }) => entry as unknown as Entry<K>);
  return { entries, leftOut: (rows[0]?.groups ?? 0) - rows.length };
}
