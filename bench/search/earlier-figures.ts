import type { EarlierKnowledge } from '@joulefleet/core';
import type { Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { bestOfOthers, sweptBefore, type Difference } from './earlier-campaigns';
import type { Noise } from './lab';
import { searchFor, type Finding } from './run-search';
import { searchSurfaces } from './search-surfaces';
import type { Surface } from './surface';

const SEEDS = 10;
/** As boards of a class differ (FIELD: up to 5 %), and as they do after a change of the power mode or the firmware. */
const USUAL: Difference = { level: 0.03, tilt: 0.02 };
const CHANGED: Difference = { level: 0.1, tilt: 0.2 };

/** Searches that start from sweeps of two other boards, from such that no longer fit, and from the best cells of other workloads; beside ones that start from nothing. */
export async function earlierFigures(
  say: (line: string) => void,
  surfaces: readonly Surface[],
  noise: Noise,
  seed: number,
): Promise<Figure[]> {
  const search = async (name: string, earlierOf: (surface: Surface, seed: string) => EarlierKnowledge | undefined) => {
    const seeds = Array.from({ length: SEEDS }, (_, i) => i);
    const searchesOf = (surface: Surface) =>
      seeds.map((i) => {
        const earlier = earlierOf(surface, `${seed} ${i}`);
        return { parameters: searchFor('steered', 1_000 * seed + i), ...(earlier && { earlier }) };
      });
    const found = await searchSurfaces(surfaces.map((surface) => ({ surface, noise, searches: searchesOf(surface) })));
    say(`starting from ${name}: ${found.length} searches of ${surfaces.length} surfaces`);
    return found;
  };
  const cold = await search('nothing', () => undefined);
  const boards = await search('two other boards', (surface, by) => sweptBefore(surface, USUAL, by));
  const changed = await search('two changed boards', (surface, by) => sweptBefore(surface, CHANGED, by));
  const others = await search('other workloads', (surface) => bestOfOthers(surface, ofSameClass(surface, surfaces)));
  return [
    ...figuresOf('earlier_boards', boards, cold),
    ...figuresOf('earlier_changed', changed, cold),
    ...figuresOf('earlier_workloads', others, cold),
  ];
}

function ofSameClass(surface: Surface, surfaces: readonly Surface[]): Surface[] {
  const [deviceClass] = surface.name.split(' ');
  return surfaces.filter((each) => each !== surface && each.name.startsWith(`${deviceClass} `));
}

/** Beside a start from nothing. */
function figuresOf(name: string, found: readonly Finding[], cold: readonly Finding[]): Figure[] {
  const within = (all: readonly Finding[]): number =>
    (100 * all.filter(({ regretPct }) => regretPct <= 1).length) / all.length;
  const median = (all: readonly Finding[], of: (one: Finding) => number): number =>
    all.map(of).sort((a, b) => a - b)[all.length >> 1]!;
  const share = { value: within(found), baseline: within(cold) };
  const beside = (of: (one: Finding) => number) => ({ value: median(found, of), baseline: median(cold, of) });
  return [
    makeFigure(`within_1pct_pct_${name}`, '%', [share], { of: 'value', bound: '>=', limit: 95 }),
    makeFigure(`device_time_pct_median_${name}`, '%', [beside(({ deviceTimePct }) => deviceTimePct)], null),
    makeFigure(`trials_median_${name}`, 'trials', [beside(({ trials }) => trials)], null),
  ];
}
