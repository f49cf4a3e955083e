import { cellStatistics } from '@joulefleet/core';
import {
  lockCellTrials,
  removeCellStatistics,
  saveCellStatistics,
  type CurrentTrial,
  type Queryable,
} from '@joulefleet/store';

/** Computes the statistics of a cell on a device anew from its accepted trials; without any there are none. */
export async function updateCellStatistics(
  db: Queryable,
  { cellId, deviceId }: Pick<CurrentTrial, 'cellId' | 'deviceId'>,
): Promise<void> {
  const trials = await lockCellTrials(db, cellId, deviceId);
  const energy = cellStatistics(trials.map((t) => t.energyMj));
  if (!energy) return removeCellStatistics(db, cellId, deviceId);
  await saveCellStatistics(db, cellId, deviceId, {
    trials: energy.trials,
    energyMj: energy.estimate,
    medianEnergyMj: energy.median,
    sdLogEnergy: energy.sdLog,
    durationMs: cellStatistics(trials.map((t) => t.durationMs))!.estimate,
    powerMw: cellStatistics(trials.map((t) => t.meanPowerMw))!.estimate,
  });
}
