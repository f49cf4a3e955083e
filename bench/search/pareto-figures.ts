import { fitSearch, frontIndices, hypervolume, runToEnd, type SearchTrial } from '@joulefleet/core';
import type { Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import type { Noise } from './lab';
import { runSearch, searchFor } from './run-search';
import type { Surface } from './surface';

const SEEDS = 5;
const TRIALS = 25;

/** Hypervolume of the believed front, by the true figures of its cells, and the error of the energy that is predicted for every cell. */
export async function paretoFigures(
  say: (line: string) => void,
  surfaces: readonly Surface[],
  noise: Noise,
  seed: number,
): Promise<Figure[]> {
  const volumes: number[] = [];
  const errors: number[] = [];
  for (const surface of surfaces) {
    for (let i = 0; i < SEEDS; i++) {
      const parameters = { ...searchFor('pareto', 1_000 * seed + i), maxTrials: TRIALS, probability: 1 };
      const { verdict, history } = runSearch(surface, parameters, noise);
      volumes.push(volumeShare(surface, verdict.front));
      errors.push(meanErrorPct(surface, parameters, history));
    }
    await new Promise(setImmediate);
  }
  say(
    `pareto: ${volumes.length} fronts from ${TRIALS} trials, the worst has ${Math.min(...volumes).toFixed(4)} of the hypervolume`,
  );
  const mean = (all: readonly number[]): number => all.reduce((sum, each) => sum + each, 0) / all.length;
  return [
    makeFigure('pareto_hypervolume', 'of the true front', [{ value: mean(volumes), baseline: 1 }], {
      of: 'value',
      bound: '>=',
      limit: 0.99,
    }),
    makeFigure('pareto_hypervolume_worst', 'of the true front', [{ value: Math.min(...volumes), baseline: 1 }], null),
    makeFigure('pareto_energy_error_pct', '%', [{ value: mean(errors), baseline: 1.5 }], {
      of: 'value',
      bound: '<=',
      limit: 1.5,
    }),
  ];
}

function volumeShare({ truth, candidates }: Surface, front: readonly number[]): number {
  const times = truth.map(({ durationMs }) => durationMs);
  const energies = truth.map(({ energyMj }) => energyMj);
  const best = frontIndices(times, energies);
  const corner = {
    x: 1.1 * Math.max(...best.map((i) => times[i]!)),
    y: 1.1 * Math.max(...best.map((i) => energies[i]!)),
  };
  const rows = front.map((cell) => candidates.findIndex((candidate) => candidate.cell === cell));
  const x = rows.map((row) => times[row]!);
  const y = rows.map((row) => energies[row]!);
  return hypervolume(x, y, frontIndices(x, y), corner) / hypervolume(times, energies, best, corner);
}

function meanErrorPct(
  surface: Surface,
  parameters: Parameters<typeof runSearch>[1],
  history: readonly SearchTrial[],
): number {
  const predicted = runToEnd(fitSearch({ candidates: surface.candidates, parameters }, history));
  const errors = surface.truth.map(({ energyMj }, row) =>
    Math.abs((predicted[row]! * surface.candidates[row]!.levels.inferences) / energyMj - 1),
  );
  return (100 * errors.reduce((sum, each) => sum + each, 0)) / errors.length;
}
