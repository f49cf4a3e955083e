import { seededRandom } from '../random';
import { medianOf } from '../statistics';
import { runToEnd } from '../steps/run-to-end';
import { decideSearch } from './decide-search';
import { candidates, energyOf, parameters, trialOf } from './fixtures/searched-surface';
import type { SearchCandidate, SearchDecision, SearchTrial } from './search-problem';
import { viewSearch } from './view-search';

describe('a search that goes on forever', () => {
  const shifted = (candidate: SearchCandidate): number => (candidate.levels.gpuHz! > 500e6 ? 1.5 : 1);
  const costs = candidates.map((each) => energyOf(each) * shifted(each));

  /** Mean regret of the last of 90 trials, after conditions changed at the 45th. */
  function regretOnline(seed: number): number {
    const problem = { candidates, parameters: { ...parameters, method: 'online' as const, seed } };
    const random = seededRandom(seed);
    const history: SearchTrial[] = [];
    for (let turn = 0; turn < 90; turn++) {
      const decision = runToEnd(decideSearch(problem, history, 'a')) as Extract<SearchDecision, { kind: 'measure' }>;
      const trial = trialOf(candidates, decision.choice, 'a', turn, random, () => ({}));
      const factor = turn < 45 ? 1 : shifted(candidates[trial.cell]!);
      history.push({ ...trial, energyMj: trial.energyMj * factor });
    }
    const { online } = runToEnd(viewSearch(problem, history));
    expect(online!.changes).toBeGreaterThan(0);
    expect(online!.trials).toBeLessThan(60);
    const regrets = history.slice(-20).map(({ cell }) => costs[cell]! / Math.min(...costs) - 1);
    const regret = regrets.reduce((sum, each) => sum + each, 0) / regrets.length;
    expect(Math.abs(online!.recentPct! / 100 - regret)).toBeLessThan(0.05);
    return regret;
  }

  it('takes for the best only what it measured since conditions changed', () => {
    const problem = { candidates, parameters: { ...parameters, method: 'online' as const } };
    const random = seededRandom(2);
    const history: SearchTrial[] = [];
    let seen = 0;
    for (let turn = 0; turn < 36; turn++) {
      const decision = runToEnd(decideSearch(problem, history, 'a')) as Extract<SearchDecision, { kind: 'measure' }>;
      const trial = trialOf(candidates, decision.choice, 'a', turn, random, () => ({}));
      // All takes more: what was never measured since looks better than it is.
      const factor = turn < 20 ? 1 : 2 * shifted(candidates[trial.cell]!);
      history.push({ ...trial, energyMj: trial.energyMj * factor });
      const { online, verdict } = runToEnd(viewSearch(problem, history));
      if (online!.changes === 0) continue;
      seen++;
      expect(history.slice(-online!.trials).map(({ cell }) => cell)).toContain(verdict.cell);
    }
    expect(seen).toBeGreaterThan(5);
  });

  it('follows a change of conditions', () => {
    const before = candidates.map(energyOf);
    const regretOfStaying = costs[before.indexOf(Math.min(...before))]! / Math.min(...costs) - 1;
    const regrets = [1, 2, 3].map(regretOnline);
    expect(regretOfStaying).toBeGreaterThan(0.3);
    expect(medianOf(regrets)).toBeLessThan(regretOfStaying / 5);
  });
});
