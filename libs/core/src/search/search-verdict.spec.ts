import { normalDeviate, seededRandom } from '../random';
import { runToEnd } from '../steps/run-to-end';
import { candidates, energyOf, objective, reference, regretOf, search, truthOf } from './fixtures/searched-surface';
import { SEARCH_METHODS, type SearchCandidate } from './search-problem';
import { viewSearch } from './view-search';

/** The candidates in each of these batch sizes. With larger batches the CPU idles: what its clock costs is not what it costs with small ones. */
function inBatches(sizes: readonly number[]): SearchCandidate[] {
  return sizes.flatMap((batchSize, i) =>
    candidates.map(({ levels }, j) => ({
      ...{ cell: i * candidates.length + j, levels: { ...levels, batchSize }, isReference: false },
    })),
  );
}

function batchEnergy({ levels }: SearchCandidate): { durationMs: number; energyMj: number } {
  const { cpuHz, gpuHz, batchSize } = levels;
  const [cpu, gpu, busy] = [(cpuHz ?? 1400e6) / 1400e6, (gpuHz ?? 900e6) / 900e6, 1 / batchSize];
  const durationMs = 100 * (10 * busy + (5 * busy) / cpu + 25 / gpu);
  return { durationMs, energyMj: (durationMs * (2000 + 3000 * busy * cpu ** 2 + 3500 * gpu ** 2.2)) / 1e3 };
}

describe('the verdict', () => {
  /** Trials whose time and power vary by so much. */
  function varied(sd: number) {
    const random = seededRandom(3);
    return (candidate: SearchCandidate) => {
      const { ms, mw } = truthOf(candidate);
      const durationMs = 100 * ms * Math.exp(sd * normalDeviate(random));
      return { durationMs, energyMj: (durationMs * mw * Math.exp(sd * normalDeviate(random))) / 1e3 };
    };
  }

  it('finds a cell within the margin in a small part of the sweep, certifies it, and has measured it twice', () => {
    const { history, verdict } = search();
    expect(verdict).toMatchObject({ outcome: 'certified', margin: 0.01 });
    expect(verdict.probability).toBeGreaterThanOrEqual(0.95);
    expect(regretOf(verdict.cell)).toBeLessThan(0.01);
    expect(history.length).toBeLessThan(30);
    expect(history.filter(({ cell }) => cell === verdict.cell).length).toBeGreaterThanOrEqual(2);
  });

  it.each(SEARCH_METHODS.filter((method) => method !== 'pareto'))('by %s ends within 5 %% of the best', (method) => {
    const { verdict } = search({ method, maxTrials: method === 'sweep' ? 72 : method === 'thompson' ? 150 : 60 });
    expect(regretOf(verdict.cell)).toBeLessThan(0.05);
  });

  it('keeps to a limit of latency, and says so where no cell can', () => {
    const limited = (maxLatencyMs: number) => search({ objective: { ...objective, maxLatencyMs } }).verdict;
    const kept = candidates.filter((each) => truthOf(each).ms <= 46.4);
    const found = candidates[limited(46.4).cell!]!;
    expect(truthOf(found).ms).toBeLessThan(46.4);
    expect(energyOf(found) / Math.min(...kept.map(energyOf))).toBeLessThan(1.02);
    const { outcome, cell, reason } = limited(20);
    expect({ outcome, cell }).toEqual({ outcome: 'infeasible', cell: null });
    const exceededPct = Number(/the nearest exceeds one by (\d+(\.\d)?) %/.exec(reason)![1]);
    const nearest = 100 * (Math.min(...candidates.map((each) => truthOf(each).ms)) / 20 - 1);
    expect(Math.abs(exceededPct - nearest)).toBeLessThan(10);
  });

  it.each(['latency', 'edp', 'cost'] as const)('finds the least %s', (name) => {
    const { verdict } = search(
      { objective: { ...objective, name, weight: 0.4 } },
      { among: [...candidates, reference] },
    );
    const dvfs = truthOf(reference);
    const costOf = (each: SearchCandidate): number => {
      const { ms } = truthOf(each);
      if (name === 'latency') return ms;
      return name === 'edp' ? energyOf(each) * ms : (0.4 * energyOf(each)) / energyOf(reference) + (0.6 * ms) / dvfs.ms;
    };
    expect(costOf(candidates[verdict.cell!]!) / Math.min(...candidates.map(costOf))).toBeLessThan(1.011);
  });

  it('certifies a batch size only after trials enough of its own clocks', () => {
    const among = inBatches([1, 4, 16]);
    const { history, verdict } = search({}, { among, outcomeOf: batchEnergy });
    const sizeOf = (cell: number): number => among[cell]!.levels.batchSize;
    expect(verdict.outcome).toBe('certified');
    expect(history.filter(({ cell }) => sizeOf(cell) === sizeOf(verdict.cell!)).length).toBeGreaterThanOrEqual(12);
    const energies = among.map((each) => batchEnergy(each).energyMj);
    expect(energies[verdict.cell!]! / Math.min(...energies)).toBeLessThan(1.01);
  });

  it.each(['steered', 'gp', 'random', 'online'] as const)(
    'by %s finds the best cell that keeps a limit, though more cells than it looks at are cheaper and exceed it',
    (method) => {
      const among = inBatches([1, 2, 4, 8]);
      const maxLatencyMs = 60;
      const latencyOf = (each: SearchCandidate): number =>
        batchEnergy(each).durationMs / Math.ceil(100 / each.levels.batchSize);
      const kept = among.filter((each) => latencyOf(each) <= maxLatencyMs);
      const { history, verdict } = search(
        { method, maxTrials: 60, objective: { ...objective, maxLatencyMs } },
        { among, outcomeOf: batchEnergy },
      );
      expect(history.some(({ cell }) => kept.includes(among[cell]!))).toBe(true);
      expect(verdict.outcome).not.toBe('infeasible');
      expect(latencyOf(among[verdict.cell!]!)).toBeLessThanOrEqual(maxLatencyMs * 1.01);
      const least = Math.min(...kept.map((each) => batchEnergy(each).energyMj));
      expect(batchEnergy(among[verdict.cell!]!).energyMj / least).toBeLessThan(method === 'steered' ? 1.02 : 1.3);
    },
  );

  it.each([1, 2, 3])(
    'names what it measured after %i trials, and says where that is the reference alone',
    (maxTrials) => {
      const among = [...inBatches([1, 2, 4, 8]), { ...reference, cell: 4 * candidates.length }];
      const { problem, history, verdict } = search({ maxTrials }, { among, outcomeOf: batchEnergy });
      expect(history).toHaveLength(maxTrials);
      if (maxTrials === 1) {
        expect(verdict).toMatchObject({ outcome: 'nothing measured', cell: null });
        expect(verdict.reason).toBe('The budget reaches for the reference alone: no other cell was measured.');
      } else {
        expect(verdict.outcome).toBe('budget');
        expect(history.slice(1).map(({ cell }) => cell)).toContain(verdict.cell);
      }
      const view = runToEnd(viewSearch(problem, history));
      const figures = [view.verdict.savingPct, ...view.beliefs.map(({ cost }) => cost)].flatMap((each) => each ?? []);
      expect(figures.flatMap(Object.values).every(Number.isFinite)).toBe(true);
      for (const { cost } of view.beliefs) if (cost) expect(cost.high / cost.low).toBeLessThan(101);
    },
  );

  it('certifies only after more trials where these vary more', () => {
    const trials = (sd: number): number => {
      const { history, verdict } = search({ margin: 0.15, maxTrials: 60 }, { outcomeOf: varied(sd) });
      expect(verdict).toMatchObject({ outcome: 'certified' });
      return history.length;
    };
    expect(trials(0.007)).toBeLessThan(20);
    expect(trials(0.02)).toBeGreaterThanOrEqual(24);
  });

  it('was as certain before its last two trials where these vary much: a lucky one ends nothing', () => {
    for (const seed of [1, 2]) {
      const { problem, history, verdict } = search({ seed, margin: 0.01, maxTrials: 150 }, { outcomeOf: varied(0.02) });
      expect(verdict.outcome).toBe('certified');
      for (const trials of [1, 2]) {
        const before = runToEnd(viewSearch(problem, history.slice(0, -trials))).verdict;
        expect(before.probability).toBeGreaterThanOrEqual(problem.parameters.probability);
      }
    }
  });

  it('certifies any cell of a flat surface', () => {
    const { verdict } = search({ maxTrials: 40 }, { outcomeOf: () => ({ durationMs: 4_000, energyMj: 12_000 }) });
    expect(verdict).toMatchObject({ outcome: 'certified' });
  });

  it('ends at once where the budget does not reach for a trial, and at its end otherwise', () => {
    expect(search({ maxDeviceS: 5 })).toMatchObject({ history: [], verdict: { outcome: 'nothing measured' } });
    const { history, verdict } = search({ maxTrials: 6 });
    expect(history).toHaveLength(6);
    expect(verdict.outcome).toBe('budget');
    expect(verdict.cell).not.toBeNull();
    expect(verdict.reason).toContain('were asked for');
    const timed = search({ maxDeviceS: 200, probability: 0.999 });
    expect(timed.history.reduce((sum, { deviceMs }) => sum + deviceMs / 1e3, 0)).toBeLessThanOrEqual(200);
  });
});

describe('bad input', () => {
  it('ends where every trial fails, and says why', () => {
    const { history, verdict } = search({}, { outcomeOf: () => ({ state: 'failed', outOfMemory: true }) });
    expect(verdict).toMatchObject({ outcome: 'nothing measured', cell: null });
    expect(verdict.reason).toContain('memory');
    expect(history.length).toBeLessThanOrEqual(8);
  });

  it('gives up where every cell fails, though the reference was measured', () => {
    const among = [...candidates, reference];
    const { history, verdict } = search(
      {},
      { among, outcomeOf: ({ isReference }) => (isReference ? {} : { state: 'failed' }) },
    );
    expect(verdict).toMatchObject({ outcome: 'nothing measured', cell: null });
    expect(verdict.reason).toBe('All 8 trials but those of the reference failed: nothing is known of the 37 cells.');
    expect(history).toHaveLength(9);
  });

  it('takes figures that are no numbers for failures', () => {
    const { verdict } = search({}, { outcomeOf: () => ({ energyMj: NaN }) });
    expect(verdict.outcome).toBe('nothing measured');
    const some = search({}, { outcomeOf: ({ levels }) => (levels.gpuHz === 900e6 ? { energyMj: NaN } : {}) });
    expect(regretOf(some.verdict.cell)).toBeLessThan(0.012);
  });

  it('needs neither starts nor device times', () => {
    const { verdict } = search({}, { outcomeOf: () => ({ startedAtMs: NaN, deviceMs: NaN }) });
    expect(verdict.outcome).toBe('certified');
    expect(regretOf(verdict.cell)).toBeLessThan(0.012);
  });
});
