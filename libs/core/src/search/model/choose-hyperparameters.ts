import { fitProcess, linearMean, logLikelihood, prepareProcess, type Prepared } from './fit-process';
import { logPrior, PRIORS, START, type HyperparameterName, type Hyperparameters } from './hyperparameters';
import { ownScaling, scalingOf, type Scaling } from './scaling';
import type { Observation, ProcessSpec } from './relative-kernel';

/** More observations than this tell nothing new of how figures vary, and each try takes the cube of their number. */
const MAX_OBSERVATIONS = 60;
const ROUNDS = 2;

/** Those that are about trials, not about cells. */
export const OF_TRIALS: readonly HyperparameterName[] = ['noise', 'drift'];
const ALL = Object.keys(PRIORS) as HyperparameterName[];

/**
 * The hyperparameters of the greatest posterior density, by the marginal likelihood of the observations and log-normal priors: one after the
 * other over fixed levels, twice. Yields after each.
 *
 * @param from what the others stay at, where only some are chosen.
 */
export function* chooseHyperparameters(
  spec: ProcessSpec,
  observations: readonly Observation[],
  scaling: Scaling,
  from = START,
  chosen: readonly HyperparameterName[] = ALL,
): Generator<void, Hyperparameters> {
  const prepared = prepareProcess(spec, observations.slice(-MAX_OBSERVATIONS), scaling);
  const isUsed: Partial<Record<HyperparameterName, boolean>> = {
    drift: spec.figure === 'power',
    board: observations.some(({ device }) => device < 0),
  };
  const names = chosen.filter((name) => isUsed[name] ?? true);
  let best = { hyper: from, density: densityOf(prepared, from) };
  for (let round = 0; round < ROUNDS; round++) {
    const before = best.hyper;
    for (const name of names) {
      for (const level of PRIORS[name].levels.filter((each) => each !== best.hyper[name])) {
        const hyper = { ...best.hyper, [name]: level };
        const density = densityOf(prepared, hyper);
        if (density > best.density) best = { hyper, density };
      }
      yield;
    }
    if (best.hyper === before) break;
  }
  return best.hyper;
}

/** Logarithm of the posterior density of a set, without its constant. */
export function densityOf(prepared: Prepared, hyper: Hyperparameters): number {
  return logLikelihood(prepared, hyper) + logPrior(hyper, prepared.spec.figure);
}

/** What every cell is about, by the physics of a first fit that divides observations by themselves. */
export function firstScaling(spec: ProcessSpec, observations: readonly Observation[]): Scaling {
  const first = fitProcess(prepareProcess(spec, observations, ownScaling(spec, observations)), START);
  const means = Float64Array.from({ length: spec.space.count }, (_, row) => linearMean(spec, first.terms, row));
  return scalingOf(means, observations);
}
