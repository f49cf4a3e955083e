import { runToEnd } from '../steps/run-to-end';
import { objective, search } from './fixtures/searched-surface';
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
