import { normalDeviate, seededRandom } from '../random';
import { medianOf } from '../statistics';
import { runToEnd } from '../steps/run-to-end';
import { decideSearch } from './decide-search';
import {
  SEARCH_METHODS,
  type EarlierKnowledge,
  type SearchCandidate,
  type SearchDecision,
  type SearchParameters,
  type SearchTrial,
} from './search-problem';
import { viewSearch } from './view-search';

const CPU_MHZ = [400, 600, 800, 1000, 1200, 1400];
const GPU_MHZ = [150, 300, 450, 600, 750, 900];
const candidates: SearchCandidate[] = CPU_MHZ.flatMap((cpu) =>
  GPU_MHZ.map((gpu) => ({
    cpuHz: cpu * 1e6,
    gpuHz: gpu * 1e6,
    ...{ memoryHz: null, cores: null, batchSize: 1, inferences: 100, words: '' },
  })),
).map((levels, cell) => ({ cell, levels, isReference: false }));
const reference: SearchCandidate = {
  cell: candidates.length,
  levels: { ...candidates[0]!.levels, cpuHz: null, gpuHz: null, words: 'dvfs' },
  isReference: true,
};

const objective = { name: 'energy', weight: 1, maxLatencyMs: null, maxPowerMw: null, maxEnergyMj: null } as const;
const parameters: SearchParameters = {
  ...{ method: 'steered', objective, margin: 0.01, probability: 0.95, maxTrials: null, maxDeviceS: null },
  ...{ checkCells: 0, confirmTrials: 0, seed: 1, sweepRepetitions: 10 },
};

/** Time in ms and power in mW of an inference: physics with a voltage that rises. */
function truthOf({ levels }: SearchCandidate): { ms: number; mw: number } {
  const cpu = (levels.cpuHz ?? 1400e6) / 1400e6;
  const gpu = (levels.gpuHz ?? 900e6) / 900e6;
  const dvfs = levels.cpuHz === null ? 1.08 : 1;
  return { ms: 10 + 5 / cpu + 25 / gpu, mw: dvfs * (2000 + 900 * cpu + 3500 * gpu ** 2.2) };
}
const energyOf = (candidate: SearchCandidate): number => truthOf(candidate).ms * truthOf(candidate).mw;
const least = Math.min(...candidates.map(energyOf));

type Outcome = Partial<
  Pick<SearchTrial, 'state' | 'outOfMemory' | 'energyMj' | 'durationMs' | 'startedAtMs' | 'deviceMs'>
>;

/** Answers decisions until the search stops. Trials repeat to 1 %, from a fixed seed. */
function search(
  over: Partial<SearchParameters> = {},
  {
    among = candidates,
    outcomeOf = () => ({}),
    devices = ['a'],
    earlier,
  }: {
    among?: SearchCandidate[];
    outcomeOf?: (candidate: SearchCandidate) => Outcome;
    devices?: string[];
    earlier?: EarlierKnowledge;
  } = {},
) {
  const problem = { candidates: among, parameters: { ...parameters, ...over }, ...(earlier && { earlier }) };
  const random = seededRandom(5);
  const history: SearchTrial[] = [];
  for (let turn = 0; turn < 3_000; turn++) {
    const deviceId = devices[turn % devices.length]!;
    const decision = runToEnd(decideSearch(problem, history, deviceId));
    if (decision.kind === 'wait') throw new Error('waits with nothing open');
    if (decision.kind === 'stop') return { problem, history, verdict: decision.verdict };
    history.push(trialOf(among, decision.choice, deviceId, turn, random, outcomeOf));
  }
  throw new Error('the search does not end');
}

function trialOf(
  among: SearchCandidate[],
  { cell, purpose }: { cell: number; purpose: SearchTrial['purpose'] },
  deviceId: string,
  turn: number,
  random: () => number,
  outcomeOf: (candidate: SearchCandidate) => Outcome,
): SearchTrial {
  const candidate = among.find((each) => each.cell === cell)!;
  const { ms, mw } = truthOf(candidate);
  const durationMs = 100 * ms * Math.exp(0.007 * normalDeviate(random));
  const energyMj = (durationMs * mw * Math.exp(0.007 * normalDeviate(random))) / 1e3;
  const measured = { durationMs, energyMj, startedAtMs: 30_000 * turn, deviceMs: durationMs + 15_000 };
  return { cell, deviceId, purpose, state: 'accepted', outOfMemory: false, ...measured, ...outcomeOf(candidate) };
}

const regretOf = (cell: number | null): number => energyOf(candidates[cell!]!) / least - 1;

describe('a search', () => {
  it('finds a cell within the margin in a small part of the sweep, certifies it, and has measured it twice', () => {
    const { history, verdict } = search();
    expect(verdict).toMatchObject({ outcome: 'certified', margin: 0.01 });
    expect(verdict.probability).toBeGreaterThanOrEqual(0.95);
    expect(regretOf(verdict.cell)).toBeLessThan(0.01);
    expect(history.length).toBeLessThan(30);
    expect(history.filter(({ cell }) => cell === verdict.cell).length).toBeGreaterThanOrEqual(2);
  });

  it('decides the same from the same history, whatever it was asked before: a restart goes on as if nothing had been', () => {
    const { problem, history } = search();
    history.forEach((trial, index) => {
      const decision = runToEnd(decideSearch(problem, history.slice(0, index), 'a'));
      expect(decision).toEqual({ kind: 'measure', choice: { cell: trial.cell, purpose: trial.purpose } });
    });
    expect(search().history).toEqual(history);
    expect(search({ seed: 2, method: 'random' }).history).not.toEqual(search({ seed: 1, method: 'random' }).history);
  });

  it.each(SEARCH_METHODS.filter((method) => method !== 'pareto'))('by %s ends within 5 %% of the best', (method) => {
    const { verdict } = search({ method, maxTrials: method === 'sweep' ? 72 : method === 'thompson' ? 150 : 60 });
    expect(regretOf(verdict.cell)).toBeLessThan(0.05);
  });

  it('does not choose a cell again while its trial is open, and waits with the verdict', () => {
    const { problem, history } = search();
    const open = { state: 'open', energyMj: NaN, durationMs: NaN } as const;
    const next = runToEnd(decideSearch(problem, [...history.slice(0, 5), { ...history[5]!, ...open }], 'a'));
    expect(next).toMatchObject({ kind: 'measure' });
    expect(next).not.toMatchObject({ choice: { cell: history[5]!.cell } });
    const last = [...history.slice(0, -1), { ...history[history.length - 1]!, ...open }];
    const ending = { ...problem, parameters: { ...problem.parameters, maxTrials: last.length } };
    expect(runToEnd(decideSearch(ending, last, 'a'))).toEqual({ kind: 'wait' });
  });

  it('shares the work among devices, and finds the same best', () => {
    const { verdict, history } = search({}, { devices: ['a', 'b', 'c'] });
    expect(new Set(history.map(({ deviceId }) => deviceId)).size).toBe(3);
    expect(regretOf(verdict.cell)).toBeLessThan(0.012);
  });

  it('checks cells by chance, then measures winner, runner-up and reference in mirrored blocks', () => {
    const among = [...candidates, reference];
    const { problem, history, verdict } = search({ checkCells: 3, confirmTrials: 4 }, { among });
    expect(history[0]).toMatchObject({ cell: reference.cell, purpose: 'start' });
    const of = (purpose: string): number[] =>
      history.filter((trial) => trial.purpose === purpose).map(({ cell }) => cell);
    expect(new Set(of('check')).size).toBe(3);
    const block = [verdict.cell!, verdict.runnerUp!, reference.cell];
    expect(of('confirm')).toEqual([...block, ...[...block].reverse(), ...block, ...[...block].reverse()]);
    const view = runToEnd(viewSearch(problem, history));
    const saving = 100 * (1 - least / energyOf(reference));
    expect(view).toMatchObject({ phase: 'done', outcome: 'certified' });
    expect(view.checkErrorPct).toBeLessThan(5);
    expect(Math.abs(view.confirmedSavingPct!.estimate - saving)).toBeLessThan(2.5);
    expect(verdict.savingPct!.low).toBeLessThan(saving);
    expect(verdict.savingPct!.high).toBeGreaterThan(saving - 1);
    expect(view.deviceS.search + view.deviceS.check + view.deviceS.confirm).toBeCloseTo(
      history.reduce((sum, { deviceMs }) => sum + deviceMs / 1e3, 0),
      3,
    );
    expect(
      view.deviceS.sweep / (10 * candidates.reduce((sum, each) => sum + 15 + truthOf(each).ms / 10, 0)),
    ).toBeCloseTo(1, 1);
  });

  it('keeps to a limit of latency, and says so where no cell can', () => {
    const limited = (maxLatencyMs: number) => search({ objective: { ...objective, maxLatencyMs } }).verdict;
    const kept = candidates.filter((each) => truthOf(each).ms <= 46.4);
    const found = candidates[limited(46.4).cell!]!;
    expect(truthOf(found).ms).toBeLessThan(46.4);
    expect(energyOf(found) / Math.min(...kept.map(energyOf))).toBeLessThan(1.02);
    expect(limited(20)).toMatchObject({ outcome: 'infeasible', cell: null });
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
});

it('believes of a cell what its objective is made of: latency is surer than energy, and their product less sure', () => {
  const { problem, history } = search();
  const widthOf = (name: 'energy' | 'latency' | 'edp'): number => {
    const { parameters: all, candidates: among } = problem;
    const view = runToEnd(
      viewSearch({ candidates: among, parameters: { ...all, objective: { ...objective, name } } }, history),
    );
    const { low, high } = view.beliefs[0]!.cost!;
    return Math.log(high / low);
  };
  expect(widthOf('latency')).toBeLessThan(widthOf('energy'));
  expect(widthOf('edp')).toBeGreaterThan(widthOf('energy'));
});

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
  const best = candidates.findIndex((each) => energyOf(each) === least);

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

describe('bad input', () => {
  it('ends where every trial fails, and says why', () => {
    const { history, verdict } = search({}, { outcomeOf: () => ({ state: 'failed', outOfMemory: true }) });
    expect(verdict).toMatchObject({ outcome: 'nothing measured', cell: null });
    expect(verdict.reason).toContain('memory');
    expect(history.length).toBeLessThanOrEqual(8);
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

  it('learns once that larger batches do not fit', () => {
    const sizes = [1, 2, 4, 8, 16];
    const among = sizes.flatMap((batchSize, i) =>
      candidates.map(({ levels }, j) => ({
        cell: i * candidates.length + j,
        levels: { ...levels, batchSize },
        isReference: false,
      })),
    );
    const { history, verdict } = search(
      {},
      { among, outcomeOf: ({ levels }) => (levels.batchSize >= 8 ? { state: 'failed', outOfMemory: true } : {}) },
    );
    expect(history.filter(({ state }) => state === 'failed').length).toBeLessThanOrEqual(2);
    expect(among[verdict.cell!]!.levels.batchSize).toBeLessThan(8);
  });

  it('certifies a batch size only after trials enough of its own clocks', () => {
    // With larger batches the CPU idles: what its clock costs is not what it costs with small ones.
    const among = [1, 4, 16].flatMap((batchSize, i) =>
      candidates.map(({ levels }, j) => ({
        ...{ cell: i * candidates.length + j, levels: { ...levels, batchSize }, isReference: false },
      })),
    );
    const energyAt = ({ levels }: SearchCandidate): { durationMs: number; energyMj: number } => {
      const { cpuHz, gpuHz, batchSize } = levels;
      const [cpu, gpu, busy] = [cpuHz! / 1400e6, gpuHz! / 900e6, 1 / batchSize];
      const durationMs = 100 * (10 * busy + (5 * busy) / cpu + 25 / gpu);
      return { durationMs, energyMj: (durationMs * (2000 + 3000 * busy * cpu ** 2 + 3500 * gpu ** 2.2)) / 1e3 };
    };
    const { history, verdict } = search({}, { among, outcomeOf: energyAt });
    const sizeOf = (cell: number): number => among[cell]!.levels.batchSize;
    expect(verdict.outcome).toBe('certified');
    expect(history.filter(({ cell }) => sizeOf(cell) === sizeOf(verdict.cell!)).length).toBeGreaterThanOrEqual(12);
    const energies = among.map((each) => energyAt(each).energyMj);
    expect(energies[verdict.cell!]! / Math.min(...energies)).toBeLessThan(1.01);
  });

  it('certifies any cell of a flat surface', () => {
    const { verdict } = search({ maxTrials: 40 }, { outcomeOf: () => ({ durationMs: 4_000, energyMj: 12_000 }) });
    expect(verdict).toMatchObject({ outcome: 'certified' });
  });

  it('measures the only cell twice, and names it', () => {
    const { history, verdict } = search({}, { among: candidates.slice(0, 1) });
    expect(history).toHaveLength(2);
    expect(verdict).toMatchObject({ outcome: 'certified', cell: 0, runnerUp: null, probability: 1 });
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

describe('a front of time and energy', () => {
  it('has the cells that no other beats in both', () => {
    const { verdict } = search({ method: 'pareto', maxTrials: 25 });
    const front = verdict.front.map((cell) => truthOf(candidates[cell]!));
    expect(front.length).toBeGreaterThan(3);
    const fastest = Math.min(...candidates.map((each) => truthOf(each).ms));
    expect(front[0]!.ms / fastest).toBeLessThan(1.02);
    expect(Math.min(...front.map(({ ms, mw }) => ms * mw)) / least).toBeLessThan(1.02);
    expect([...front].sort((a, b) => a.ms - b.ms)).toEqual(front);
  });
});

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

  it('follows a change of conditions', () => {
    const before = candidates.map(energyOf);
    const regretOfStaying = costs[before.indexOf(Math.min(...before))]! / Math.min(...costs) - 1;
    const regrets = [1, 2, 3].map(regretOnline);
    expect(regretOfStaying).toBeGreaterThan(0.3);
    expect(medianOf(regrets)).toBeLessThan(regretOfStaying / 5);
  });
});
