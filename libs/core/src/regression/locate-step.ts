import { PRIOR_DEGREES_OF_FREEDOM, VERSION_SD, WINSORISE_AT } from './confirmation-test';
import { winsorise } from './winsorise';

/** Between which versions a step lies, as places in their order; neighbours: it is known. */
export interface StepPlace {
  /** The last one that is certainly before the step, and the first one that is certainly behind it. */
  before: number;
  since: number;
  /** Mean behind the step that fits best less mean before it, in the unit of the figures. */
  shift: number;
  standardError: number;
}

/**
 * Where in a row of versions, the oldest first, one step lies that goes up. Each place of it is compared by least squares with the place that fits
 * best, and stays possible while its likelihood is more than `alpha` of the best one's, shared among the places: so the true one is left out with
 * a probability of about `alpha` at most, however often is looked (J. Ville, 1939). Versions differ by `VERSION_SD` for no reason that matters.
 *
 * @param blocks complete ones: in each a figure of every version, two or more, such that what drifts evenly through a block cancels.
 * @param sd of the difference of two versions in one block, as it is known from other nights.
 */
export function locateStep(blocks: readonly (readonly number[])[], sd: number, alpha: number): StepPlace {
  const { levels, variance } = levelsOf(blocks, sd);
  const places = levels.slice(1).map((_, i) => i + 1);
  const fits = places.map((place) => fitStep(levels, place)).filter(({ shift }) => shift > 0);
  const best = fits.reduce<StepFit | null>((least, fit) => (least && least.misfit <= fit.misfit ? least : fit), null);
  if (!best) return { before: 0, since: levels.length - 1, shift: 0, standardError: Math.sqrt(2 * variance) };
  const reach = 2 * variance * Math.log(places.length / alpha);
  const possible = fits.filter(({ misfit }) => misfit - best.misfit <= reach);
  const { place, shift } = best;
  return {
    before: possible[0]!.place - 1,
    since: possible.at(-1)!.place,
    shift,
    standardError: Math.sqrt(variance * (1 / place + 1 / (levels.length - place))),
  };
}

/** Versions from `place` on are behind the step. */
interface StepFit {
  place: number;
  shift: number;
  /** Sum of squares about the two means. */
  misfit: number;
}

function fitStep(levels: readonly number[], place: number): StepFit {
  const sides = [levels.slice(0, place), levels.slice(place)];
  const [before, behind] = sides.map(meanOf) as [number, number];
  const misfit = sides.reduce((sum, side, i) => sum + squaresAbout(side, i === 0 ? before : behind), 0);
  return { place, shift: behind - before, misfit };
}

/** Level of each version, the blocks' own levels taken off, and the variance of one. */
function levelsOf(blocks: readonly (readonly number[])[], sd: number): { levels: number[]; variance: number } {
  const versions = blocks[0]!.length;
  const free = blocks.map((block) => block.map((each) => each - meanOf(block)));
  const sdOfOne = sd / Math.SQRT2;
  const columns = Array.from({ length: versions }, (_, version) => {
    return winsorise(
      free.map((block) => block[version]!),
      WINSORISE_AT * sdOfOne,
    );
  });
  const levels = columns.map(meanOf);
  const squares = columns.reduce((sum, column, version) => sum + squaresAbout(column, levels[version]!), 0);
  const degreesOfFreedom = PRIOR_DEGREES_OF_FREEDOM + (blocks.length - 1) * (versions - 1);
  const ofOne = (PRIOR_DEGREES_OF_FREEDOM * sdOfOne ** 2 + squares) / degreesOfFreedom;
  return { levels, variance: ofOne / blocks.length + VERSION_SD ** 2 / 2 };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

function squaresAbout(values: readonly number[], middle: number): number {
  return values.reduce((sum, each) => sum + (each - middle) ** 2, 0);
}
