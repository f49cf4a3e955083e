import type { Queryable } from '../database';

export interface PreflightToSave {
  findings: readonly object[];
  passed: boolean;
  /** The campaign that it was made for. */
  campaignId: string | null;
  /** The device's wall clock minus the controller's. */
  clockOffsetMs: number | null;
}

/** Keeps the last pre-flight of a device. One that passed ends the row of faults, and recovery begins at its first step again. */
export async function savePreflight(db: Queryable, deviceId: string, preflight: PreflightToSave): Promise<void> {
  await db.query(
    `UPDATE device SET preflight = $2, preflight_at = now(), preflight_for = $3, clock_offset_ms = $4, last_seen_at = now(),
       consecutive_faults = CASE WHEN $5 THEN 0 ELSE consecutive_faults END, ladder = CASE WHEN $5 THEN NULL ELSE ladder END
     WHERE id = $1`,
    [deviceId, JSON.stringify(preflight.findings), preflight.campaignId, preflight.clockOffsetMs, preflight.passed],
  );
}
