import { DEVICE_CLASSES, KNOWN_WORKLOADS, type SearchMethod } from '@joulefleet/core';
import type { Benchmark, Figure, Target } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { calibrationFigures } from './calibration-figures';
import { earlierFigures } from './earlier-figures';
import { flexiboFigures } from './flexibo-figures';
import { hardened } from './harden';
import type { Noise } from './lab';
import { onlineFigures } from './online-figures';
import { paretoFigures } from './pareto-figures';
import { proposalFigures } from './proposal-figures';
import { searchFor, type Finding } from './run-search';
import { searchSurfaces } from './search-surfaces';
import type { Surface } from './surface';
import { CLOCKS, JOINT, twinSurface } from './twin-surfaces';

const SEEDS = 40;
/** Repetitions and drift as twins have them, and harder. */
const USUAL: Noise = { repetition: 0.012, drift: 0.006 };
const HARD: Noise = { repetition: 0.025, drift: 0.015 };

type Say = (line: string) => void;
type Part = (say: Say, seed: number) => Promise<Figure[]>;

/** Every pair of clocks of a workload on a device class. */
const onTwins: Part = async (say, seed) => {
  const of = { among: surfaces(CLOCKS), noise: USUAL, seeds: SEEDS, seed };
  const random = await search({ ...of, method: 'random' }, say);
  const steered = await search({ ...of, method: 'steered' }, say);
  return [
    ...figuresOf('steered_twins', steered, random, { within: 95, median: 1, most: 3 }),
    ...calibrationFigures('twins', steered, 1),
    ...figuresOf('random_twins', random, random),
  ];
};

/** The same by the other methods. */
const byOthers: Part = async (say, seed) => {
  const among = surfaces(CLOCKS);
  const by = (method: SearchMethod): Promise<Finding[]> =>
    search({ method, among, noise: USUAL, seeds: SEEDS, seed }, say);
  const random = await by('random');
  return [
    ...figuresOf('gp_twins', await by('gp'), random),
    ...figuresOf('gradient_twins', await by('gradient'), random),
    ...figuresOf('thompson_twins', await by('thompson'), random),
    ...figuresOf('halving_twins', await by('halving'), random),
    ...figuresOf('sweep_twins', await by('sweep'), random),
  ];
};

/** With batch size and graph mode. */
const jointly: Part = async (say, seed) => {
  const among = surfaces(JOINT);
  const random = await search({ method: 'random', among, noise: USUAL, seeds: 1, seed }, say);
  const steered = await search({ method: 'steered', among, noise: USUAL, seeds: SEEDS, seed }, say);
  return [
    ...figuresOf('steered_joint', steered, random, { within: 95, median: 0.5, most: 3 }),
    ...calibrationFigures('joint', steered, 1),
  ];
};

/** With more noise, a bump and quirks of the cells. */
const onHarder: Part = async (say, seed) => {
  const among = surfaces(CLOCKS).map((surface, i) => hardened(surface, `${seed} ${i}`));
  const of = { among, noise: HARD, seeds: SEEDS, seed, margin: 0.02 };
  const random = await search({ ...of, method: 'random' }, say);
  const steered = await search({ ...of, method: 'steered' }, say);
  return [
    ...figuresOf('steered_hard', steered, random, { within: 95, median: 4, most: 4 }, 2),
    ...calibrationFigures('hard', steered, 2),
  ];
};

const onFronts: Part = (say, seed) => paretoFigures(say, surfaces(CLOCKS), USUAL, seed);

const throughChange: Part = (say, seed) => onlineFigures(say, surfaces(CLOCKS), USUAL, seed);
const fromEarlier: Part = (say, seed) => earlierFigures(say, surfaces(CLOCKS), USUAL, seed);

const PARTS: Readonly<Record<string, { about: string; part: Part }>> = {
  twins: {
    about: 'Searches for the cell of least energy on surfaces of twins, and at random: regret and device time.',
    part: onTwins,
  },
  others: { about: 'The same by each other method.', part: byOthers },
  joint: { about: 'The same over clocks, batch size and graph mode.', part: jointly },
  hard: { about: 'The same with more noise, a bump and quirks of the cells.', part: onHarder },
  earlier: {
    about: 'The same from what earlier campaigns on other boards, or of other workloads, measured.',
    part: fromEarlier,
  },
  online: {
    about: 'Searches that go on while conditions change: regret beside staying at what was the best.',
    part: throughChange,
  },
  real: {
    about: 'Trials that each strategy needs on five surfaces that others measured on a TX2.',
    part: flexiboFigures,
  },
  pareto: { about: 'The front of time and energy from 25 trials.', part: onFronts },
  proposal: {
    about: 'Time of one decision of a search with 2,000 cells and 300 trials.',
    part: async () => proposalFigures(),
  },
};

/** All parts, and each alone. */
export const SEARCH_BENCHMARKS: readonly Benchmark[] = [
  {
    name: 'search',
    about:
      'All of search-twins, search-others, search-joint, search-hard, search-earlier, search-online, search-real, search-pareto and search-proposal.',
    measure: async (say, { seed }) => {
      const figures: Figure[] = [];
      for (const { part } of Object.values(PARTS)) figures.push(...(await part(say, seed)));
      return figures;
    },
  },
  ...Object.entries(PARTS).map(([name, { about, part }]): Benchmark => {
    return { name: `search-${name}`, about, measure: (say, { seed }) => part(say, seed) };
  }),
];

interface Searches {
  method: SearchMethod;
  among: readonly Surface[];
  noise: Noise;
  seeds: number;
  seed: number;
  margin?: number;
}

async function search({ method, among, noise, seeds, seed, margin = 0.01 }: Searches, say: Say): Promise<Finding[]> {
  const parameters = Array.from({ length: seeds }, (_, i) => ({ ...searchFor(method, 1_000 * seed + i), margin }));
  const searches = parameters.map((each) => ({ parameters: each }));
  const found = await searchSurfaces(among.map((surface) => ({ surface, noise, searches })));
  say(`${method}: ${found.length} searches of ${among.length} surfaces`);
  return found;
}

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
  found: readonly Finding[],
  random: readonly Finding[],
  limits?: Limits,
  regretPct = 1,
): Figure[] {
  const within = (all: readonly Finding[]): number =>
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
