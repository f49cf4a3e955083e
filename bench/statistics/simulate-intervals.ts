import {
  bootstrapInterval,
  cellInterval,
  cellStatistics,
  normalDeviate,
  poolVariance,
  runToEnd,
  sampleMoments,
  twoSided95,
  type Random,
} from '@joulefleet/core';

const CELLS = 20;

export interface IntervalCounts {
  cells: number;
  /** Cells whose interval holds the true mean, by the pooled variance and by Student's t of their own trials. */
  pooled: number;
  own: number;
  /** Sums of half-widths, relative. */
  pooledWidth: number;
  ownWidth: number;
}

/** Intervals of cells that are measured a few times, held against their true mean, which is 1. */
export function simulateIntervals(devices: number, trials: number, sdLog: number, random: Random): IntervalCounts {
  const counts: IntervalCounts = { cells: 0, pooled: 0, own: 0, pooledWidth: 0, ownWidth: 0 };
  for (let device = 0; device < devices; device++) {
    const drawn = Array.from({ length: CELLS }, () => drawFigures(trials, sdLog, random));
    const pool = poolVariance(drawn.map((figures) => cellStatistics(figures)!));
    for (const figures of drawn) {
      const { low, high } = cellInterval(cellStatistics(figures)!, pool);
      const { mean, deviation } = sampleMoments(figures.map(Math.log));
      const halfWidth = (twoSided95(trials - 1) * deviation!) / Math.sqrt(trials);
      counts.cells++;
      counts.pooled += Number(low <= 1 && 1 <= high);
      counts.own += Number(Math.abs(mean) <= halfWidth);
      counts.pooledWidth += Math.log(high / low) / 2;
      counts.ownWidth += halfWidth;
    }
  }
  return counts;
}

/** Share of bootstrap intervals of single cells that hold the true mean. */
export function bootstrapCoverage(tries: number, trials: number, sdLog: number, random: Random): number {
  let covered = 0;
  for (let i = 0; i < tries; i++) {
    const found = runToEnd(bootstrapInterval(drawFigures(trials, sdLog, random), random, 500));
    covered += Number(found !== null && found.low <= 1 && 1 <= found.high);
  }
  return covered / tries;
}

function drawFigures(count: number, sdLog: number, random: Random): number[] {
  return Array.from({ length: count }, () => Math.exp(sdLog * normalDeviate(random)));
}
