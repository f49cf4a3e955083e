import { limitedCost, meansByRow, randomOf, type SearchContext } from '../search-context';
import { measure, type Method } from './method';
import { triedOften } from './simple';
import { allowedRows, greatest } from './start-rows';

/** Part of the sweep's trials that all rounds share. */
const HALVING_SHARE = 0.25;

/**
 * Successive halving (Karnin, Koren and Somekh, ICML 2013): the budget is shared out evenly among the rounds, and within a round among the cells
 * that are left; the better half goes on.
 */
export const halving: Method = function* (context) {
  yield;
  const tried = triedOften(context);
  let rows = allowedRows(context);
  const rounds = Math.max(1, Math.ceil(Math.log2(rows.length)));
  const budget = HALVING_SHARE * rows.length * context.problem.parameters.sweepRepetitions;
  let wanted = 0;
  while (rows.length > 1) {
    wanted += Math.max(1, Math.floor(budget / (rounds * rows.length)));
    const left = rows.filter((row) => (tried.get(row) ?? 0) < wanted);
    if (left.length > 0) return measure(leastTried(context, left, tried));
    if (context.open.length > 0) return { kind: 'wait' };
    rows = betterHalf(context, rows);
  }
  return { kind: 'end', outcome: 'ended' };
};

function leastTried(context: SearchContext, rows: readonly number[], tried: ReadonlyMap<number, number>): number {
  const random = randomOf(context, 'halving');
  return greatest(rows, (row) => random() - (tried.get(row) ?? 0));
}

function betterHalf(context: SearchContext, rows: readonly number[]): number[] {
  const means = meansByRow(context);
  const costs = new Map(rows.map((row) => [row, limitedCost(context, row, means.get(row)!)]));
  return [...rows].sort((a, b) => costs.get(a)! - costs.get(b)!).slice(0, Math.ceil(rows.length / 2));
}
