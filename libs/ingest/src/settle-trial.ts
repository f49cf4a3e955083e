import { trialBody, type TrialBody } from '@joulefleet/contracts';
import { cellStatistics, MAX_TRIAL_ATTEMPTS } from '@joulefleet/core';
import {
  countUsedAttempts,
  moveTrial,
  readCellTrials,
  readMeasurement,
  readTraceChunks,
  saveCellStatistics,
  saveJudgement,
  type LockedTrial,
  type Queryable,
} from '@joulefleet/store';
import { judgeTrial, type Judged } from './judge-trial';

/** Settles an attempt as soon as its outcome and all its chunks are there; before that, and for a second time, nothing happens. */
export async function settleTrial(db: Queryable, trial: LockedTrial, attempt: number): Promise<void> {
  const measurement = await readMeasurement(db, trial.trialId, attempt);
  if (!measurement || measurement.verdict !== null) return;
  const body = trialBody.parse(measurement.body);
  if (body.outcome !== 'measured') return settleUnmeasured(db, trial, body);
  const chunks = await readTraceChunks(db, trial.trialId, attempt);
  if (chunks.length < body.chunks) return;
  const judged = judgeTrial(trial, body, chunks);
  await saveJudgement(db, trial.trialId, attempt, judged);
  if (judged.verdict === 'accepted') await acceptTrial(db, trial);
  else await tryAgain(db, trial, rejectionOf(judged));
}

/** The workload's own failure is a result of its cell. A fault of the device, or a cancel, is measured again. */
async function settleUnmeasured(db: Queryable, trial: LockedTrial, body: TrialBody): Promise<void> {
  const reason = body.error ? `${body.error.code}: ${body.error.message}` : body.outcome;
  if (body.outcome === 'failed') await moveTrial(db, trial.trialId, 'failed', reason);
  else if (body.outcome === 'cancelled') await moveTrial(db, trial.trialId, 'pending', null);
  else if (body.error?.origin === 'operator') await moveTrial(db, trial.trialId, 'skipped', reason);
  else await tryAgain(db, trial, reason);
}

async function acceptTrial(db: Queryable, trial: LockedTrial): Promise<void> {
  await moveTrial(db, trial.trialId, 'accepted');
  const trials = await readCellTrials(db, trial.cellId, trial.deviceId);
  const energy = cellStatistics(trials.map((t) => t.energyMj))!;
  await saveCellStatistics(db, trial.cellId, trial.deviceId, {
    trials: energy.trials,
    energyMj: energy.estimate,
    medianEnergyMj: energy.median,
    sdLogEnergy: energy.sdLog,
    durationMs: cellStatistics(trials.map((t) => t.durationMs))!.estimate,
    powerMw: cellStatistics(trials.map((t) => t.meanPowerMw))!.estimate,
  });
}

async function tryAgain(db: Queryable, trial: LockedTrial, reason: string): Promise<void> {
  const used = await countUsedAttempts(db, trial.trialId);
  const to = used >= MAX_TRIAL_ATTEMPTS ? 'skipped' : 'pending';
  await moveTrial(db, trial.trialId, to, to === 'skipped' ? `${used} attempts, the last one: ${reason}` : null);
}

function rejectionOf(judged: Judged): string {
  return judged.findings
    .filter((finding) => finding.severity === 'reject')
    .map((finding) => `${finding.check}: ${finding.message}`)
    .join('; ');
}
