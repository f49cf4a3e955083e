import type { AttemptQuality, CellEvidence, TrialPhases } from '@joulefleet/core';
import type { Queryable } from '../database';

/** A cell on a device. */
export interface CellOfDevice {
  cellId: string;
  deviceId: string;
}

/** An accepted trial of a cell: its figures, and how they were read. */
export interface CellTrial {
  block: number;
  energyMj: number;
  durationMs: number;
  meanPowerMw: number;
  /** Null: it was not measured. */
  idlePowerMw: number | null;
  absoluteUncertaintyMj: number;
  relativeUncertaintyMj: number;
  /** How the rails were read: layout, averaging, mode. */
  setup: string;
  /** Of the total rail, as the board stated them; null: it did not. */
  supplyMv: number | null;
  shuntMicroOhm: number | null;
  /** The calibration that the energy is by; null: of none. */
  calibrationId: string | null;
  /** Null: judged by an older version. */
  quality: AttemptQuality | null;
  phases: TrialPhases | null;
}

const COLUMNS = `t.block, m.energy_mj AS "energyMj", m.duration_ms AS "durationMs",
  m.mean_power_mw AS "meanPowerMw", m.idle_power_mw AS "idlePowerMw",
  m.absolute_uncertainty_mj AS "absoluteUncertaintyMj", m.relative_uncertainty_mj AS "relativeUncertaintyMj",
  concat_ws(' ', m.body->'sensor'->>'layout', 'samples=' || (m.body->'sensor'->>'samples'),
    'running_mode=' || (m.body->'sensor'->>'runningMode')) AS setup,
  (m.body->'sensor'->>'supplyMv')::float8 AS "supplyMv", (m.body->'sensor'->>'shuntMicroOhm')::float8 AS "shuntMicroOhm",
  m.calibration_id AS "calibrationId", m.quality, m.phases`;

const OF_CELLS = `unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS k(cell_id, device_id, place)`;

/**
 * Accepted trials of cells on devices, without sentinels, a list for each cell in the order given. The cells stay locked for the transaction: of two
 * judges that accept trials of one cell, the second sees the trial of the first.
 */
export async function lockCellTrials(db: Queryable, cells: readonly CellOfDevice[]): Promise<CellTrial[][]> {
  const keys = keysOf(cells);
  await db.query(`SELECT 1 FROM cell WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`, [keys[0]]);
  const { rows } = await db.query<CellTrial & { place: number }>(
    `SELECT (k.place - 1)::int AS place, ${COLUMNS}
     FROM ${OF_CELLS} JOIN trial t ON t.cell_id = k.cell_id AND t.device_id = k.device_id
     JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
     WHERE t.state = 'accepted' AND t.repetition > 0 ORDER BY k.place, t.position`,
    keys,
  );
  const trials: CellTrial[][] = cells.map(() => []);
  for (const { place, ...trial } of rows) trials[place]!.push(trial);
  return trials;
}

/** How trials of a cell were read, and how many. */
export interface CellSensors extends Pick<CellTrial, 'setup' | 'supplyMv' | 'shuntMicroOhm' | 'calibrationId'> {
  trials: number;
}

export interface CellStatisticsRow extends CellOfDevice {
  trials: number;
  energyMj: number;
  medianEnergyMj: number;
  /** Null with a single trial. */
  sdLogEnergy: number | null;
  durationMs: number;
  powerMw: number;
  /** As `encodeDigest` has it. */
  digest: Uint8Array;
  /** In the order of the trials' positions. */
  sensors: readonly CellSensors[];
  evidence: CellEvidence;
}

/** Saves the statistics of cells, in the place of those that there are. */
export async function saveCellStatistics(db: Queryable, rows: readonly CellStatisticsRow[]): Promise<void> {
  const column = <Key extends keyof CellStatisticsRow>(key: Key): CellStatisticsRow[Key][] =>
    rows.map((row) => row[key]);
  await db.query(
    `INSERT INTO cell_statistics (cell_id, device_id, trials, energy_mj, median_energy_mj, sd_log_energy, duration_ms,
       power_mw, digest, sensors, evidence)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[],
       $9::bytea[], $10::jsonb[], $11::jsonb[])
     ON CONFLICT (cell_id, device_id) DO UPDATE SET trials = EXCLUDED.trials, energy_mj = EXCLUDED.energy_mj,
       median_energy_mj = EXCLUDED.median_energy_mj, sd_log_energy = EXCLUDED.sd_log_energy,
       duration_ms = EXCLUDED.duration_ms, power_mw = EXCLUDED.power_mw, digest = EXCLUDED.digest,
       sensors = EXCLUDED.sensors, evidence = EXCLUDED.evidence, updated_at = now()`,
    [
      ...keysOf(rows),
      ...[column('trials'), column('energyMj'), column('medianEnergyMj'), column('sdLogEnergy'), column('durationMs')],
      ...[column('powerMw'), column('digest').map((digest) => Buffer.from(digest))],
      column('sensors').map((sensors) => JSON.stringify(sensors)),
      column('evidence').map((evidence) => JSON.stringify(evidence)),
    ],
  );
}

/** Of a cell without an accepted trial there are none. */
export async function removeCellStatistics(db: Queryable, cells: readonly CellOfDevice[]): Promise<void> {
  await db.query(
    `DELETE FROM cell_statistics s USING ${OF_CELLS} WHERE s.cell_id = k.cell_id AND s.device_id = k.device_id`,
    keysOf(cells),
  );
}

/** Has whoever keeps rows of these cells' campaigns make them anew. To be called before the cells are locked. */
export async function raiseDigestRevision(db: Queryable, cells: readonly CellOfDevice[]): Promise<void> {
  await db.query(
    `UPDATE campaign_device d SET digest_revision = digest_revision + 1
     FROM (SELECT DISTINCT c.campaign_id, k.device_id FROM ${OF_CELLS} JOIN cell c ON c.id = k.cell_id) of
     WHERE d.campaign_id = of.campaign_id AND d.device_id = of.device_id`,
    keysOf(cells),
  );
}

function keysOf(cells: readonly CellOfDevice[]): [string[], string[]] {
  return [cells.map(({ cellId }) => cellId), cells.map(({ deviceId }) => deviceId)];
}
