import { factorLevels, groupedBy, referenceCells, type GuidedParameters, type SearchCandidate } from '@joulefleet/core';
import type { CellOfSearch, GuidedSearch } from './guided-search';
import { searchLevels } from './search-levels';

/**
 * The searches of a campaign, from its cells sorted by cell key. Pure: the order of the searches follows from that of the cells' texts.
 */
export function buildSearches(cells: readonly CellOfSearch[], stored: GuidedParameters): GuidedSearch[] {
  const keyOf = (index: number): string => {
    const { deviceClass, workload, command } = cells[index]!;
    return JSON.stringify([deviceClass, workload, command]);
  };
  const groups = [...groupedBy(cells.keys(), keyOf)];
  const { repetitions: sweepRepetitions, order: _, sentinelEvery: __, earlierCampaigns: ___, ...rest } = stored;
  const parameters = { ...rest, sweepRepetitions };
  return groups
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, indices]) => {
      const { deviceClass, workload, command, deviceIds } = cells[indices[0]!]!;
      const candidates = candidatesOf(indices, cells);
      return { deviceClass, workload, command, deviceIds, problem: { candidates, parameters } };
    });
}

function candidatesOf(indices: readonly number[], cells: readonly CellOfSearch[]): SearchCandidate[] {
  const all = indices.map((cell) => ({ cell, of: cells[cell]!, full: factorLevels(cells[cell]!.levels) }));
  const references = referenceCells(all.map(({ full }) => full));
  return all.map(({ cell, of, full }, place) => ({
    cell,
    levels: searchLevels(of, full),
    isReference: references[place]!,
  }));
}
