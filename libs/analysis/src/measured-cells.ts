import { factorLevels, netEnergyMj, type AcceptedTrial, type MeasuredCell } from '@joulefleet/core';
import { readAcceptedTrials, type AcceptedTrialRow, type Database } from '@joulefleet/store';

interface Measured {
  cells: MeasuredCell[];
  /** How the rails were read; more than one: the devices or their settings differ. */
  sensorSetups: Set<string>;
  /** Devices that do not state the shunt of their total rail: the usual one is assumed. */
  shuntAssumed: Set<string>;
}

/** Accepted trials of one device, or of all (null), gathered into their cells; of a trial only its figures are kept. */
export async function measuredCells(database: Database, campaignId: string, device: string | null): Promise<Measured> {
  const cells = new Map<string, MeasuredCell & { trials: AcceptedTrial[] }>();
  const sensorSetups = new Set<string>();
  const shuntAssumed = new Set<string>();
  await readAcceptedTrials(database, campaignId, device, (rows) => {
    for (const row of rows) {
      const key = `${row.device} ${row.cellKey}`;
      const cell = cells.get(key) ?? newCell(row);
      cell.trials.push(figuresOf(row));
      cells.set(key, cell);
      sensorSetups.add(row.sensorSetup);
      if (row.shuntMicroOhm === null) shuntAssumed.add(row.device);
    }
  });
  return { cells: [...cells.values()], sensorSetups, shuntAssumed };
}

function figuresOf(row: AcceptedTrialRow): AcceptedTrial {
  const { energyMj, durationMs, meanPowerMw, block, absoluteUncertaintyMj, relativeUncertaintyMj } = row;
  const netMj = row.idlePowerMw === null ? null : netEnergyMj(energyMj, durationMs, row.idlePowerMw);
  return { energyMj, netEnergyMj: netMj, durationMs, meanPowerMw, block, absoluteUncertaintyMj, relativeUncertaintyMj };
}

function newCell(row: AcceptedTrialRow): MeasuredCell & { trials: AcceptedTrial[] } {
  const { cellKey, device, deviceClass, workload, graphMode, inferences } = row;
  const levels = factorLevels(row.levels);
  const rail = { supplyMv: row.supplyMv, shuntMicroOhm: row.shuntMicroOhm };
  return { cellKey, device, deviceClass, workload, graphMode, inferences, levels, rail, trials: [] };
}
