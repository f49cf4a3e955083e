import { settleTrials } from '@joulefleet/judging';
import { inTransaction, lockTrials, saveJudgements, type AttemptKey, type Database } from '@joulefleet/store';

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
    counterDifferencePct: null,
    quality: null,
    phases: null,
  },
};

const NO_ACCOUNT = { undecodable: 'there is none' };

/** Judges an attempt as `judge` does, but with figures that are given: there is no trace. */
export async function acceptAttempt(database: Database, key: AttemptKey): Promise<void> {
  await inTransaction(database, async (db) => {
    const [trial] = await lockTrials(db, [key.trialId], true);
    const saved = await saveJudgements(db, [{ key, judgement: FIGURES }]);
    if (saved.length === 0 || trial?.attempt !== key.attempt || trial.state !== 'assigned') return;
    await settleTrials(db, [{ trial, body: NO_ACCOUNT, judged: FIGURES }]);
  });
}
