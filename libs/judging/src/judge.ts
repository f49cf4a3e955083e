import { findUnjudged, inTransaction, type AttemptKey, type Database } from '@joulefleet/store';
import { computeJudgements, type ParsedAttempt } from './compute-judgement';
import { attemptName } from './attempt-name';
import { parseTrialBody } from './parse-trial-body';
import { saveJudged, type JudgedAttempt } from './save-judged';

/** So many attempts are judged together at most, */
const MAX_ATTEMPTS = 64;
/** and so many chunks of their traces are read at once, for they lie in memory. */
const MAX_CHUNKS = 128;

/** What came of judging attempts. */
export interface JudgedTogether {
  /** Attempts whose judgement was saved. */
  judged: number;
  /** Of attempts that could not be judged: what is left is found by the judge's own query. */
  errors: unknown[];
}

/** Attempts that this process judges just now: nobody computes them a second time. */
const inHand = new Map<string, Promise<unknown>>();

/**
 * Judges those of the attempts that are complete and not judged yet, many in one transaction. Idempotent: what is judged stays so, and of
 * two judges at once one saves. Judgements are computed with no transaction open; a short one saves them and moves the trials on.
 * An attempt that cannot be judged holds up none of the others.
 */
export async function judge(database: Database, keys: readonly AttemptKey[]): Promise<JudgedTogether> {
  const elsewhere = keys.filter((key) => inHand.has(attemptName(key)));
  const others = elsewhere.flatMap((key) => inHand.get(attemptName(key)) ?? []);
  const own = keys.filter((key) => !inHand.has(attemptName(key)));
  const working = judgeInParts(database, own);
  for (const key of own) inHand.set(attemptName(key), working);
  const all = await working.finally(() => own.forEach((key) => inHand.delete(attemptName(key))));
  if (elsewhere.length === 0) return all;
  await Promise.allSettled(others);
  // The other judge may have looked for their records before the last of them came.
  const missed = await judge(database, elsewhere);
  return { judged: all.judged + missed.judged, errors: [...all.errors, ...missed.errors] };
}

async function judgeInParts(database: Database, keys: readonly AttemptKey[]): Promise<JudgedTogether> {
  const all: JudgedTogether = { judged: 0, errors: [] };
  for (let from = 0; from < keys.length; from += MAX_ATTEMPTS) {
    const { judged, errors } = await judgePart(database, keys.slice(from, from + MAX_ATTEMPTS));
    all.judged += judged;
    all.errors.push(...errors);
  }
  return all;
}

/** Together; where that fails, one by one, so that the one which is to blame is alone. */
async function judgePart(database: Database, keys: readonly AttemptKey[]): Promise<JudgedTogether> {
  try {
    return await judgeAtOnce(database, keys);
  } catch (error) {
    if (keys.length === 1) return { judged: 0, errors: [error] };
    const all: JudgedTogether = { judged: 0, errors: [] };
    for (const key of keys) {
      const { judged, errors } = await judgePart(database, [key]);
      all.judged += judged;
      all.errors.push(...errors);
    }
    return all;
  }
}

async function judgeAtOnce(database: Database, keys: readonly AttemptKey[]): Promise<JudgedTogether> {
  const found = await findUnjudged(database.pool, keys);
  const errors: unknown[] = [];
  let judged = 0;
  for (const attempts of inSlices(found.map((attempt) => ({ attempt, body: parseTrialBody(attempt.body) })))) {
    const answers = await computeJudgements(database, attempts);
    const toSave = attempts.flatMap((each, i): JudgedAttempt[] => {
      const answer = answers[i]!;
      if (!('error' in answer)) return [{ ...each, judged: answer }];
      errors.push(answer.error);
      return [];
    });
    judged += await save(database, toSave);
  }
  return { judged, errors };
}

/** In one transaction; those whose trial somebody holds, each in one of its own, which waits for him. */
async function save(database: Database, judged: readonly JudgedAttempt[]): Promise<number> {
  if (judged.length === 0) return 0;
  const { saved, left } = await inTransaction(database, (db) => saveJudged(db, judged, judged.length === 1));
  let count = saved;
  for (const each of left) count += (await inTransaction(database, (db) => saveJudged(db, [each], true))).saved;
  return count;
}

function inSlices(attempts: readonly ParsedAttempt[]): ParsedAttempt[][] {
  const slices: ParsedAttempt[][] = [];
  let chunks = Infinity;
  for (const each of attempts) {
    const own = 'undecodable' in each.body ? 0 : each.body.chunks;
    chunks += own;
    if (chunks > MAX_CHUNKS) {
      slices.push([]);
      chunks = own;
    }
    slices.at(-1)!.push(each);
  }
  return slices;
}
