import { DEVICE_CLASSES, KNOWN_WORKLOADS, type SearchMethod } from '@joulefleet/core';
import type { Benchmark, Figure, Target } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { calibrationFigures } from './calibration-figures';
import { flexiboFigures } from './flexibo-figures';
import { hardened } from './harden';
import type { Noise } from './lab';
import { paretoFigures } from './pareto-figures';
import { proposalFigures } from './proposal-figures';
import { runSearch, searchFor, type Found } from './run-search';
import type { Surface } from './surface';
import { CLOCKS, JOINT, twinSurface } from './twin-surfaces';

const SEEDS = 40;
/** Repetitions and drift as the issue of search has them: of twins, and harder. */
const USUAL: Noise = { repetition: 0.012, drift: 0.006 };
const HARD: Noise = { repetition: 0.025, drift: 0.015 };
const COMPARED: readonly SearchMethod[] = ['gp', 'gradient', 'thompson', 'halving', 'sweep'];

export const searchBenchmark: Benchmark = {
  name: 'search',
  about:
    'Searches for the cell of least energy on surfaces of twins and of a real TX2, by each strategy: regret and device time. About an hour.',
  measure: async (say, { seed }) => {
    const planes = surfaces(CLOCKS);
    const measure = async (
      method: SearchMethod,
      among: readonly Surface[],
      noise: Noise,
      margin = 0.01,
    ): Promise<Found[]> => {
      const found: Found[] = [];
      for (const surface of among) {
        for (let i = 0; i < SEEDS; i++) {
          found.push(runSearch(surface, { ...searchFor(method, 1_000 * seed + i), margin }, noise));
        }
        await new Promise(setImmediate);
      }
      say(`${method}: ${found.length} searches`);
      return found;
    };
    const random = await measure('random', planes, USUAL);
    const steered = await measure('steered', planes, USUAL);
    const joint = await measure('steered', surfaces(JOINT), USUAL);
    const hard = await measure(
      'steered',
      planes.map((surface, i) => hardened(surface, `${seed} ${i}`)),
      HARD,
      0.02,
    );
    const others: Figure[] = [];
    for (const method of COMPARED)
      others.push(...figuresOf(`${method}_twins`, await measure(method, planes, USUAL), random));
    return [
      ...figuresOf('steered_twins', steered, random, { within: 95, median: 1, most: 3 }),
      ...figuresOf('steered_joint', joint, random, { within: 95, median: 0.5, most: 3 }),
      ...figuresOf('steered_hard', hard, random, { within: 95, median: 4, most: 4 }, 2),
      ...calibrationFigures('twins', steered, 1),
      ...calibrationFigures('joint', joint, 1),
      ...calibrationFigures('hard', hard, 2),
      ...figuresOf('random_twins', random, random),
      ...others,
      ...(await flexiboFigures(say, seed)),
      ...(await paretoFigures(say, planes, USUAL, seed)),
      ...proposalFigures(),
    ];
  },
};

function surfaces(space: typeof CLOCKS): Surface[] {
  return DEVICE_CLASSES.flatMap((deviceClass) =>
    KNOWN_WORKLOADS.map((workload) => twinSurface(deviceClass, workload, space)),
  );
}

interface Limits {
  within: number;
  median: number;
  most: number;
}

/** Beside random search: how many come within so many percent of the least; and the device time beside the whole sweep's. */
function figuresOf(
  name: string,
  found: readonly Found[],
  random: readonly Found[],
  limits?: Limits,
  regretPct = 1,
): Figure[] {
  const within = (all: readonly Found[]): number =>
    (100 * all.filter((each) => each.regretPct <= regretPct).length) / all.length;
  const times = found.map(({ deviceTimePct }) => deviceTimePct).sort((a, b) => a - b);
  const at = (limit: number | undefined, bound: Target['bound']): Target | null =>
    limit === undefined ? null : { of: 'value', bound, limit };
  const share = { value: within(found), baseline: within(random) };
  return [
    makeFigure(`within_${regretPct}pct_pct_${name}`, '%', [share], at(limits?.within, '>=')),
    makeFigure(
      `device_time_pct_median_${name}`,
      '%',
      [{ value: times[times.length >> 1]!, baseline: 100 }],
      at(limits?.median, '<='),
    ),
    makeFigure(
      `device_time_pct_max_${name}`,
      '%',
      [{ value: times[times.length - 1]!, baseline: 100 }],
      at(limits?.most, '<='),
    ),
  ];
}
