import type { SearchCandidate, SearchTrial } from './search-problem';
import { isMeasured } from './trial-figures';

/**
 * Which candidates are not to be tried: what did not fit into the memory, with every larger batch of the same words; what failed, or gave no
 * figures, and was never measured; and references.
 */
export function excludedRows(candidates: readonly SearchCandidate[], history: readonly SearchTrial[]): Uint8Array {
  const levelsOf = new Map(candidates.map(({ cell, levels }) => [cell, levels]));
  const accepted = new Set(history.filter(isMeasured).map(({ cell }) => cell));
  const failed = new Set<number>();
  const outOfMemory = new Map<string, number>();
  for (const { cell, state, outOfMemory: isFull } of history) {
    const levels = levelsOf.get(cell);
    if (state === 'open' || !levels || accepted.has(cell)) continue;
    failed.add(cell);
    if (isFull) outOfMemory.set(levels.words, Math.min(levels.batchSize, outOfMemory.get(levels.words) ?? Infinity));
  }
  return Uint8Array.from(candidates, ({ cell, levels: { batchSize, words }, isReference }) =>
    isReference || failed.has(cell) || batchSize >= (outOfMemory.get(words) ?? Infinity) ? 1 : 0,
  );
}
