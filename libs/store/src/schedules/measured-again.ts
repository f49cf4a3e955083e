import type { Change, FactorLevels, MeasuredAgain, NightMetric } from '@joulefleet/core';
import type { Database, Queryable } from '../database';

/** How versions are compared when they are measured in turn: in which cells, and by which test. */
export interface TurnTest {
  metric: NightMetric;
  /** Direction of the flag: 1 or -1. */
  direction: number;
  /** Cells as nights know them, each with its device. */
  members: { device: string; cell: string }[];
  /** Of the whole test, one-sided. */
  alpha: number;
  /** Observations at each look, and the difference that is planned for in standard deviations of one of them. */
  looks: number[];
  boundaries: number[];
  effect: number;
  /** Standard deviation of an observation, a logarithm. */
  sd: number;
}

/** A suspicion that is measured again: what it is about, and the test that decides. */
export interface Rematch extends TurnTest {
  kind: Change['flag']['kind'];
  key: string;
  /** What was under test before it changed, and tonight. */
  former: string;
  present: string;
  /** The same cells on another device of the class, in the same test; null: on none. Left out by an older version. */
  sibling?: { device: string; members: TurnTest['members'] } | null;
}

/** What measuring again showed in a night. */
export interface StoredMeasuredAgain extends MeasuredAgain {
  tickMs: number;
  kind: Change['flag']['kind'];
  key: string;
  metric: NightMetric;
  executions: number;
}

export async function readMeasuredAgain(database: Database, scheduleId: string): Promise<StoredMeasuredAgain[]> {
  const { rows } = await database.pool.query<StoredMeasuredAgain>(
    `SELECT extract(epoch FROM tick)::float8 * 1000 AS "tickMs", kind, key, metric, outcome, shift, reach, sibling, executions
     FROM night_rematch WHERE schedule_id = $1 ORDER BY tick`,
    [scheduleId],
  );
  return rows;
}

/** Stores what measuring again showed; the same night can say it once. */
export async function insertMeasuredAgain(
  db: Queryable,
  scheduleId: string,
  again: StoredMeasuredAgain,
): Promise<void> {
  const { tickMs, kind, key, metric, outcome, shift, reach, sibling, executions } = again;
  await db.query(
    `INSERT INTO night_rematch (schedule_id, tick, kind, key, metric, outcome, shift, reach, sibling, executions)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
    [
      ...[scheduleId, new Date(tickMs), kind, key, metric, outcome, shift, reach],
      ...[sibling && JSON.stringify(sibling), executions],
    ],
  );
}

/** One accepted trial of a campaign that measures two versions in turn. */
export interface TurnTrial {
  device: string;
  cellKey: string;
  workload: string;
  graphMode: string;
  inferences: number;
  levels: Partial<FactorLevels>;
  /** Block, from 1. */
  repetition: number;
  energyMj: number;
  durationMs: number;
  powerMw: number;
  loadEnergyMj: number | null;
}

/** Its accepted trials, block by block. */
export async function readTurnTrials(database: Database, campaignId: string): Promise<TurnTrial[]> {
  const { rows } = await database.pool.query<TurnTrial>(
    `SELECT d.name AS device, c.cell_key AS "cellKey", c.workload, c.graph_mode AS "graphMode", c.inferences, c.levels, t.repetition,
       m.energy_mj AS "energyMj", m.duration_ms AS "durationMs", m.mean_power_mw AS "powerMw", m.load_energy_mj AS "loadEnergyMj"
     FROM trial t JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
     JOIN cell c ON c.id = t.cell_id JOIN device d ON d.id = t.device_id
     WHERE t.campaign_id = $1 AND t.state = 'accepted' ORDER BY t.repetition, t.position`,
    [campaignId],
  );
  return rows;
}
