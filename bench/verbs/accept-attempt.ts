import { settleTrial } from '@joulefleet/judging';
import { inTransaction, lockCurrentTrial, saveJudgement, type AttemptKey, type Database } from '@joulefleet/store';

const FIGURES = {
  verdict: 'accepted' as const,
  findings: [],
  ...{ energyMj: 600_000, durationMs: 110_000, meanPowerMw: 5_450, samples: 1_100 },
  ...{
    absoluteUncertaintyMj: 9_600,
    relativeUncertaintyMj: 5_000,
    loadEnergyMj: null,
    idlePowerMw: null,
    railSummary: null,
    calibrationId: null,
    rawEnergyMj: null,
    uncertaintyParts: null,
    quality: null,
  },
};

/** Judges an attempt as `judge` does, but with figures that are given: there is no trace. */
export async function acceptAttempt(database: Database, key: AttemptKey): Promise<void> {
  await inTransaction(database, async (db) => {
    const trial = await lockCurrentTrial(db, key);
    if (!(await saveJudgement(db, key, FIGURES))) return;
    if (trial) await settleTrial(db, trial, null, FIGURES);
  });
}
