import { seededRandom } from '../random';
import { runToEnd } from '../steps/run-to-end';
import { candidates, objective, parameters, search, trialOf } from './fixtures/searched-surface';
import type { SearchCandidate } from './search-problem';
import { viewSearch } from './view-search';

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

it.each([40, 120, 200])(
  'believes what is true after %i trials of two batch sizes, one of them the smallest',
  (count) => {
    const fine = Array.from({ length: 180 }, (_, i) => ({
      cpuHz: 102e6 + 98e6 * (i % 15),
      gpuHz: 77e6 * (1 + Math.floor(i / 15)),
    }));
    const among = [4, 16]
      .flatMap((batchSize) => fine.map((clocks) => ({ ...candidates[0]!.levels, ...clocks, batchSize })))
      .map((levels, cell): SearchCandidate => ({ cell, levels, isReference: false }));
    const outcomeOf = ({ levels: { cpuHz, gpuHz, batchSize } }: SearchCandidate) => {
      const [cpu, gpu, busy] = [cpuHz! / 1400e6, gpuHz! / 900e6, 1 / batchSize];
      const durationMs = 100 * (10 * busy + (5 * busy) / cpu + 25 / gpu);
      return { durationMs, energyMj: (durationMs * (2000 + 3000 * busy * cpu ** 2 + 3500 * gpu ** 2.2)) / 1e3 };
    };
    const random = seededRandom(4);
    const history = Array.from({ length: count }, (_, turn) => {
      const choice = { cell: (turn * 131) % among.length, purpose: 'improve' as const };
      return trialOf(among, choice, 'ab'[turn % 2]!, turn, random, outcomeOf);
    });
    const { beliefs } = runToEnd(
      viewSearch({ candidates: among, parameters: { ...parameters, method: 'random' } }, history),
    );
    const errors = beliefs.map(({ cell, cost }) =>
      Math.abs(cost!.estimate / (outcomeOf(among[cell]!).energyMj / 100) - 1),
    );
    expect(errors.reduce((sum, each) => sum + each, 0) / errors.length).toBeLessThan(0.03);
  },
);
