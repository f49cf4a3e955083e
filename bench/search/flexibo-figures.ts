import { medianOf, type SearchMethod } from '@joulefleet/core';
import type { Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { flexiboSurfaces } from './flexibo-surfaces';
import { runSearch, searchFor } from './run-search';
import type { Surface } from './surface';

const SEEDS = 40;
const CLOSE = 1.05;
const METHODS: readonly SearchMethod[] = ['steered', 'gp', 'thompson', 'gradient', 'halving'];
/** A method that has not come close by then never does. */
const MAX_TRIALS = 150;

/** Evaluations until a cell within 5 % of the best is measured, over five surfaces that others measured, beside random search: the median. */
export async function flexiboFigures(say: (line: string) => void, seed: number): Promise<Figure[]> {
  const surfaces = flexiboSurfaces();
  const byRandom = await evaluations('random', surfaces, seed, Infinity);
  const figures: Figure[] = [];
  for (const method of METHODS) {
    const needed = await evaluations(method, surfaces, seed, MAX_TRIALS);
    say(
      `${method} on the TX2: ${surfaces.map(({ name }, i) => `${name} ${needed[i]} (random ${byRandom[i]})`).join(', ')}`,
    );
    const rounds = needed.map((value, i) => ({ value, baseline: byRandom[i]! }));
    const target = method === 'steered' ? ({ of: 'ratio', bound: '<=', limit: 1 / 3 } as const) : null;
    figures.push(makeFigure(`evaluations_to_5pct_${method}_flexibo`, 'trials', rounds, target));
  }
  return figures;
}

/** Medians over the seeds, by surface; a search that does not come close counts as all cells. */
async function evaluations(
  method: SearchMethod,
  surfaces: readonly Surface[],
  seed: number,
  maxTrials: number,
): Promise<number[]> {
  const medians: number[] = [];
  for (const surface of surfaces) {
    const least = CLOSE * Math.min(...surface.truth.map(({ energyMj }) => energyMj));
    const counts = Array.from({ length: SEEDS }, (_, i) => {
      const parameters = {
        ...searchFor(method, 1_000 * seed + i),
        probability: 1,
        maxTrials: Math.min(maxTrials, surface.candidates.length),
      };
      const { history } = runSearch(
        surface,
        parameters,
        { repetition: 0.012, drift: 0.006 },
        { isEnough: (row) => surface.truth[row]!.energyMj <= least },
      );
      const at = history.findIndex(({ cell }) => surface.truth[cell]!.energyMj <= least);
      return at < 0 ? surface.candidates.length : at + 1;
    });
    medians.push(medianOf(counts)!);
    await new Promise(setImmediate);
  }
  return medians;
}
