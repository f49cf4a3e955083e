import { trimmedMean } from '@joulefleet/core';
import type { Share } from './share-figure';
import { LEARNING_NIGHTS, SCORED_NIGHTS } from './simulate-nights';
import { CELLS, deviceOf, EXECUTIONS, SERIES, type NightGenerator } from './simulated-fleet';

/** Nights before, that a night is compared with. */
const REFERENCE_NIGHTS = 28;
/** Rounds in which the weights of series and their scatter are found from each other. */
const WEIGHTING_ROUNDS = 3;

/** How far the nights of a cell are off their reference while nothing changes, the device's night taken off: logarithms, and their scatter. */
export interface CellDeviations {
  deviations: readonly number[];
  sd: number;
}

/**
 * Cells of a fleet as an ideal detector sees them: it knows from all nights, later ones too, how much each series scatters, and takes off the device's
 * night as the mean of the device's other series, weighted by their precision. The reference is the mean of the 28 nights before.
 */
export function idealDeviations(generator: NightGenerator): CellDeviations[] {
  const off = deviationsOf(nightsOf(generator));
  let scatter = SERIES.map(() => 1);
  let left = off;
  for (let round = 0; round < WEIGHTING_ROUNDS; round++) {
    left = withoutDevice(off, scatter);
    scatter = left.map((nights) => rootMeanSquare(measuredIn(nights)));
  }
  return CELLS.map((cell) => ({ deviations: measuredIn(left[cell]!), sd: scatter[cell]! }));
}

/** Night values of quiet nights, by series. */
function nightsOf(generator: NightGenerator): number[][] {
  const values = SERIES.map((): number[] => []);
  for (let night = 0; night < LEARNING_NIGHTS + SCORED_NIGHTS; night++) {
    const { executions } = generator.next(() => 0);
    values.forEach((nights, i) => {
      const logs = [...executions.subarray(i * EXECUTIONS, (i + 1) * EXECUTIONS)];
      nights.push(Number.isNaN(logs[0]) ? NaN : trimmedMean(logs)!);
    });
  }
  return values;
}

/** Of the measured nights; NaN of others. */
function deviationsOf(values: readonly number[][]): number[][] {
  return values.map((nights) => {
    const before = measuredIn(nights.slice(0, LEARNING_NIGHTS)).slice(-REFERENCE_NIGHTS);
    return nights.slice(LEARNING_NIGHTS).map((value) => {
      const deviation = value - meanOf(before);
      if (!Number.isNaN(value)) before.push(value);
      if (before.length > REFERENCE_NIGHTS) before.shift();
      return deviation;
    });
  });
}

function withoutDevice(off: readonly number[][], scatter: readonly number[]): number[][] {
  return off.map((nights, i) => {
    const others = off.flatMap((_, k) => (k !== i && deviceOf(k) === deviceOf(i) ? [k] : []));
    return nights.map((value, night) => {
      const measured = others.filter((k) => !Number.isNaN(off[k]![night]!));
      const weights = measured.map((k) => scatter[k]! ** -2);
      const sum = measured.reduce((total, k, place) => total + weights[place]! * off[k]![night]!, 0);
      return value - sum / weights.reduce((total, weight) => total + weight, 0);
    });
  });
}

/** Steps that are visible in their first night: of `ideal` thresholds, and of one for all cells, in standard deviations. */
export interface PossibleSteps {
  ideal: Share;
  equal: Share;
}

/**
 * How many steps of a size show in their first night, when so many flags are raised in a quiet one and measuring again is never wrong. The ideal detector
 * looks for this very size only, and each cell has the threshold that finds most with these flags: that of the likelihood ratio (J. Neyman,
 * E. S. Pearson, Phil. Trans. R. Soc. A 231, 1933), of normal deviations.
 *
 * @param flags over all cells and nights, of all cells together.
 */
export function possibleSteps(cells: readonly CellDeviations[], size: number, flags: number): PossibleSteps {
  const most = (thresholdOf: (sd: number, level: number) => number): Share => {
    const level = levelFor(flags, (each) => falseFlags(cells, (sd) => thresholdOf(sd, each)));
    return foundSteps(cells, size, (sd) => thresholdOf(sd, level));
  };
  return {
    ideal: most((sd, level) => Math.max(0, (level * sd * sd) / size + size / 2)),
    equal: most((sd, level) => level * sd),
  };
}

type ThresholdOf = (sd: number) => number;

function falseFlags(cells: readonly CellDeviations[], thresholdOf: ThresholdOf): number {
  return cells.reduce((sum, { deviations, sd }) => sum + countFrom(deviations.map(Math.abs), thresholdOf(sd)), 0);
}

function foundSteps(cells: readonly CellDeviations[], size: number, thresholdOf: ThresholdOf): Share {
  let [count, of] = [0, 0];
  for (const { deviations, sd } of cells) {
    for (const direction of [-1, 1]) {
      const stepped = deviations.map((each) => direction * each + size);
      count += countFrom(stepped, thresholdOf(sd));
      of += stepped.length;
    }
  }
  return { count, of };
}

const MAX_LEVEL = 50;
const LEVEL_PRECISION = 1e-3;

/** The lowest level with at most so many flags, of which there are fewer the higher it is. */
function levelFor(flags: number, flagsAt: (level: number) => number): number {
  let [low, high] = [-MAX_LEVEL, MAX_LEVEL];
  while (high - low > LEVEL_PRECISION) {
    const middle = (low + high) / 2;
    if (flagsAt(middle) > flags) low = middle;
    else high = middle;
  }
  return high;
}

const countFrom = (values: readonly number[], least: number): number => values.filter((each) => each >= least).length;
const measuredIn = (nights: readonly number[]): number[] => nights.filter((value) => !Number.isNaN(value));
const meanOf = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
const rootMeanSquare = (values: readonly number[]): number => Math.sqrt(meanOf(values.map((each) => each ** 2)));
