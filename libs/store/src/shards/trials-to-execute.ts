import type { Database } from '../database';

/** A trial still to be executed, with the levels of its cell. */
export interface TrialToExecute {
  trialId: string;
  attempt: number;
  position: number;
  workload: string;
  command: string[];
  graphMode: 'static' | 'dynamic';
  batchSize: number;
  inferences: number;
  cpuKhz: number | null;
  gpuHz: number | null;
  cpuGovernor: string | null;
  gpuGovernor: string | null;
}

/** Trials of a shard that are still to be executed, in order; one whose outcome is stored waits for its judgement only. */
export async function readTrialsToExecute(database: Database, shardId: string): Promise<TrialToExecute[]> {
  const { rows } = await database.pool.query<TrialToExecute>(
    `SELECT t.id AS "trialId", t.attempt, t.position, c.workload, c.command, c.graph_mode AS "graphMode",
       c.batch_size AS "batchSize", c.inferences, c.cpu_khz AS "cpuKhz", c.gpu_hz AS "gpuHz",
       c.cpu_governor AS "cpuGovernor", c.gpu_governor AS "gpuGovernor"
     FROM trial t JOIN cell c ON c.id = t.cell_id
     WHERE t.shard_id = $1 AND t.state = 'assigned'
       AND NOT EXISTS (SELECT 1 FROM measurement m WHERE m.trial_id = t.id AND m.attempt = t.attempt)
     ORDER BY t.position`,
    [shardId],
  );
  return rows;
}
