import { decideSearch, derivedRandom } from '@joulefleet/core';
import type { Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { SimulatedLab } from './lab';
import { searchFor } from './run-search';
import { twinSurface } from './twin-surfaces';

const CELLS = 2_000;
const TRIALS = 300;
const ROUNDS = 15;
const LIMIT_MS = 100;

/** Time of one decision with 2,000 cells and 300 trials, each of another cell; and the longest time that it holds the event loop. */
export function proposalFigures(): Figure[] {
  const whole = twinSurface('jetson-nano', 'alexnet', {
    batchSizes: [1, 2, 4, 8, 16, 32],
    graphModes: ['dynamic', 'static'],
  });
  const surface = { ...whole, candidates: whole.candidates.slice(0, CELLS), truth: whole.truth.slice(0, CELLS) };
  const lab = new SimulatedLab(surface, { repetition: 0.012, drift: 0.006 }, 'proposal');
  const random = derivedRandom(1, 'proposal');
  const rows = surface.candidates.map((_, row) => ({ row, at: random() })).sort((a, b) => a.at - b.at);
  const history = rows.slice(0, TRIALS).map(({ row }) => lab.measure(row, 'improve'));
  const parameters = { ...searchFor('steered', 1), maxTrials: 10_000, probability: 1 };
  const problem = { candidates: surface.candidates, parameters };
  const wholes: number[] = [];
  const steps: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    const work = decideSearch(problem, history, 'a');
    let longest = 0;
    for (let done = false; !done;) {
      const begun = performance.now();
      done = work.next().done === true;
      longest = Math.max(longest, performance.now() - begun);
    }
    wholes.push(performance.now() - from);
    steps.push(longest);
  }
  const rounds = (values: readonly number[]) => values.map((value) => ({ value, baseline: LIMIT_MS }));
  return [
    makeFigure('proposal_ms', 'ms', rounds(wholes), { of: 'value', bound: '<=', limit: LIMIT_MS }),
    makeFigure('proposal_longest_step_ms', 'ms', rounds(steps), null),
  ];
}
