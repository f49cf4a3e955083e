import type { Queryable } from '../database';
import { forgetFaults } from './change-condition';

export interface PreflightToSave {
  findings: readonly object[];
  passed: boolean;
  /** The campaign that it was made for. */
  campaignId: string | null;
  /** The device's wall clock minus the controller's. */
  clockOffsetMs: number | null;
}

/** Keeps the last pre-flight of a device. After one that passed, faults count from zero and recovery starts at its first step. */
export async function savePreflight(db: Queryable, deviceId: string, preflight: PreflightToSave): Promise<void> {
  await db.query(
    `UPDATE device SET preflight = $2, preflight_at = now(), preflight_for = $3, clock_offset_ms = $4, last_seen_at = now()
     WHERE id = $1`,
    [deviceId, JSON.stringify(preflight.findings), preflight.campaignId, preflight.clockOffsetMs],
  );
  if (preflight.passed) await forgetFaults(db, deviceId);
}
