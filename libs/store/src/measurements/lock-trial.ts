import type { Queryable } from '../database';

/** What ingest needs to know of a trial, and a lock on it: records of one trial are committed one after the other. */
export interface LockedTrial {
  trialId: string;
  cellId: string;
  deviceId: string;
  deviceClass: string;
  state: string;
  attempt: number;
  cpuKhz: number | null;
  gpuHz: number | null;
}

export async function lockTrial(db: Queryable, trialId: string): Promise<LockedTrial | null> {
  const { rows } = await db.query<LockedTrial>(
    `SELECT t.id AS "trialId", t.cell_id AS "cellId", t.device_id AS "deviceId", c.device_class AS "deviceClass", t.state,
       t.attempt, c.cpu_khz AS "cpuKhz", c.gpu_hz AS "gpuHz"
     FROM trial t JOIN cell c ON c.id = t.cell_id WHERE t.id = $1 FOR UPDATE OF t`,
    [trialId],
  );
  return rows[0] ?? null;
}
