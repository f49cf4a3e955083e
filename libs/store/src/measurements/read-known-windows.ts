import type { KnownWindow } from '@joulefleet/core';
import type { Queryable } from '../database';

/** Cells that were measured last say enough about the next ones. */
const MAX_CELLS = 20_000;

/** What accepted trials of these workloads took on devices of these classes, the newest cells first. */
export async function readKnownWindows(
  db: Queryable,
  deviceClasses: readonly string[],
  workloads: readonly string[],
): Promise<KnownWindow[]> {
  const { rows } = await db.query<KnownWindow>(
    `WITH averaging AS (
       SELECT k.name, coalesce(a.us, 0) / 1000 AS ms FROM unnest($1::text[]) AS k(name) LEFT JOIN LATERAL (
         SELECT (m.body->'sensor'->>'averagingUs')::float8 AS us
         FROM cell_statistics s JOIN cell c ON c.id = s.cell_id AND c.device_class = k.name
           JOIN trial t ON t.cell_id = s.cell_id AND t.device_id = s.device_id AND t.state = 'accepted'
           JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt
         ORDER BY s.updated_at DESC LIMIT 1) a ON true)
     SELECT c.device_class AS "deviceClass", c.workload, nullif(c.command, '{}') AS command, c.graph_mode AS "graphMode",
       c.levels, s.duration_ms / c.inferences AS "msPerInference", a.ms AS "averagingMs"
     FROM cell_statistics s JOIN cell c ON c.id = s.cell_id JOIN averaging a ON a.name = c.device_class
     WHERE c.workload = ANY($2) ORDER BY s.updated_at DESC LIMIT ${MAX_CELLS}`,
    [deviceClasses, workloads],
  );
  return rows;
}
