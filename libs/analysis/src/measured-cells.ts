import {
  calibratedOffsetUncertaintyMw,
  evidenceOf,
  factorLevels,
  mergeEvidence,
  netEnergyMj,
  NO_EVIDENCE,
  type AcceptedTrial,
  type MeasuredCell,
} from '@joulefleet/core';
import {
  readAcceptedTrials,
  readUsedCalibrations,
  type AcceptedTrialRow,
  type Database,
  type UsedCalibration,
} from '@joulefleet/store';
import { CalibrationCounts, type CalibratedTrials } from './calibration-counts';

type CountedCell = MeasuredCell & { trials: AcceptedTrial[]; calibrationId: string | null };

/** The measured cells of a campaign with what holds for their figures. */
export interface Measured {
  cells: MeasuredCell[];
  /** How the rails were read; more than one: the devices or their settings differ. */
  sensorSetups: Set<string>;
  /** Devices that do not state the shunt of their total rail: the usual one is assumed. */
  shuntAssumed: Set<string>;
  /** Trials of each device by calibration. */
  calibrated: CalibratedTrials[];
}

/** Accepted trials of one device, or of all (null), gathered into their cells; of a trial only its figures are kept. */
export async function measuredCells(database: Database, campaignId: string, device: string | null): Promise<Measured> {
  const cells = new Map<string, CountedCell>();
  const calibrated = new CalibrationCounts();
  const sensorSetups = new Set<string>();
  const shuntAssumed = new Set<string>();
  await readAcceptedTrials(database, campaignId, device, (rows) => {
    for (const row of rows) {
      const key = `${row.device} ${row.cellKey}`;
      const cell = cells.get(key) ?? newCell(row);
      cell.trials.push(figuresOf(row));
      cell.evidence = mergeEvidence(cell.evidence ?? NO_EVIDENCE, evidenceOf(row.quality));
      cells.set(key, cell);
      sensorSetups.add(row.sensorSetup);
      calibrated.add(row);
      if (row.shuntMicroOhm === null) shuntAssumed.add(row.device);
    }
  });
  const used = await readUsedCalibrations(database.pool, calibrated.ids(), campaignId);
  for (const cell of cells.values()) addCalibration(cell, used);
  return { cells: [...cells.values()], sensorSetups, shuntAssumed, calibrated: calibrated.trials(used) };
}

function figuresOf(row: AcceptedTrialRow): AcceptedTrial {
  const { energyMj, durationMs, meanPowerMw, block, absoluteUncertaintyMj, relativeUncertaintyMj } = row;
  const netMj = row.idlePowerMw === null ? null : netEnergyMj(energyMj, durationMs, row.idlePowerMw);
  return { energyMj, netEnergyMj: netMj, durationMs, meanPowerMw, block, absoluteUncertaintyMj, relativeUncertaintyMj };
}

function newCell(row: AcceptedTrialRow): CountedCell {
  const { cellKey, device, deviceClass, workload, graphMode, inferences } = row;
  const levels = factorLevels(row.levels);
  const rail = { supplyMv: row.supplyMv, shuntMicroOhm: row.shuntMicroOhm };
  const { calibrationId } = row;
  return { cellKey, device, deviceClass, workload, graphMode, inferences, levels, rail, calibrationId, trials: [] };
}

/** Of the calibration of its first trial: a report warns where trials of a device differ in that. */
function addCalibration(cell: CountedCell, used: ReadonlyMap<string, UsedCalibration>): void {
  const calibration = cell.calibrationId === null ? undefined : used.get(cell.calibrationId);
  if (!calibration) return;
  cell.offsetUncertaintyMw = calibratedOffsetUncertaintyMw(calibration);
  cell.calibrationAgeDays = calibration.ageDays;
}
