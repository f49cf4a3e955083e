import type { Calibration, CalibrationPair } from '@joulefleet/core';
import type { Queryable } from '../database';
import { newId } from '../ids/new-id';

/** A version of the calibration of a rail, as it was entered. */
export interface CalibrationToSave extends Calibration {
  deviceId: string;
  boardSerial: string;
  rail: string;
  meterName: string | null;
  pairs: readonly CalibrationPair[];
  note: string;
  forced: boolean;
  /** Null: now. */
  validFrom: Date | null;
  createdBy: string;
}

export interface CalibrationRow extends Calibration {
  id: string;
  boardSerial: string;
  rail: string;
  version: number;
  meterName: string | null;
  pairs: CalibrationPair[];
  note: string;
  forced: boolean;
  validFrom: Date;
  /** Whether it is valid from now or an earlier time on. */
  hasBegun: boolean;
  createdAt: Date;
  createdBy: string;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
}

/** Appends a version. The device is locked, so that versions are numbered one after the other. */
export async function insertCalibration(db: Queryable, c: CalibrationToSave): Promise<number> {
  const { rows } = await db.query<{ version: number }>(
    `INSERT INTO calibration (id, device_id, board_serial, rail, version, gain, offset_mw, gain_variance, offset_variance_mw2,
       covariance_mw, meter, meter_share, meter_offset_mw, pairs, note, forced, valid_from, created_by)
     SELECT $1, $2, $3, $4, coalesce(max(version), 0) + 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
       coalesce($16, date_trunc('milliseconds', now())), $17
     FROM calibration WHERE board_serial = $3 AND rail = $4 RETURNING version`,
    [
      ...[newId(), c.deviceId, c.boardSerial, c.rail, c.gain, c.offsetMw, c.gainVariance, c.offsetVarianceMw2],
      ...[c.covarianceMw, c.meterName, c.meter.share, c.meter.offsetMw, JSON.stringify(c.pairs), c.note, c.forced],
      ...[c.validFrom, c.createdBy],
    ],
  );
  return rows[0]!.version;
}

/** Calibrations of a device and of the board that it is, whatever its name was: by rail, the newest first. */
export async function listCalibrations(
  db: Queryable,
  device: { id: string; boardSerial: string | null },
): Promise<CalibrationRow[]> {
  const { rows } = await db.query<CalibrationRow>(
    `SELECT id, board_serial AS "boardSerial", rail, version, gain, offset_mw AS "offsetMw",
       gain_variance AS "gainVariance", offset_variance_mw2 AS "offsetVarianceMw2", covariance_mw AS "covarianceMw",
       meter AS "meterName", jsonb_build_object('share', meter_share, 'offsetMw', meter_offset_mw) AS meter, pairs, note,
       forced, valid_from AS "validFrom", valid_from <= now() AS "hasBegun", created_at AS "createdAt", created_by AS "createdBy",
       withdrawn_at AS "withdrawnAt", withdrawn_by AS "withdrawnBy", withdrawn_reason AS "withdrawnReason"
     FROM calibration WHERE device_id = $1 OR board_serial = $2 ORDER BY rail, board_serial, version DESC`,
    [device.id, device.boardSerial],
  );
  return rows;
}

/** Marks a version as withdrawn. False: it is already. */
export async function withdrawCalibration(
  db: Queryable,
  id: string,
  { by, reason }: { by: string; reason: string | null },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE calibration SET withdrawn_at = date_trunc('milliseconds', now()), withdrawn_by = $2, withdrawn_reason = $3
     WHERE id = $1 AND withdrawn_at IS NULL`,
    [id, by, reason],
  );
  return rowCount === 1;
}
