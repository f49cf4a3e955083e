import type { Calibration } from '@joulefleet/core';

/** The calibration of a rail that an attempt is judged by. */
export interface CalibrationInForce extends Calibration {
  id: string;
  rail: string;
  version: number;
}

/**
 * SQL: calibrations in force for the attempt `m` of the trial `t`, as a JSON array with one for each rail: those of the board that the
 * device was when the shard of the attempt began. Facts are stored with each change of a board.
 */
export const CALIBRATIONS_IN_FORCE = `(SELECT coalesce(jsonb_agg(k.calibration), '[]') FROM shard h
  CROSS JOIN LATERAL (SELECT coalesce(h.started_at, m.committed_at) AS at) w
  CROSS JOIN LATERAL (
    SELECT DISTINCT ON (q.rail) jsonb_build_object('id', q.id, 'rail', q.rail, 'version', q.version, 'gain', q.gain, 'offsetMw', q.offset_mw,
      'gainVariance', q.gain_variance, 'offsetVarianceMw2', q.offset_variance_mw2, 'covarianceMw', q.covariance_mw,
      'meter', jsonb_build_object('share', q.meter_share, 'offsetMw', q.meter_offset_mw)) AS calibration
    FROM calibration q
    WHERE q.withdrawn_at IS NULL AND q.valid_from <= w.at AND q.board_serial = coalesce(
      (SELECT s.facts->>'serial' FROM facts_snapshot s WHERE s.device_id = t.device_id AND s.taken_at <= w.at
       ORDER BY s.taken_at DESC LIMIT 1), (SELECT d.facts->>'serial' FROM device d WHERE d.id = t.device_id))
    ORDER BY q.rail, q.version DESC) k
  WHERE h.id = m.shard_id)`;
