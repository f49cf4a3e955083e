import { normalQuantile } from '../statistics/normal-quantile';
import { studentTProbability } from '../statistics/student-t';
import { conditionalPower, powerSpending, spendingBoundaries } from './alpha-spending';
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
/** A test whose chance of success, were the difference as large as planned, falls below this is given up. */
const MIN_CONDITIONAL_POWER = 0.15;
const SPENDING_POWER = 2;
const POWER_DEVIATE = 1.64;
/** Looks, as shares of all observations. */
const LOOKS = [0.2, 0.35, 0.5, 0.75, 1];
const MIN_OBSERVATIONS = 3;
/**
 * What two builds of one program differ by for no reason that matters, such as the layout of memory, as a standard deviation of the logarithm.
 * Measuring again does not average it out (T. Mytkowicz et al., ASPLOS 2009).
 */
export const VERSION_SD = 0.001;
/** A smaller difference, a logarithm, is not relevant. */
const MIN_RELEVANT = 0.004;

/**
 * Plans a group-sequential test that finds a difference of `effect` with a power of about 95 %, where `maxObservations` allow that.
 *
 * @param effect above 0, in standard deviations of one observation.
 */
export function planConfirmation(alpha: number, effect: number, maxObservations: number): SequentialPlan {
  const deviates = POWER_DEVIATE - normalQuantile(alpha);
  const needed = Math.ceil(1.1 * (deviates / effect) ** 2);
  const total = Math.max(MIN_OBSERVATIONS, Math.min(maxObservations, needed));
  const looks = [...new Set(LOOKS.map((share) => Math.max(2, Math.round(share * total))))];
  return {
    alpha,
    looks,
    boundaries: boundariesOf(
      alpha,
      looks.map((look) => look / total),
    ),
    effect,
  };
}

/** Few plans differ, and each takes some milliseconds. */
const MAX_KNOWN = 500;
const known = new Map<string, readonly number[]>();

function boundariesOf(alpha: number, fractions: readonly number[]): readonly number[] {
  const key = `${alpha} ${fractions.join(' ')}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MAX_KNOWN) known.clear();
  const spent = fractions.map((fraction) => powerSpending(alpha, fraction, SPENDING_POWER));
  const boundaries = spendingBoundaries(fractions, spent);
  known.set(key, boundaries);
  return boundaries;
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

function isFutile({ looks, boundaries, effect }: SequentialPlan, look: number, z: number): boolean {
  const total = looks.at(-1)!;
  const fraction = looks[look]! / total;
  const power = conditionalPower(z * Math.sqrt(fraction), fraction, effect * Math.sqrt(total), boundaries.at(-1)!);
  return power < MIN_CONDITIONAL_POWER;
}

/** The normal deviate of the same probability. */
function asNormal(t: number, degreesOfFreedom: number): number {
  const tail = studentTProbability(-Math.abs(t), degreesOfFreedom);
  return -Math.sign(t) * normalQuantile(Math.max(tail, 1e-15));
}
