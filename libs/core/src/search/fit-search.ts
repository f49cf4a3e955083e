import { isOfSearch } from './decide-search';
import { learn } from './learn';
import { predictMeans } from './model/predict-process';
import { searchContext } from './search-context';
import type { SearchHistory, SearchProblem } from './search-problem';
import { energyMjOf } from './trial-figures';

/** Energy of an inference that the model expects of every cell, in mJ, after these trials, of which one at least was measured. */
export function* fitSearch(problem: SearchProblem, history: SearchHistory): Generator<void, Float64Array> {
  const { cells } = yield* learn(searchContext(problem, history.filter(isOfSearch)));
  const rows = problem.candidates.map((_, row) => row);
  const latencies = predictMeans(cells.time, rows);
  const powers = predictMeans(cells.power, rows);
  return Float64Array.from(rows, (row) => energyMjOf(latencies[row]!, powers[row]!, problem.candidates[row]!.levels));
}
