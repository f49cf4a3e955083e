import type { Random } from '../random/seeded-random';

/** Up to so many pairs all signs are tried: 4,096 sums. */
export const MAX_EXACT_PAIRS = 12;
const DRAWS = 10_000;
const SLICE = 1_000;
/** Sums that differ by less, relative to the sum of all distances, are equal: rounding must not decide. */
const TIE = 1e-12;

export interface PermutationTest {
  /** Two-sided. */
  pValue: number;
  /** Whether all signs were tried; otherwise `pValue` comes from random ones. */
  exact: boolean;
}

/**
 * Paired permutation test of "the differences are symmetric about zero", with their mean as statistic (R. A. Fisher, The Design of Experiments,
 * 1935, section 21): under it each difference could as well have the other sign. Of n pairs the least p-value is 2 / 2^n. Beyond
 * twelve pairs signs are drawn at random, and p is (1 + hits) / (1 + draws), which never rejects too often (B. Phipson and G. K. Smyth, Stat.
 * Appl. Genet. Mol. Biol. 9, 2010). Yields often.
 *
 * @returns null without a pair, or where all differences are zero.
 */
export function* permutationTest(
  differences: readonly number[],
  random: Random,
): Generator<void, PermutationTest | null> {
  const span = differences.reduce((sum, d) => sum + Math.abs(d), 0);
  if (span === 0) return null;
  const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0)) - TIE * span;
  if (differences.length <= MAX_EXACT_PAIRS) return { pValue: exactShare(differences, observed), exact: true };
  let hits = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    if (Math.abs(randomSum(differences, random)) >= observed) hits++;
    if (draw % SLICE === SLICE - 1) yield;
  }
  return { pValue: (1 + hits) / (1 + DRAWS), exact: false };
}

/** Share of all sign flips whose sum is as far from zero. By symmetry the last sign is kept. */
function exactShare(differences: readonly number[], observed: number): number {
  const flips = 2 ** (differences.length - 1);
  let hits = 0;
  for (let flip = 0; flip < flips; flip++) {
    let sum = 0;
    for (let i = 0; i < differences.length; i++) sum += (flip >> i) & 1 ? -differences[i]! : differences[i]!;
    if (Math.abs(sum) >= observed) hits++;
  }
  return hits / flips;
}

/** One random number serves 32 signs. */
function randomSum(differences: readonly number[], random: Random): number {
  let sum = 0;
  let bits = 0;
  for (let i = 0; i < differences.length; i++) {
    if (i % 32 === 0) bits = Math.floor(random() * 2 ** 32);
    sum += bits & 1 ? differences[i]! : -differences[i]!;
    bits >>>= 1;
  }
  return sum;
}
