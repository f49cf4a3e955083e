import type { Queryable } from '../database';

export interface CellTrial {
  energyMj: number;
  durationMs: number;
  meanPowerMw: number;
}

/**
 * Accepted trials of a cell on a device, without sentinels. The cell stays locked for the transaction: of two judges that accept trials of one cell,
 * the second sees the trial of the first.
 */
export async function lockCellTrials(db: Queryable, cellId: string, deviceId: string): Promise<CellTrial[]> {
  await db.query(`SELECT 1 FROM cell WHERE id = $1 FOR NO KEY UPDATE`, [cellId]);
  const { rows } = await db.query<CellTrial>(
    `SELECT m.energy_mj AS "energyMj", m.duration_ms AS "durationMs", m.mean_power_mw AS "meanPowerMw"
     FROM trial t JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
     WHERE t.cell_id = $1 AND t.device_id = $2 AND t.state = 'accepted' AND t.repetition > 0
     ORDER BY t.position`,
    [cellId, deviceId],
  );
  return rows;
}

export interface CellStatisticsRow {
  trials: number;
  energyMj: number;
  medianEnergyMj: number;
  /** Null with a single trial. */
  sdLogEnergy: number | null;
  durationMs: number;
  powerMw: number;
}

export async function saveCellStatistics(
  db: Queryable,
  cellId: string,
  deviceId: string,
  s: CellStatisticsRow,
): Promise<void> {
  await db.query(
    `INSERT INTO cell_statistics (cell_id, device_id, trials, energy_mj, median_energy_mj, sd_log_energy, duration_ms,
       power_mw) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (cell_id, device_id) DO UPDATE SET trials = EXCLUDED.trials, energy_mj = EXCLUDED.energy_mj,
       median_energy_mj = EXCLUDED.median_energy_mj, sd_log_energy = EXCLUDED.sd_log_energy,
       duration_ms = EXCLUDED.duration_ms, power_mw = EXCLUDED.power_mw, updated_at = now()`,
    [cellId, deviceId, s.trials, s.energyMj, s.medianEnergyMj, s.sdLogEnergy, s.durationMs, s.powerMw],
  );
}

/** Of a cell without an accepted trial there are none. */
export async function removeCellStatistics(db: Queryable, cellId: string, deviceId: string): Promise<void> {
  await db.query(`DELETE FROM cell_statistics WHERE cell_id = $1 AND device_id = $2`, [cellId, deviceId]);
}
