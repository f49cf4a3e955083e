import { decideSearch, isOfSearch } from './decide-search';
import { searchContext } from './search-context';
import type { SearchHistory, SearchProblem, SearchVerdict } from './search-problem';
import { searchVerdict } from './search-verdict';

/** What a search ends with. */
export interface SearchEnd {
  /** It had come to its end; otherwise it was stopped. */
  readonly byItself: boolean;
  readonly verdict: SearchVerdict;
}

/** What a search ends with when nothing more is measured. Yields as `decideSearch` does. */
export function* endSearch(problem: SearchProblem, history: SearchHistory): Generator<void, SearchEnd> {
  const decision = yield* decideSearch(problem, history, '');
  if (decision.kind === 'stop') return { byItself: true, verdict: decision.verdict };
  const context = searchContext(problem, history.filter(isOfSearch));
  return { byItself: false, verdict: yield* searchVerdict(context, 'stopped') };
}
