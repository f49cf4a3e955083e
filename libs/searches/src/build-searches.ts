import {
  factorLevels,
  factorsOf,
  levelIn,
  referenceCells,
  type FactorLevels,
  type GuidedParameters,
  type SearchCandidate,
  type SearchLevels,
  type SearchProblem,
} from '@joulefleet/core';

/** A cell of a campaign that searches, at its index. */
export interface CellOfSearch {
  readonly deviceClass: string;
  readonly workload: string;
  /** Empty: an installed runner. */
  readonly command: readonly string[];
  readonly graphMode: string;
  readonly inferences: number;
  readonly levels: Partial<FactorLevels>;
  readonly deviceIds: readonly string[];
}

/** One search of a campaign: one workload on the devices of one class. */
export interface GuidedSearch {
  readonly deviceClass: string;
  readonly workload: string;
  readonly command: readonly string[];
  /** Ids of the devices that work for it, each of which offers every candidate. */
  readonly deviceIds: readonly string[];
  readonly problem: SearchProblem;
}

/**
 * The searches of a campaign, from its cells sorted by cell key. Pure: the order of the searches follows from that of the cells' texts.
 */
export function buildSearches(cells: readonly CellOfSearch[], stored: GuidedParameters): GuidedSearch[] {
  const groups = new Map<string, number[]>();
  for (const [index, { deviceClass, workload, command }] of cells.entries()) {
    const key = JSON.stringify([deviceClass, workload, command]);
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  const { repetitions: sweepRepetitions, order: _, sentinelEvery: __, ...rest } = stored;
  const parameters = { ...rest, sweepRepetitions };
  return [...groups.entries()]
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

/** What a model interpolates; all else is a word. */
const NUMBERS: ReadonlySet<string> = new Set(['cpuKhz', 'gpuHz', 'emcHz', 'activeCores', 'batchSize', 'inferences']);

function searchLevels({ graphMode, inferences }: CellOfSearch, levels: FactorLevels): SearchLevels {
  const number = (key: string): number | null => {
    const level = (levels as Readonly<Record<string, unknown>>)[key];
    return typeof level === 'number' ? level : null;
  };
  const cpuKhz = number('cpuKhz');
  return {
    cpuHz: cpuKhz === null ? null : cpuKhz * 1000,
    gpuHz: number('gpuHz'),
    memoryHz: number('emcHz'),
    cores: number('activeCores'),
    batchSize: levels.batchSize,
    inferences,
    words: wordsOf(graphMode, levels),
  };
}

/** `graph=static gpuHz=dvfs`: every level that is not one of the numbers, also of a number's factor. */
function wordsOf(graphMode: string, levels: FactorLevels): string {
  const words = factorsOf(levels)
    .map((factor) => ({ key: factor.key, level: levelIn(levels, factor), unset: factor.unset }))
    .filter(({ key, level, unset }) => level !== unset && !(NUMBERS.has(key) && typeof level === 'number'))
    .map(({ key, level }) => `${key}=${String(level)}`);
  return [`graph=${graphMode}`, ...words.sort()].join(' ');
}
