import { densityOf } from './choose-hyperparameters';
import type { Prepared } from './fit-process';
import { PRIORS, type HyperparameterName, type Hyperparameters } from './hyperparameters';

/** More observations tell noise and quirk well enough apart. */
const MAX_OBSERVATIONS = 100;
/** So many sets are the posterior. */
const SETS = 8;
/** Beyond so many observations only levels near the most likely one are tried: so many on both sides. */
const MANY = 60;
const NEAR = { noise: 2, quirk: 3 };

/**
 * Equally likely sets: quantiles of the posterior over noise and quirk, which few trials hardly tell apart. All else stays most likely. What is
 * believed is the mean over them (Rasmussen and Williams 5.2); the most likely set alone would make a search too sure. Yields after each noise.
 */
export function* likelyHyperparameters(
  prepared: Prepared,
  mostLikely: Hyperparameters,
): Generator<void, Hyperparameters[]> {
  const { length } = prepared.observations;
  if (length > MAX_OBSERVATIONS) return [mostLikely];
  const levelsOf = (name: keyof typeof NEAR): readonly number[] =>
    length > MANY ? levelsNear(name, mostLikely[name]) : PRIORS[name].levels;
  const tried: { hyper: Hyperparameters; density: number }[] = [];
  for (const noise of levelsOf('noise')) {
    for (const quirk of levelsOf('quirk')) {
      const hyper = { ...mostLikely, noise, quirk };
      const spacing = spacingAt('noise', noise) * spacingAt('quirk', quirk);
      tried.push({ hyper, density: densityOf(prepared, hyper) + Math.log(spacing) });
    }
    yield;
  }
  return quantiles(tried);
}

function levelsNear(name: keyof typeof NEAR, level: number): readonly number[] {
  const { levels } = PRIORS[name];
  const distances = levels.map((each) => Math.abs(Math.log(each / level)));
  const at = distances.indexOf(Math.min(...distances));
  return levels.slice(Math.max(0, at - NEAR[name]), at + NEAR[name] + 1);
}

/** Logarithmic distance that a level is for. */
function spacingAt(name: HyperparameterName, level: number): number {
  const { levels } = PRIORS[name];
  const at = levels.indexOf(level);
  const [low, high] = [Math.max(0, at - 1), Math.min(levels.length - 1, at + 1)];
  return Math.log(levels[high]! / levels[low]!) / (high - low);
}

function quantiles(tried: readonly { hyper: Hyperparameters; density: number }[]): Hyperparameters[] {
  const most = Math.max(...tried.map(({ density }) => density));
  const weights = tried.map(({ density }) => Math.exp(density - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let [at, below] = [0, weights[0]! / sum];
  return Array.from({ length: SETS }, (_, index) => {
    while (below < (index + 0.5) / SETS && at < tried.length - 1) below += weights[++at]! / sum;
    return tried[at]!.hyper;
  });
}
