import {
  findUnjudged,
  inTransaction,
  lockCurrentTrial,
  saveJudgement,
  type AttemptKey,
  type Database,
} from '@joulefleet/store';
import { computeJudgement } from './compute-judgement';
import { settleTrial } from './settle-trial';

/**
 * Judges one attempt, if it is complete and not judged yet. Idempotent: what is judged stays so, and of two judges at once one
 * saves. The judgement is computed with no transaction open; a short one saves it and moves the trial on. False: there was
 * nothing to judge, or another judge was first.
 */
export async function judge(database: Database, key: AttemptKey): Promise<boolean> {
  const attempt = await findUnjudged(database.pool, key);
  if (!attempt) return false;
  const judged = await computeJudgement(database, attempt);
  return inTransaction(database, async (db) => {
    // The trial is locked first, as by everyone who moves trials and counts them.
    const trial = await lockCurrentTrial(db, key);
    if (!(await saveJudgement(db, key, judged))) return false;
    if (trial) await settleTrial(db, trial, attempt.body, judged);
    return true;
  });
}
