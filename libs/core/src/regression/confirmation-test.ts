import { normalProbability } from '../statistics/normal-probability';
import { normalQuantile } from '../statistics/normal-quantile';
import { studentTProbability, studentTQuantile } from '../statistics/student-t';
import { INTERVAL_TAIL, spendingPlan } from './alpha-spending';
import { winsorise } from './winsorise';

/** A test that is looked at after some numbers of observations. */
export interface SequentialPlan {
  /** Level of significance of the whole test, one-sided: only the direction of the flag can be confirmed. */
  alpha: number;
  /** Observations at each look. */
  looks: readonly number[];
  /** z to be exceeded at each look. */
  boundaries: readonly number[];
  /** The difference that it is planned for, in standard deviations of an observation. */
  effect: number;
}

export type ConfirmationState = 'confirmed' | 'went_away' | 'undecided';

export interface ConfirmationResult {
  state: ConfirmationState;
  /** Mean of the observations, in their unit, in the direction of the flag. */
  difference: number;
  standardError: number;
  /** Observations at the next look; 0 when it is decided. */
  nextLook: number;
}

/** What an observation's deviation, known from many nights, counts beside the observations' own. */
export const PRIOR_DEGREES_OF_FREEDOM = 30;
/** An observation counts as no further from the median than so many standard deviations. */
export const WINSORISE_AT = 4;
/** Of `powerSpending`. */
const SPENDING_POWER = 1.5;
/** The line below which a test is given up begins so far below no difference, in standard deviations of the last look. */
const FUTILITY_START = 0.5;
/** Of 95 %; and the most observations over those that a test with one look needs for it. Most tests end long before. */
const POWER_DEVIATE = 1.64;
const LENGTH = 1.6;
/** Of fewer observations one odd one is not told from the others. */
const FIRST_LOOK = 3;
const MAX_LOOKS = 18;
/**
 * What two builds of one program differ by for no reason that matters, such as the layout of memory, as a standard deviation of the logarithm.
 * Measuring again does not average it out (T. Mytkowicz et al., ASPLOS 2009).
 */
export const VERSION_SD = 0.001;
/** A smaller difference, a logarithm, is not relevant. */
const MIN_RELEVANT = 0.004;

/**
 * Plans a group-sequential test that finds a difference of `effect` with a power of about 90 %, where `maxObservations` allow that.
 *
 * @param effect above 0, in standard deviations of one observation.
 */
export function planConfirmation(alpha: number, effect: number, maxObservations: number): SequentialPlan {
  const deviates = POWER_DEVIATE - normalQuantile(alpha);
  const needed = Math.ceil(LENGTH * (deviates / effect) ** 2);
  const total = Math.max(FIRST_LOOK, Math.min(maxObservations, needed));
  const looks = looksOf(total);
  return {
    alpha,
    looks,
    boundaries: spendingPlan(
      alpha,
      looks.map((look) => look / total),
      SPENDING_POWER,
    ),
    effect,
  };
}

function looksOf(total: number): number[] {
  const every = Math.max(1, Math.round(total / MAX_LOOKS));
  const looks: number[] = [];
  for (let look = FIRST_LOOK; look < total; look += every) looks.push(look);
  return [...looks, total];
}

/**
 * Where a confirmation stands. An observation is the difference of present and former in one A B B A block (A1 - B1 - B2 + A2 over -2:
 * whatever drifts evenly through a block cancels), its sign turned so that the flag's direction is positive.
 *
 * @param sd of one observation, as it is known from other nights.
 */
export function judgeConfirmation(
  plan: SequentialPlan,
  observations: readonly number[],
  sd: number,
): ConfirmationResult {
  const count = observations.length;
  const values = winsorise(observations, WINSORISE_AT * sd);
  const difference = values.reduce((sum, each) => sum + each, 0) / Math.max(1, count);
  const squares = values.reduce((sum, each) => sum + (each - difference) ** 2, 0);
  const degreesOfFreedom = PRIOR_DEGREES_OF_FREEDOM + Math.max(0, count - 1);
  const variance = (PRIOR_DEGREES_OF_FREEDOM * sd * sd + squares) / degreesOfFreedom;
  const standardError = Math.sqrt(variance / Math.max(1, count) + VERSION_SD ** 2);
  const look = plan.looks.indexOf(count);
  const standing = { difference, standardError };
  if (look < 0) return { ...standing, state: 'undecided', nextLook: plan.looks.find((each) => each > count) ?? 0 };
  const z = asNormal(difference / standardError, degreesOfFreedom);
  if (z > plan.boundaries[look]! && difference > MIN_RELEVANT) return { ...standing, state: 'confirmed', nextLook: 0 };
  const next = plan.looks[look + 1];
  if (next === undefined || isFutile(plan, look, z)) return { ...standing, state: 'went_away', nextLook: 0 };
  return { ...standing, state: 'undecided', nextLook: next };
}

/**
 * The sum of the observations is below a line that meets the upper boundary at the end: the shape of the triangular test, which takes few
 * observations whatever the difference is (J. Whitehead, The Design and Analysis of Sequential Clinical Trials, 1997, chapter 4).
 */
function isFutile({ looks, boundaries }: SequentialPlan, look: number, z: number): boolean {
  const fraction = looks[look]! / looks.at(-1)!;
  return z * Math.sqrt(fraction) < (FUTILITY_START + boundaries.at(-1)!) * fraction - FUTILITY_START;
}

/**
 * Half of the width of the 95 % interval of a difference that was measured in turn: the repeated confidence interval, which covers the difference
 * with this probability whenever the test stops, and why (C. Jennison, B. W. Turnbull, J. R. Statist. Soc. B 51, 1989). The level is spent over the
 * looks as that of the test is. Student's t with the degrees of freedom of the test.
 *
 * @param observations at a look of the plan, or fewer than at the first.
 */
export function reachOfTurns(
  { looks }: Pick<SequentialPlan, 'looks'>,
  { standardError }: Pick<ConfirmationResult, 'standardError'>,
  observations: number,
): number {
  const made = looks.filter((look, index) => index === 0 || look <= observations);
  const fractions = made.map((look) => look / looks.at(-1)!);
  const deviate = spendingPlan(INTERVAL_TAIL, fractions, SPENDING_POWER).at(-1)!;
  const degreesOfFreedom = PRIOR_DEGREES_OF_FREEDOM + Math.max(0, observations - 1);
  return studentTQuantile(normalProbability(deviate), degreesOfFreedom) * standardError;
}

/** The normal deviate of the same probability. */
function asNormal(t: number, degreesOfFreedom: number): number {
  const tail = studentTProbability(-Math.abs(t), degreesOfFreedom);
  return -Math.sign(t) * normalQuantile(Math.max(tail, 1e-15));
}
