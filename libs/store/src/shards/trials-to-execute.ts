import type { FactorLevels } from '@joulefleet/core';
import type { Database } from '../database';

/** A trial still to be executed, with the levels of its cell. */
export interface TrialToExecute {
  trialId: string;
  attempt: number;
  position: number;
  workload: string;
  command: string[];
  graphMode: 'static' | 'dynamic';
  inferences: number;
  /** As stored: a factor that joined after the cell is not among them. */
  levels: Partial<FactorLevels>;
}

/** Trials of a shard that are still to be executed, in order; one whose outcome is stored waits for its judgement only. */
export async function readTrialsToExecute(database: Database, shardId: string): Promise<TrialToExecute[]> {
  const { rows } = await database.pool.query<TrialToExecute>(
    `SELECT t.id AS "trialId", t.attempt, t.position, c.workload, c.command, c.graph_mode AS "graphMode",
       c.inferences, c.levels
     FROM trial t JOIN cell c ON c.id = t.cell_id
     WHERE t.shard_id = $1 AND t.state = 'assigned'
       AND NOT EXISTS (SELECT 1 FROM measurement m WHERE m.trial_id = t.id AND m.attempt = t.attempt)
     ORDER BY t.position`,
    [shardId],
  );
  return rows;
}
