import { compareCells, digestCells, runToEnd, type ComparisonRow, type Random } from '@joulefleet/core';
import { drawCell, placeOf } from './drawn-cell';

const BASELINE_MJ = 100_000;

/** True energies over that of the baseline, which comes first. */
export const SURFACES: Readonly<Record<string, readonly number[]>> = {
  equal: [1, ...Array<number>(60).fill(0.8)],
  'as-baseline': Array<number>(61).fill(1),
  'nearly-equal': [1, ...Array<number>(60).fill(0.8), 0.79],
  bowl: [1, ...bowl(0.004)],
  'steep-bowl': [1, ...bowl(0.03)],
  clear: [1, ...Array<number>(60).fill(0.9), 0.75],
};

export interface SavingCounts {
  campaigns: number;
  /** Sums of the savings less the true one of the cell that was chosen, in points. */
  rawBias: number;
  correctedBias: number;
  /** Campaigns whose interval holds that saving. */
  rawCovered: number;
  correctedCovered: number;
  /** Campaigns whose set of cells that may be the best holds the best one, and whose optimum is the best one. */
  bestInSet: number;
  bestChosen: number;
}

/** The saving that campaigns on one surface quote, held against the truth. */
export function simulateSavings(
  surface: readonly number[],
  measured: { campaigns: number; trials: number; sdLog: number },
  random: Random,
): SavingCounts {
  const { campaigns } = measured;
  const sum = { rawBias: 0, correctedBias: 0, rawCovered: 0, correctedCovered: 0, bestInSet: 0, bestChosen: 0 };
  const least = surface.indexOf(Math.min(...surface));
  for (let i = 0; i < campaigns; i++) {
    const cells = surface.map((truth, place) => drawCell(place, truth * BASELINE_MJ, measured, random));
    const row = runToEnd(compareCells(digestCells(cells)))[0]!;
    const [raw, corrected] = [errorOf(row.savingPct!, row, surface), errorOf(row.correctedSavingPct!, row, surface)];
    sum.rawBias += raw.points;
    sum.correctedBias += corrected.points;
    sum.rawCovered += Number(raw.covered);
    sum.correctedCovered += Number(corrected.covered);
    sum.bestInSet += Number(row.cells.some((cell) => cell.mayBeOptimum && placeOf(cell) === least));
    sum.bestChosen += Number(placeOf(row.optimum!) === least);
  }
  return { campaigns, ...sum };
}

function errorOf(
  { estimate, low, high }: NonNullable<ComparisonRow['savingPct']>,
  { optimum }: ComparisonRow,
  surface: readonly number[],
) {
  const truth = 100 * (1 - surface[placeOf(optimum!)]! / surface[0]!);
  return { points: estimate - truth, covered: low <= truth && truth <= high };
}

/** A surface over seven by nine clocks that rises with the square of the distance from its least cell. */
function bowl(steepness: number): number[] {
  return Array.from({ length: 63 }, (_, i) => {
    const [row, column] = [Math.floor(i / 9) - 3, (i % 9) - 4];
    return 0.8 * (1 + steepness * (row * row + 0.7 * column * column));
  });
}
