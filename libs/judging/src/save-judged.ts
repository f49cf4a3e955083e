import { lockTrials, saveJudgements, type LockedTrial, type Queryable } from '@joulefleet/store';
import { attemptName } from './attempt-name';
import type { ParsedAttempt } from './compute-judgement';
import type { Judged } from './judge-attempt';
import { settleTrials, type TrialToSettle } from './settle-trial';

export interface JudgedAttempt extends ParsedAttempt {
  judged: Judged;
}

/**
 * Saves judgements and moves the trials on. Trials are locked first, as by everyone who moves trials and counts them; those that somebody
 * else holds are waited for only when `waits`, else they are `left` as they were.
 */
export async function saveJudged(
  db: Queryable,
  attempts: readonly JudgedAttempt[],
  waits: boolean,
): Promise<{ saved: number; left: JudgedAttempt[] }> {
  const trialIds = [...new Set(attempts.map(({ attempt }) => attempt.trialId))];
  const locked = new Map((await lockTrials(db, trialIds, waits)).map((trial) => [trial.trialId, trial]));
  const held = attempts.filter(({ attempt }) => locked.has(attempt.trialId));
  const left = attempts.filter(({ attempt }) => !locked.has(attempt.trialId));
  const saved = await saveJudgements(
    db,
    held.map(({ attempt: { trialId, attempt }, judged }) => ({ key: { trialId, attempt }, judgement: judged })),
  );
  const names = new Set(saved.map(attemptName));
  const toSettle = held.flatMap(({ attempt: { trialId, attempt }, body, judged }): TrialToSettle[] => {
    const trial = locked.get(trialId)!;
    const isMoved = names.has(attemptName({ trialId, attempt })) && isUnderWay(trial, attempt);
    return isMoved ? [{ trial, body, judged }] : [];
  });
  await settleTrials(db, toSettle);
  return { saved: saved.length, left };
}

/** An attempt of the past moves nothing. */
function isUnderWay(trial: LockedTrial, attempt: number): boolean {
  return trial.attempt === attempt && trial.state === 'assigned';
}
