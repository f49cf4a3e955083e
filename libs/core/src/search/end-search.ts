import { decideSearch, isOfSearch } from './decide-search';
import { searchContext, type SearchContext } from './search-context';
import type { SearchHistory, SearchProblem, SearchVerdict } from './search-problem';
import { searchVerdict } from './search-verdict';

export const SEARCH_PHASES = ['search', 'check', 'confirm', 'done'] as const;
export type SearchPhase = (typeof SEARCH_PHASES)[number];

/** What a search ends with. */
export interface SearchEnd {
  /** `done`: it had come to its end. Otherwise it was stopped in this phase. */
  readonly phase: SearchPhase;
  readonly verdict: SearchVerdict;
}

/**
 * What a search ends with when nothing more is measured. Yields as `decideSearch` does.
 *
 * @param context of its trials without checks and confirmations, where there is one.
 */
export function* endSearch(
  problem: SearchProblem,
  history: SearchHistory,
  context?: SearchContext,
): Generator<void, SearchEnd> {
  const decision = yield* decideSearch(problem, history, '');
  if (decision.kind === 'stop') return { phase: 'done', verdict: decision.verdict };
  const searched = context ?? searchContext(problem, history.filter(isOfSearch));
  return { phase: phaseOf(history), verdict: yield* searchVerdict(searched, 'stopped') };
}

function phaseOf(history: SearchHistory): SearchPhase {
  if (history.some(({ purpose }) => purpose === 'confirm')) return 'confirm';
  return history.every(isOfSearch) ? 'search' : 'check';
}
