import { runInSlices } from '@joulefleet/campaigns';
import {
  implementationEffect,
  implementationPairs,
  loadedCells,
  loadEnergies,
  type ComparisonRow,
  type ImplementationEffect,
} from '@joulefleet/core';
import { readLoadEnergies, type Database } from '@joulefleet/store';
import { describeRow } from './notes';

const MAX_EFFECTS = 200;

interface Implementations {
  effects: ImplementationEffect[];
  leftOut: { effects: number };
  notes: string[];
}

/** Implementations against their controls, with loading. */
export async function implementationsOf(
  database: Database,
  campaignId: string,
  rows: readonly ComparisonRow[],
): Promise<Implementations> {
  const all = await runInSlices(implementationPairs(rows));
  const pairs = all.slice(0, MAX_EFFECTS);
  const keys = new Set(pairs.flatMap(loadedCells).flatMap(({ own, other }) => [own.cellKey, other.cellKey]));
  const loads = loadEnergies(await readLoadEnergies(database, campaignId, [...keys]));
  const effects = pairs.map((pair) => implementationEffect(pair, loads));
  return { effects, leftOut: { effects: all.length - pairs.length }, notes: notesOf(rows, effects) };
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
      (effect) => `${describeRow(effect)}: no energy of loading was measured for both, so that there is no crossover`,
    );
}
