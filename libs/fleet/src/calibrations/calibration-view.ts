import type { CalibrationView } from '@joulefleet/contracts';
import { calibratedMw, COVERAGE_FACTOR } from '@joulefleet/core';
import type { CalibrationRow } from '@joulefleet/store';

/**
 * Calibrations of a device as clients see them. In force on a rail is the latest version of those that are not withdrawn and
 * already valid, on the board that the device is.
 */
export function calibrationViews(
  device: { name: string; boardSerial: string | null },
  rows: readonly CalibrationRow[],
): CalibrationView[] {
  const inForce = new Map<string, CalibrationRow>();
  for (const row of rows) {
    const isValid = row.boardSerial === device.boardSerial && row.withdrawnAt === null && row.hasBegun;
    if (isValid && row.version > (inForce.get(row.rail)?.version ?? 0)) inForce.set(row.rail, row);
  }
  return rows.map((row) => viewOf(device.name, row, inForce.get(row.rail) === row));
}

function viewOf(device: string, row: CalibrationRow, inForce: boolean): CalibrationView {
  const { rail, version, boardSerial, gain, offsetMw, note, forced, createdBy } = row;
  const [gainError, offsetError] = [Math.sqrt(row.gainVariance), Math.sqrt(row.offsetVarianceMw2)];
  return {
    ...{ device, rail, version, boardSerial, gain, offsetMw, note, forced, createdBy, inForce },
    gainUncertainty: COVERAGE_FACTOR * gainError,
    offsetUncertaintyMw: COVERAGE_FACTOR * offsetError,
    correlation: gainError * offsetError > 0 ? row.covarianceMw / (gainError * offsetError) : 0,
    meter: { name: row.meterName, accuracy: row.meter },
    pairs: row.pairs.map((pair) => ({ ...pair, residualMw: pair.meterMw - calibratedMw(row, pair.readingMw) })),
    validFrom: row.validFrom.toISOString(),
    createdAt: row.createdAt.toISOString(),
    withdrawn: row.withdrawnAt && {
      at: row.withdrawnAt.toISOString(),
      by: row.withdrawnBy!,
      reason: row.withdrawnReason,
    },
  };
}
