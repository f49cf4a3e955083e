import { candidates, energyOf, leastEnergy, regretOf, search, truthOf } from './fixtures/searched-surface';
import type { EarlierKnowledge } from './search-problem';

describe('what earlier campaigns measured', () => {
  /** On two other boards, whose power also differs from one end of the GPU's clock to the other. */
  const measured = (tilt: number): EarlierKnowledge => ({
    starts: [],
    cells: [1.03, 0.98].flatMap((factor, board) =>
      candidates.map((candidate) => {
        const { ms, mw } = truthOf(candidate);
        const tilted = 1 + tilt * (candidate.levels.gpuHz! / 900e6 - 0.5);
        return {
          cell: candidate.cell,
          deviceId: `board ${board}`,
          latencyMs: ms * factor,
          powerMw: mw * factor * tilted,
        };
      }),
    ),
  });
  const best = candidates.findIndex((each) => energyOf(each) === leastEnergy);

  it('is where a search begins, and spares it trials', () => {
    const { history, verdict } = search({}, { earlier: measured(0) });
    expect(history[0]).toMatchObject({ cell: best, purpose: 'start' });
    expect(verdict.outcome).toBe('certified');
    expect(regretOf(verdict.cell)).toBeLessThan(0.01);
    expect(history.length).toBeLessThan(search().history.length);
  });

  it.each([-0.5, 0.2, 0.6, 1.2])('does not mislead where all boards have changed alike: by %d', (tilt) => {
    const { history, verdict } = search({}, { earlier: measured(tilt) });
    expect(regretOf(history[0]!.cell)).toBeGreaterThan(0.01);
    expect(verdict.outcome).toBe('certified');
    expect(regretOf(verdict.cell)).toBeLessThan(0.01);
  });

  it('of other workloads is where the first trials are', () => {
    const { history, verdict } = search({}, { earlier: { cells: [], starts: [7, 999, 21] } });
    expect(history.slice(0, 2).map(({ cell }) => cell)).toContain(7);
    expect(regretOf(verdict.cell)).toBeLessThan(0.01);
  });

  it('is left out where it is no figure, or of no candidate', () => {
    const of = (cell: number, latencyMs: number, powerMw: number) => ({ cell, deviceId: 'b', latencyMs, powerMw });
    const useless = [of(3, NaN, 2000), of(4, 20, NaN), of(5, 0, 2000), of(6, 20, -1), of(999, 20, 2000)];
    const { history, verdict } = search({}, { earlier: { cells: useless, starts: [] } });
    const cold = search();
    expect([history, verdict]).toEqual([cold.history, cold.verdict]);
  });
});
