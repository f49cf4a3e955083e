import { normalDeviate, seededRandom } from '../../random';
import { runToEnd } from '../../steps/run-to-end';
import { candidates, truthOf } from '../fixtures/searched-surface';
import { chooseHyperparameters, densityOf, firstScaling } from './choose-hyperparameters';
import { prepareProcess, type Prepared } from './fit-process';
import { PRIORS, START, type Hyperparameters } from './hyperparameters';
import { likelyHyperparameters } from './likely-hyperparameters';
import { timeFeatures } from './physics-features';
import { searchSpace } from './search-space';

type Scatter = Pick<Hyperparameters, 'noise' | 'quirk'>;

const space = searchSpace(candidates);
const spec = {
  ...({ space, features: timeFeatures(space), figure: 'time', deviceCount: 1 } as const),
  ...{ differsByDevice: false, doubtsUnseenQuirks: false },
};

/** Times of cells spread over the grid, each measured `each` times, that scatter by `noise` and `quirk`; the most likely set, learnt from them. */
function drawn({ noise, quirk }: Scatter, cells: number, each: number, seed = 1) {
  const random = seededRandom(seed);
  const observations = Array.from({ length: cells }, (_, place) => {
    const row = Math.floor(((place + 0.5) * candidates.length) / cells);
    const own = truthOf(candidates[row]!).ms * Math.exp(quirk * normalDeviate(random));
    const measure = () => own * Math.exp(noise * normalDeviate(random));
    return Array.from({ length: each }, () => ({ row, device: 0, timeS: 0, value: measure(), slack: 1 }));
  }).flat();
  const scaling = firstScaling(spec, observations);
  const mostLikely = runToEnd(chooseHyperparameters(spec, observations, scaling));
  return { prepared: prepareProcess(spec, observations, scaling), mostLikely };
}

function likely(...of: Parameters<typeof drawn>): Hyperparameters[] {
  const { prepared, mostLikely } = drawn(...of);
  return runToEnd(likelyHyperparameters(prepared, mostLikely));
}

const logsOf = (sets: readonly Scatter[], name: keyof Scatter): number[] => sets.map((set) => Math.log(set[name]));
const meanOf = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
/** The largest over the smallest. */
const spreadOf = (sets: readonly Scatter[], name: keyof Scatter): number => {
  const logs = logsOf(sets, name);
  return Math.exp(Math.max(...logs) - Math.min(...logs));
};

/** Posterior means of the logarithms, integrated over a fine grid in the range of the levels. */
function posteriorMeans(prepared: Prepared, mostLikely: Hyperparameters): Record<keyof Scatter, number> {
  const gridOf = (name: keyof Scatter): number[] => {
    const { levels } = PRIORS[name];
    const [low, high] = [Math.log(Math.min(...levels)), Math.log(Math.max(...levels))];
    return Array.from({ length: 40 }, (_, at) => low + ((high - low) * at) / 39);
  };
  const points = gridOf('noise').flatMap((noise) => gridOf('quirk').map((quirk) => ({ noise, quirk })));
  const weights = points.map(({ noise, quirk }) =>
    Math.exp(densityOf(prepared, { ...mostLikely, noise: Math.exp(noise), quirk: Math.exp(quirk) })),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const mean = (name: keyof Scatter): number =>
    points.reduce((total, point, at) => total + point[name] * weights[at]!, 0) / sum;
  return { noise: mean('noise'), quirk: mean('quirk') };
}

it('agrees with what plenty of trials were drawn from', () => {
  for (const truth of [
    { noise: 0.004, quirk: 0.025 },
    { noise: 0.015, quirk: 0.003 },
    { noise: 0.015, quirk: 0.025 },
  ]) {
    const sets = likely(truth, 36, 2);
    expect(Math.abs(meanOf(logsOf(sets, 'noise')) - Math.log(truth.noise))).toBeLessThan(Math.log(1.35));
    expect(Math.abs(meanOf(logsOf(sets, 'quirk')) - Math.log(truth.quirk))).toBeLessThan(Math.log(2));
  }
});

it('spreads where few trials hardly distinguish noise from quirk', () => {
  const truth = { noise: 0.015, quirk: 0.025 };
  const [few, plenty] = [likely(truth, 8, 1), likely(truth, 36, 2)];
  expect(spreadOf(few, 'noise')).toBeGreaterThan(1.8);
  expect(spreadOf(few, 'quirk')).toBeGreaterThan(4);
  expect(spreadOf(plenty, 'noise')).toBeLessThan(1.4);
  expect(spreadOf(plenty, 'quirk')).toBeLessThan(2);
});

it('has eight sets that differ from the most likely one in noise and quirk alone, in the order of their noise', () => {
  const { prepared, mostLikely } = drawn({ noise: 0.009, quirk: 0.006 }, 12, 1);
  const sets = runToEnd(likelyHyperparameters(prepared, mostLikely));
  expect(sets).toHaveLength(8);
  for (const { noise, quirk, ...rest } of sets) {
    expect({ ...mostLikely, noise, quirk }).toEqual({ ...rest, noise, quirk });
    expect(PRIORS.noise.levels).toContain(noise);
    expect(PRIORS.quirk.levels).toContain(quirk);
  }
  const noises = sets.map(({ noise }) => noise);
  expect(noises).toEqual([...noises].sort((a, b) => a - b));
});

it.each([
  { noise: 0.006, quirk: 0.006 },
  { noise: 0.015, quirk: 0.003 },
  { noise: 0.015, quirk: 0.025 },
])('has the means of the posterior, integrated another way: %j', (truth) => {
  for (const seed of [1, 2]) {
    const { prepared, mostLikely } = drawn(truth, 8, 1, seed);
    const sets = runToEnd(likelyHyperparameters(prepared, mostLikely));
    const means = posteriorMeans(prepared, mostLikely);
    expect(Math.abs(meanOf(logsOf(sets, 'noise')) - means.noise)).toBeLessThan(0.1);
    expect(Math.abs(meanOf(logsOf(sets, 'quirk')) - means.quirk)).toBeLessThan(0.3);
  }
});

it('has only the most likely one beyond 100 observations', () => {
  const setsOf = (count: number): Hyperparameters[] => {
    const { prepared } = drawn({ noise: 0.009, quirk: 0.006 }, count, 1);
    return runToEnd(likelyHyperparameters(prepared, START));
  };
  expect(setsOf(101)).toEqual([START]);
  expect(setsOf(100)).toHaveLength(8);
});
