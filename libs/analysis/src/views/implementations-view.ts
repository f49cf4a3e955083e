import {
  implementationEffect,
  implementationPairs,
  type ComparisonRow,
  type ImplementationEffect,
} from '@joulefleet/core';
import { describeRow, UNREAD_PHASE } from './notes';

const MAX_EFFECTS = 200;

interface Implementations {
  effects: ImplementationEffect[];
  leftOut: { effects: number };
  notes: string[];
}

/** Implementations against their controls, with loading. Yields often. */
export function* implementationsOf(rows: readonly ComparisonRow[]): Generator<void, Implementations> {
  const pairs = yield* implementationPairs(rows);
  const effects: ImplementationEffect[] = [];
  for (const pair of pairs.slice(0, MAX_EFFECTS)) {
    effects.push(implementationEffect(pair));
    yield;
  }
  return { effects, leftOut: { effects: pairs.length - effects.length }, notes: notesOf(rows, effects) };
}

function notesOf(rows: readonly ComparisonRow[], effects: readonly ImplementationEffect[]): string[] {
  if (rows.length > 0 && effects.length === 0) {
    return [
      'no two implementations differ in one thing alone: graph modes are listed with a workload, and factors such as runtime, precision, lazyLoading and garbageCollection in the campaign file',
    ];
  }
  return effects
    .filter(({ load }) => load === null)
    .map(
      (effect) =>
        `${describeRow(effect)}: no energy of loading is known of both, so that there is no crossover: ${UNREAD_PHASE}`,
    );
}
