import { factorsOf, levelIn, type FactorLevels, type SearchLevels } from '@joulefleet/core';

/** What a model interpolates; all else is a word. */
const NUMBERS: ReadonlySet<string> = new Set(['cpuKhz', 'gpuHz', 'emcHz', 'activeCores', 'batchSize', 'inferences']);

/** What a cell sets, as a search sees it. */
export function searchLevels(
  { graphMode, inferences }: { readonly graphMode: string; readonly inferences: number },
  levels: FactorLevels,
): SearchLevels {
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
