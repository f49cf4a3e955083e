import type { KnownCell } from '@joulefleet/core';
import type { Database } from '../database';
import { readInSlices } from '../read-in-slices';

/** Cells that were measured last say enough about the next ones. */
const MAX_CELLS = 20_000;

/** What accepted trials of these workloads took on devices of these classes, the newest cells first. */
export async function readKnownCells(
  database: Database,
  deviceClasses: readonly string[],
  workloads: readonly string[],
): Promise<KnownCell[]> {
  const known: KnownCell[] = [];
  await readInSlices<KnownCell>(database, KNOWN_CELLS, [deviceClasses, workloads], (rows) => known.push(...rows));
  return known;
}

const KNOWN_CELLS = `WITH averaging AS (
     SELECT k.name, coalesce(a.us, 0) / 1000 AS ms FROM unnest($1::text[]) AS k(name) LEFT JOIN LATERAL (
       SELECT (m.body->'sensor'->>'averagingUs')::float8 AS us
       FROM cell_statistics s JOIN cell c ON c.id = s.cell_id AND c.device_class = k.name
         JOIN trial t ON t.cell_id = s.cell_id AND t.device_id = s.device_id AND t.state = 'accepted'
         JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt
       ORDER BY s.updated_at DESC LIMIT 1) a ON true)
   SELECT s.device_id AS "deviceId", d.simulated, c.device_class AS "deviceClass", c.workload,
     nullif(c.command, '{}') AS command, c.graph_mode AS "graphMode", c.levels, s.trials, s.sd_log_energy AS "sdLogEnergy",
     s.duration_ms / c.inferences AS "msPerInference", s.energy_mj / c.inferences AS "mjPerInference",
     a.ms AS "averagingMs"
   FROM cell_statistics s JOIN cell c ON c.id = s.cell_id JOIN averaging a ON a.name = c.device_class
     JOIN device d ON d.id = s.device_id
   WHERE c.workload = ANY($2) ORDER BY s.updated_at DESC LIMIT ${MAX_CELLS}`;
