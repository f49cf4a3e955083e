import type { FactorLevels } from '@joulefleet/core';
import type { Database } from '../database';
import { readInSlices } from '../read-in-slices';

/** What one cell measured on one device in one night: the figures of its accepted trials, in one order. */
export interface NightFigures {
  tickMs: number;
  device: string;
  cellKey: string;
  workload: string;
  graphMode: string;
  inferences: number;
  /** As stored: a factor that joined after the cell is not among them. */
  levels: Partial<FactorLevels>;
  /** A cell that is measured between the others, to see whether the device drifts. */
  sentinel: boolean;
  energyMj: number[];
  durationMs: number[];
  powerMw: number[];
  loadEnergyMj: (number | null)[];
}

/** A night that is over and launched a campaign, with what was under test. */
export interface MeasuredNight {
  tickMs: number;
  underTest: string | null;
  simulated: boolean;
}

/** A schedule, and the night that is open and counts as measured all the same; null: none does. */
export interface NightsOf {
  scheduleId: string;
  openTickMs: number | null;
}

/** The measured nights of a schedule, the oldest first. */
export async function readMeasuredNights(database: Database, of: NightsOf): Promise<MeasuredNight[]> {
  const { rows } = await database.pool.query<MeasuredNight>(
    `SELECT extract(epoch FROM s.tick)::float8 * 1000 AS "tickMs", s.under_test AS "underTest", c.simulated
     FROM schedule_tick s JOIN campaign c ON c.id = s.campaign_id
     WHERE s.schedule_id = $1 AND (s.ended_at IS NOT NULL OR s.tick = $2::timestamptz) ORDER BY s.tick`,
    parametersOf(of),
  );
  return rows;
}

/** Hands what the measured nights of a schedule measured to `take`, a slice at a time: by night, device and cell. */
export async function readNightFigures(
  database: Database,
  of: NightsOf,
  take: (figures: readonly NightFigures[]) => void,
): Promise<void> {
  await readInSlices(database, NIGHT_FIGURES, parametersOf(of), take);
}

function parametersOf({ scheduleId, openTickMs }: NightsOf): unknown[] {
  return [scheduleId, openTickMs === null ? null : new Date(openTickMs)];
}

const NIGHT_FIGURES = `SELECT extract(epoch FROM s.tick)::float8 * 1000 AS "tickMs", d.name AS device, c.cell_key AS "cellKey",
    c.workload, c.graph_mode AS "graphMode", c.inferences, c.levels, t.repetition = 0 AS sentinel,
    array_agg(m.energy_mj ORDER BY t.position) AS "energyMj", array_agg(m.duration_ms ORDER BY t.position) AS "durationMs",
    array_agg(m.mean_power_mw ORDER BY t.position) AS "powerMw", array_agg(m.load_energy_mj ORDER BY t.position) AS "loadEnergyMj"
  FROM schedule_tick s JOIN trial t ON t.campaign_id = s.campaign_id AND t.state = 'accepted'
  JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
  JOIN cell c ON c.id = t.cell_id JOIN device d ON d.id = t.device_id
  WHERE s.schedule_id = $1 AND (s.ended_at IS NOT NULL OR s.tick = $2::timestamptz)
  GROUP BY s.tick, d.name, c.id, t.repetition = 0
  ORDER BY s.tick, d.name, c.cell_key`;
