import fc from 'fast-check';
import { factorLevels } from '../factors/factor-levels';
import { normalDeviate, type Random, seededRandom, shuffle } from '../random';
import { runToEnd } from '../steps/run-to-end';
import {
  compareCells,
  digestCells,
  luckOfChoice,
  type ComparisonRow,
  type FilledCell,
  type MeasuredCell,
} from './index';

interface Drawn {
  trials: number;
  scatter: number;
}

/** Cells of these true energies in mJ, measured with the scatter; the first one is the baseline. */
function draw(truths: readonly number[], { trials, scatter }: Drawn, random: Random): MeasuredCell[] {
  return truths.map((truth, i) => ({
    ...{ cellKey: `c${String(i).padStart(3, '0')}`, device: 'nano-1', deviceClass: 'jetson-nano' },
    ...{ workload: 'alexnet', inferences: 3200, graphMode: 'dynamic' },
    levels: factorLevels({ cpuKhz: i === 0 ? 'dvfs' : i * 1000, gpuHz: i === 0 ? 'dvfs' : 1e6 }),
    trials: Array.from({ length: trials }, (_, block) => ({
      energyMj: truth * Math.exp(scatter * normalDeviate(random)),
      ...{ netEnergyMj: null, durationMs: 1e4, meanPowerMw: truth / 10, block },
      ...{ absoluteUncertaintyMj: 0.02 * truth, relativeUncertaintyMj: 0 },
    })),
  }));
}

const rowOf = (cells: readonly MeasuredCell[]): ComparisonRow => runToEnd(compareCells(digestCells(cells)))[0]!;
const equal = [1e5, ...Array<number>(40).fill(8e4)];
const clear = [1e5, ...Array<number>(40).fill(9e4), 7e4];

/** Of the cell at a place; with `random` the cells come in another order. */
function luckAt(place: number, cells: readonly MeasuredCell[], random?: Random): number | null {
  const digested = digestCells(cells) as FilledCell[];
  const ordered = random ? shuffle(digested, random) : digested;
  return runToEnd(luckOfChoice(ordered, digested[place]!));
}

/** Mean distances of the savings from the truth of the cell that was chosen, in points. */
function biasesOf(truths: readonly number[], drawn: Drawn): { raw: number; corrected: number } {
  const random = seededRandom(`${truths.length} ${drawn.trials}`);
  const campaigns = 60;
  const sum = { raw: 0, corrected: 0 };
  for (let i = 0; i < campaigns; i++) {
    const row = rowOf(draw(truths, drawn, random));
    const truth = 100 * (1 - truths[Number(row.optimum!.cellKey.slice(1))]! / truths[0]!);
    sum.raw += row.savingPct!.estimate - truth;
    sum.corrected += row.correctedSavingPct!.estimate - truth;
  }
  return { raw: sum.raw / campaigns, corrected: sum.corrected / campaigns };
}

describe('luckOfChoice', () => {
  const drawn = { trials: 5, scatter: 0.015 };

  it('is what a saving of the luckiest of equal cells is too high by', () => {
    const { raw, corrected } = biasesOf(equal, drawn);
    expect(raw).toBeGreaterThan(0.8);
    expect(Math.abs(corrected)).toBeLessThan(0.4);
  });

  it('is exactly nothing for a clear optimum, whose saving stays as it is', () => {
    const row = rowOf(draw(clear, drawn, seededRandom(2)));
    expect(row.correctedSavingPct!.estimate).toBeCloseTo(row.savingPct!.estimate, 9);
    expect(row.correctedSavingPct!.low).toBeCloseTo(row.savingPct!.low, 9);
    expect(row.nearOptimum).toBe(1);
    expect(row.cells.filter((cell) => cell.mayBeOptimum)).toEqual([row.optimum]);
  });

  it('is not known of an optimum with a single trial, and none of a baseline that is the best', () => {
    const cells = draw(clear, { ...drawn, trials: 1 }, seededRandom(3));
    const row = rowOf(cells);
    expect(row.savingPct).not.toBeNull();
    expect(row.correctedSavingPct).toBeNull();
    const best = rowOf(draw([6e4, 9e4], { trials: 1, scatter: 0 }, seededRandom(3)));
    expect(best.correctedSavingPct).toEqual({ estimate: 0, low: 0, high: 0 });
  });

  it('does not depend on the order of cells and trials, and takes cells with few trials as they are', () => {
    const cells = draw(equal, drawn, seededRandom(4)).map((cell, i) => ({
      ...cell,
      trials: cell.trials.slice(0, 1 + (i % 5)),
    }));
    const found = luckAt(4, cells);
    expect(Number.isFinite(found)).toBe(true);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        const turned = cells.map((cell) => ({ ...cell, trials: shuffle(cell.trials, random) }));
        const again = luckAt(4, turned, random);
        expect(again).toBeCloseTo(found!, 12);
      }),
      { numRuns: 10 },
    );
  });

  it('yields at least once for 200 trials and a round', () => {
    const cells = digestCells(draw([...equal, ...equal], drawn, seededRandom(5))) as FilledCell[];
    expect([...luckOfChoice(cells, cells[1]!)].length).toBeGreaterThanOrEqual(30);
  });

  it('leaves many cells near the optimum where all are equal', () => {
    expect(rowOf(draw(equal, drawn, seededRandom(6))).nearOptimum).toBeGreaterThan(20);
  });
});
