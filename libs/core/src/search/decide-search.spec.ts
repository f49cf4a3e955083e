import { runToEnd } from '../steps/run-to-end';
import { decideSearch } from './decide-search';
import { candidates, energyOf, leastEnergy, reference, regretOf, search, truthOf } from './fixtures/searched-surface';
import { viewSearch } from './view-search';

describe('a search', () => {
  it('decides the same from the same history, whatever it was asked before: a restart goes on as if nothing had been', () => {
    const { problem, history } = search();
    history.forEach((trial, index) => {
      const decision = runToEnd(decideSearch(problem, history.slice(0, index), 'a'));
      expect(decision).toEqual({ kind: 'measure', choice: { cell: trial.cell, purpose: trial.purpose } });
    });
    expect(search().history).toEqual(history);
    expect(search({ seed: 2, method: 'random' }).history).not.toEqual(search({ seed: 1, method: 'random' }).history);
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
    const saving = 100 * (1 - leastEnergy / energyOf(reference));
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

  it('measures the only cell twice, and names it', () => {
    const { history, verdict } = search({}, { among: candidates.slice(0, 1) });
    expect(history).toHaveLength(2);
    expect(verdict).toMatchObject({ outcome: 'certified', cell: 0, runnerUp: null, probability: 1 });
  });
});
