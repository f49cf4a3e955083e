import { candidates, leastEnergy, search, truthOf } from './fixtures/searched-surface';

describe('a front of time and energy', () => {
  it('has the cells that no other beats in both', () => {
    const { verdict } = search({ method: 'pareto', maxTrials: 25 });
    const front = verdict.front.map((cell) => truthOf(candidates[cell]!));
    expect(front.length).toBeGreaterThan(3);
    const fastest = Math.min(...candidates.map((each) => truthOf(each).ms));
    expect(front[0]!.ms / fastest).toBeLessThan(1.02);
    expect(Math.min(...front.map(({ ms, mw }) => ms * mw)) / leastEnergy).toBeLessThan(1.02);
    expect([...front].sort((a, b) => a.ms - b.ms)).toEqual(front);
  });
});
