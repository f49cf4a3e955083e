import { digestTrials, encodeDigest, evidenceOf, mergeEvidence, netEnergyMj, NO_EVIDENCE } from '@joulefleet/core';
import {
  lockCellTrials,
  raiseDigestRevision,
  removeCellStatistics,
  saveCellStatistics,
  type CellOfDevice,
  type CellSensors,
  type CellStatisticsRow,
  type CellTrial,
  type Queryable,
} from '@joulefleet/store';

/** Computes the statistics of cells on devices anew, because their accepted trials have changed; without any there are none. */
export async function updateCellStatistics(db: Queryable, cells: readonly CellOfDevice[]): Promise<void> {
  await raiseDigestRevision(db, cells);
  await rewriteCellStatistics(db, cells);
}

/** The same of cells whose trials are as they were. */
export async function rewriteCellStatistics(db: Queryable, cells: readonly CellOfDevice[]): Promise<void> {
  const trials = await lockCellTrials(db, cells);
  const found = cells.map((cell, place) => ({ cell, row: statisticsOf(cell, trials[place]!) }));
  const emptied = found.filter(({ row }) => row === null);
  if (emptied.length > 0) {
    await removeCellStatistics(
      db,
      emptied.map(({ cell }) => cell),
    );
  }
  const rows = found.flatMap(({ row }) => row ?? []);
  if (rows.length > 0) await saveCellStatistics(db, rows);
}

function statisticsOf({ cellId, deviceId }: CellOfDevice, trials: readonly CellTrial[]): CellStatisticsRow | null {
  const digest = digestTrials(trials.map((trial) => ({ ...trial, netEnergyMj: netOf(trial) })));
  if (!digest) return null;
  return {
    ...{ cellId, deviceId, trials: trials.length },
    energyMj: Math.exp(digest.energy.logEstimate),
    medianEnergyMj: digest.energy.median,
    sdLogEnergy: digest.energy.sdLog,
    durationMs: Math.exp(digest.duration.logEstimate),
    powerMw: Math.exp(digest.power.logEstimate),
    digest: encodeDigest(digest),
    sensors: sensorsOf(trials),
    evidence: trials.map(({ quality }) => evidenceOf(quality)).reduce(mergeEvidence, NO_EVIDENCE),
  };
}

function netOf({ energyMj, durationMs, idlePowerMw }: CellTrial): number | null {
  return idlePowerMw === null ? null : netEnergyMj(energyMj, durationMs, idlePowerMw);
}

function sensorsOf(trials: readonly CellTrial[]): CellSensors[] {
  const found = new Map<string, CellSensors>();
  for (const { setup, supplyMv, shuntMicroOhm, calibrationId } of trials) {
    const key = JSON.stringify([setup, supplyMv, shuntMicroOhm, calibrationId]);
    const known = found.get(key);
    if (known) known.trials++;
    else found.set(key, { setup, supplyMv, shuntMicroOhm, calibrationId, trials: 1 });
  }
  return [...found.values()];
}
