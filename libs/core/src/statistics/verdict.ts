import { equivalencePValue } from './equivalence-test';
import type { TestedDifference } from './t-tests';
import { trialsNeeded } from './trials-needed';

const ALPHA = 0.05;

export const VERDICTS = ['better', 'worse', 'equivalent', 'undecided'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What is concluded about a cost (energy, time) against another one. */
export interface Judgement {
  verdict: Verdict;
  /** Trials of each cell that are likely to decide it, beyond those there are; null: it is decided, or no number would. */
  moreTrials: number | null;
}

/** A difference of log costs that is to be judged. */
export interface JudgedDifference extends TestedDifference {
  /** Two-sided, adjusted for the other comparisons of its table. */
  pValue: number;
  /** Of each cell; of unequal numbers the smaller one. */
  trials: number;
  /** The part of the standard error that no repetition makes smaller. */
  fixedError?: number;
}

/**
 * The four verdicts on a cost. Equivalent: two one-sided tests show that the difference lies within the margin, even if it is not zero.
 * Better or worse: it is not within the margin for certain, and significantly below or above zero. Undecided: neither.
 *
 * @param margin above 0, in logarithms.
 */
export function judgeDifference(judged: JudgedDifference, margin: number): Judgement {
  const { difference, pValue } = judged;
  if (equivalencePValue(judged, margin) <= ALPHA) return { verdict: 'equivalent', moreTrials: null };
  if (pValue <= ALPHA) return { verdict: difference < 0 ? 'better' : 'worse', moreTrials: null };
  return { verdict: 'undecided', moreTrials: moreTrialsOf(judged, margin) };
}

/** How many trials of each cell are likely to decide, beyond those there are; null: no number would. */
export function moreTrialsOf(judged: Omit<JudgedDifference, 'pValue'>, margin: number): number | null {
  const { standardError, degreesOfFreedom, trials, fixedError = 0 } = judged;
  const sd = Math.sqrt(Math.max(0, standardError ** 2 - fixedError ** 2) * trials);
  const needed = trialsNeeded(sd, degreesOfFreedom, margin, fixedError);
  return needed === null ? null : Math.max(1, needed - trials);
}
