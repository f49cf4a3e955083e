import {
  batchesOf,
  BEGIN_AT_EARLIER,
  costFunction,
  factorLevels,
  groupedBy,
  MAX_STARTS,
  type EarlierCell,
  type EarlierKnowledge,
  type Figures,
  type SearchCandidate,
  type SearchProblem,
} from '@joulefleet/core';
import type { CellOfSearch, EarlierSource, GuidedSearch } from './guided-search';
import { searchLevels } from './search-levels';

/** A cell that an earlier campaign measured on a device: means of its accepted trials. */
export interface EarlierMeans extends Omit<CellOfSearch, 'deviceIds'> {
  readonly campaignId: string;
  readonly deviceId: string;
  readonly device: string;
  readonly trials: number;
  readonly durationMs: number;
  readonly powerMw: number;
}

/** Means of a candidate. */
interface Match extends Figures {
  readonly candidate: SearchCandidate;
  readonly of: EarlierMeans;
}

/**
 * Searches with what earlier campaigns measured on the same class: of the same workload cell by cell, else the best cells of other workloads.
 * Pure; yields often.
 */
export function* addEarlierKnowledge(
  searches: readonly GuidedSearch[],
  earlier: readonly EarlierMeans[],
): Generator<void, GuidedSearch[]> {
  const keyed = new Map<EarlierMeans, string>();
  for (const each of earlier) {
    if (each.durationMs > 0 && each.powerMw > 0 && each.trials > 0) keyed.set(each, keyOf(levelsOf(each)));
    yield;
  }
  const found: GuidedSearch[] = [];
  for (const search of searches) {
    const known = earlierOf(search, keyed);
    found.push(
      known ? { ...search, earlierFrom: known.from, problem: { ...search.problem, earlier: known.knowledge } } : search,
    );
    yield;
  }
  return found;
}

function levelsOf(means: EarlierMeans): SearchCandidate['levels'] {
  return searchLevels(means, factorLevels(means.levels));
}

/** Everything but the inferences: more of them take longer, each alike. */
function keyOf(levels: SearchCandidate['levels']): string {
  return JSON.stringify({ ...levels, inferences: 0 });
}

interface Earlier {
  readonly knowledge: EarlierKnowledge;
  readonly from: EarlierSource;
}

function earlierOf(search: GuidedSearch, keyed: ReadonlyMap<EarlierMeans, string>): Earlier | null {
  const candidates = groupedBy(search.problem.candidates, ({ levels }) => keyOf(levels));
  const matches = [...keyed].flatMap(([of, key]) =>
    of.deviceClass === search.deviceClass ? matchesOf(of, candidates.get(key) ?? []) : [],
  );
  const own = matches.filter(({ of }) => workOf(of) === workOf(search));
  if (own.length > 0) {
    const devices = distinct(own.map(({ of }) => of.device)).sort();
    return { knowledge: { cells: meansByDevice(own), starts: [] }, from: { campaigns: campaignsOf(own), devices } };
  }
  if (!BEGIN_AT_EARLIER.has(search.problem.parameters.method)) return null;
  const best = bestOfOthers(search.problem, matches);
  if (best.length === 0) return null;
  const starts = distinct(best.map(({ cell }) => cell));
  const campaigns = campaignsOf(best.flatMap(({ among }) => among));
  return { knowledge: { cells: [], starts }, from: { campaigns, devices: [] } };
}

/** Where the search varies the inferences, the candidate with those of the earlier cell, if there is one. */
function matchesOf(of: EarlierMeans, candidates: readonly SearchCandidate[]): Match[] {
  const exact = candidates.filter(({ levels }) => levels.inferences === of.inferences);
  const latencyMs = of.durationMs / batchesOf(levelsOf(of));
  return (exact.length > 0 ? exact : candidates).map((candidate) => ({
    candidate,
    of,
    latencyMs,
    powerMw: of.powerMw,
  }));
}

function workOf({ workload, command }: Pick<EarlierMeans, 'workload' | 'command'>): string {
  return JSON.stringify([workload, command]);
}

function campaignsOf(matches: readonly Match[]): string[] {
  return distinct(matches.map(({ of }) => of.campaignId))
    .sort()
    .reverse();
}

function distinct<T>(all: readonly T[]): T[] {
  return [...new Set(all)];
}

/** What several campaigns measured of a cell on a device counts by its trials. */
function meansByDevice(matches: readonly Match[]): EarlierCell[] {
  const groups = groupedBy(matches, ({ candidate, of }) => `${candidate.cell} ${of.deviceId}`);
  return [...groups.values()].map((group) => {
    const { candidate, of } = group[0]!;
    return { cell: candidate.cell, deviceId: of.deviceId, ...meanOf(group) };
  });
}

function meanOf(matches: readonly Match[]): Figures {
  const trials = matches.reduce((sum, { of }) => sum + of.trials, 0);
  const mean = (figure: keyof Figures): number =>
    matches.reduce((sum, match) => sum + match.of.trials * match[figure], 0) / trials;
  return { latencyMs: mean('latencyMs'), powerMw: mean('powerMw') };
}

/** The cell of least cost for each other workload, the one with the most cells first. Limits are about the search's own workload. */
function bestOfOthers(
  { parameters: { objective } }: SearchProblem,
  matches: readonly Match[],
): { cell: number; among: Match[] }[] {
  const workloads = [...groupedBy(matches, ({ of }) => workOf(of))].map(([work, among]) => {
    const cells = [...groupedBy(among, ({ candidate }) => candidate.cell).values()];
    return { work, among, cells };
  });
  const byCells = workloads.sort((a, b) => b.cells.length - a.cells.length || (a.work < b.work ? -1 : 1));
  return byCells
    .flatMap(({ among, cells }) => {
      const references = among.filter(({ candidate }) => candidate.isReference);
      const reference = meanOf(references.length > 0 ? references : among);
      const costs = cells
        .filter(([first]) => !first!.candidate.isReference)
        .map((group) => {
          const { cell, levels } = group[0]!.candidate;
          const { latencyMs, powerMw } = meanOf(group);
          return { cell, cost: costFunction(objective, reference, levels)(latencyMs, powerMw, levels) };
        });
      const [least] = costs.sort((a, b) => a.cost - b.cost || a.cell - b.cell);
      return least ? [{ cell: least.cell, among }] : [];
    })
    .slice(0, MAX_STARTS);
}
