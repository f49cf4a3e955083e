import type { Calibration } from '@joulefleet/core';
import type { Queryable } from '../database';

/** A calibration that results of a campaign are by. */
export interface UsedCalibration extends Calibration {
  id: string;
  rail: string;
  version: number;
  meterName: string | null;
  validFrom: Date;
  /** From then to the end of the campaign, or until now. */
  ageDays: number;
}

/** Calibrations by id, for a report on a campaign. */
export async function readUsedCalibrations(
  db: Queryable,
  ids: readonly string[],
  campaignId: string,
): Promise<Map<string, UsedCalibration>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<UsedCalibration>(
    `SELECT q.id, q.rail, q.version, q.gain, q.offset_mw AS "offsetMw", q.gain_variance AS "gainVariance",
       q.offset_variance_mw2 AS "offsetVarianceMw2", q.covariance_mw AS "covarianceMw", q.meter AS "meterName",
       jsonb_build_object('share', q.meter_share, 'offsetMw', q.meter_offset_mw) AS meter, q.valid_from AS "validFrom",
       extract(epoch FROM coalesce(c.finished_at, now()) - q.valid_from)::float8 / 86400 AS "ageDays"
     FROM calibration q, campaign c WHERE q.id = ANY($1) AND c.id = $2`,
    [ids, campaignId],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
