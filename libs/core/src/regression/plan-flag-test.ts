import { planConfirmation, type SequentialPlan } from './confirmation-test';

/**
 * Flags that are expected in a night without changes, and the share of such nights that may confirm one by mistake. Chosen on one of the generators of
 * `bench/regress`, with the other's false alarms known.
 */
export const JUDGED_BY = { flagsPerNight: 1.2, falseNights: 0.008 };

/** Share of the executions of nights that measuring again may take. */
export const CONFIRMATION_SHARE = 0.05;
/** Executions of one observation, A B B A. */
export const BLOCK_EXECUTIONS = 4;
/** Members of a group that are measured again, in turn. */
export const MAX_MEMBERS = 4;

/** The least change that a test is planned for, and what a flagged one is taken for: it was chosen for being large. */
const MIN_EFFECT = 0.009;
const SHRINK = 0.8;
const MAX_OBSERVATIONS = 48;

/** The test of a flag: blocks A B B A of former and present version. `shift` and `sd`, of one block, are logarithms. */
export function planFlagTest({ shift, sd, alpha }: { shift: number; sd: number; alpha: number }): SequentialPlan {
  return planConfirmation(alpha, Math.max(MIN_EFFECT, SHRINK * Math.abs(shift)) / sd, MAX_OBSERVATIONS);
}

/** Of a plan's observations those that a test takes, about: it ends after 0.2 of them where nothing differs, and after 0.4 else. */
const TAKEN = 0.4;

/** Executions that a test is likely to take. */
export function likelyExecutions({ looks }: Pick<SequentialPlan, 'looks'>): number {
  return BLOCK_EXECUTIONS * Math.max(looks[0]!, Math.ceil(TAKEN * looks.at(-1)!));
}
