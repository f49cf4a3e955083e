import { isRejectedForGood, MAX_TRIAL_ATTEMPTS, MAX_TRIAL_EXECUTIONS, type Severity } from '@joulefleet/core';
import {
  acceptTrials,
  countAttempts,
  countUsedAttempts,
  moveTrial,
  skipLargerBatches,
  type AttemptEnd,
  type CellOfDevice,
  type CurrentTrial,
  type Queryable,
} from '@joulefleet/store';
import type { Judged } from './judge-attempt';
import type { parseTrialBody } from './parse-trial-body';
import { updateCellStatistics } from './update-cell-statistics';

/** The code by which a workload says so, as an `error` event. */
const OUT_OF_MEMORY = 'out_of_memory';
/** A workload that ended or hung without saying why: the next attempt may succeed. */
const CRASHES: readonly (string | undefined)[] = ['workload_failed', 'workload_killed', 'timeout'];

/** The trial of a judged attempt, with the agent's account as it was understood. */
export interface TrialToSettle {
  trial: CurrentTrial;
  body: ReturnType<typeof parseTrialBody>;
  judged: Judged;
}

/** Moves trials of judged attempts on. They are locked. */
export async function settleTrials(db: Queryable, trials: readonly TrialToSettle[]): Promise<void> {
  const accepted = trials.filter(({ judged }) => judged.verdict === 'accepted');
  for (const each of trials) if (each.judged.verdict !== 'accepted') await settleOther(db, each);
  if (accepted.length === 0) return;
  await acceptTrials(
    db,
    accepted.map(({ trial: { trialId }, body, judged }) => ({
      trialId,
      end: { reason: describeFindings(judged, 'flag') || null, ...readingsOf(body, judged) },
    })),
  );
  await updateCellStatistics(db, distinctCells(accepted));
}

/** One that is not accepted. */
async function settleOther(db: Queryable, { trial, body, judged }: TrialToSettle): Promise<void> {
  if (judged.verdict === null) return settleUnmeasured(db, trial, body);
  const reason = rejectionOf(judged);
  const end = { outcome: 'rejected', ...readingsOf(body, judged) } as const;
  if (!isRejectedForGood(judged.findings)) return tryAgain(db, trial, reason, end);
  return moveTrial(db, trial.trialId, 'skipped', `${reason}; another attempt would be the same`, end);
}

function distinctCells(trials: readonly TrialToSettle[]): CellOfDevice[] {
  const cells = trials.map(({ trial: { cellId, deviceId } }) => ({ cellId, deviceId }));
  return [...new Map(cells.map((cell) => [`${cell.cellId} ${cell.deviceId}`, cell])).values()];
}

/** Latest power and temperature of the device, as far as the attempt has them. */
function readingsOf(body: TrialToSettle['body'], { meanPowerMw }: Judged): AttemptEnd {
  return { meanPowerMw, temperatureC: 'undecodable' in body ? null : (body.temperatureC?.end ?? null) };
}

/** The workload's own failure is a result of its cell, a crash once it comes at each attempt. Another fault, or a cancel, is measured again. */
async function settleUnmeasured(db: Queryable, trial: CurrentTrial, body: TrialToSettle['body']): Promise<void> {
  if ('undecodable' in body) return;
  const { trialId } = trial;
  const reason = body.error ? `${body.error.code}: ${body.error.message}` : body.outcome;
  if (body.outcome === 'failed') await settleFailed(db, trial, reason, body.error?.code);
  else if (body.outcome === 'cancelled') await executeAgain(db, trial);
  else if (body.error?.origin === 'operator') await moveTrial(db, trialId, 'skipped', reason);
  else await tryAgain(db, trial, reason);
}

/** A batch that does not fit into memory does not fit the next time either, nor does a larger one. */
async function settleFailed(db: Queryable, trial: CurrentTrial, reason: string, code?: string): Promise<void> {
  if (CRASHES.includes(code)) return settleCrash(db, trial, reason);
  await moveTrial(db, trial.trialId, 'failed', reason);
  if (code === OUT_OF_MEMORY) await skipLargerBatches(db, trial.trialId, { cause: OUT_OF_MEMORY, reason });
}

/** A crash may be a chance: only when every attempt of a trial was one, larger batches are not tried. */
async function settleCrash(db: Queryable, { trialId }: CurrentTrial, reason: string): Promise<void> {
  const used = await countUsedAttempts(db, trialId);
  if (used.all < MAX_TRIAL_ATTEMPTS) return moveTrial(db, trialId, 'pending', null, { reason });
  await moveTrial(db, trialId, 'failed', `${used.all} attempts, the last one: ${reason}`);
  if (used.failed === used.all) await skipLargerBatches(db, trialId, { cause: 'crash', reason });
}

/** A cancel uses up no attempt, but nobody cancels the same trial for ever. */
async function executeAgain(db: Queryable, { trialId }: CurrentTrial): Promise<void> {
  const executed = await countAttempts(db, trialId);
  const to = executed >= MAX_TRIAL_EXECUTIONS ? 'skipped' : 'pending';
  const reason = to === 'skipped' ? `${executed} attempts, the last one: cancelled` : null;
  await moveTrial(db, trialId, to, reason, reason === null ? { reason: 'cancelled' } : {});
}

async function tryAgain(db: Queryable, { trialId }: CurrentTrial, reason: string, end: AttemptEnd = {}): Promise<void> {
  const { all: used } = await countUsedAttempts(db, trialId);
  const to = used >= MAX_TRIAL_ATTEMPTS ? 'skipped' : 'pending';
  const skipped = to === 'skipped' ? `${used} attempts, the last one: ${reason}` : null;
  await moveTrial(db, trialId, to, skipped, { ...end, reason: skipped ?? reason });
}

/** The causes of a rejection in one line. */
export function rejectionOf(judged: Judged): string {
  return describeFindings(judged, 'reject');
}

function describeFindings({ findings }: Judged, severity: Severity): string {
  return findings
    .filter((finding) => finding.severity === severity)
    .map((finding) => `${finding.check}: ${finding.message}`)
    .join('; ');
}
