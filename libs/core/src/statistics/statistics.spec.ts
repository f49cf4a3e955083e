import fc from 'fast-check';
import { normalDeviate, type Random, seededRandom, shuffle } from '../random';
import {
  ASSUMED_SD_LOG,
  asChangePct,
  asSavingPct,
  cellInterval,
  cellStatistics,
  type CellStatistics,
  medianOf,
  poolVariance,
  shrinkVariance,
  studentTQuantile,
  trimmedMean,
  trimmedMeanVarianceFactor,
} from './index';

const figures = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('cellStatistics', () => {
  it('is the geometric mean of few trials, the median beside it', () => {
    const found = cellStatistics([100, 200, 400])!;
    expect(found.estimate).toBeCloseTo(200, 9);
    expect(found).toMatchObject({ trials: 3, median: 200 });
    expect(found.sdLog).toBeCloseTo(Math.LN2, 9);
    expect(cellStatistics([100])).toMatchObject({ trials: 1, median: 100, sdLog: null });
    expect(cellStatistics([])).toBeNull();
  });

  it('does not let one odd trial of ten pull it', () => {
    const nine = [99, 100, 101, 99, 100, 101, 99, 100, 101];
    expect(cellStatistics([...nine, 1000])!.estimate).toBeCloseTo(cellStatistics([...nine, 102])!.estimate, 9);
    expect(cellStatistics([...nine, 1000])!.estimate).toBeLessThan(101);
  });

  it('is the same in any order, scales with the figures and lies among them', () => {
    fc.assert(
      fc.property(figures, fc.integer(), fc.double({ min: 0.01, max: 100, noNaN: true }), (values, seed, factor) => {
        const found = cellStatistics(values)!;
        expect(cellStatistics(shuffle(values, seededRandom(seed)))!.estimate).toBeCloseTo(found.estimate, 6);
        expect(cellStatistics(values.map((v) => v * factor))!.estimate / (found.estimate * factor)).toBeCloseTo(1, 9);
        expect(found.estimate).toBeGreaterThanOrEqual(Math.min(...values) * (1 - 1e-12));
        expect(found.estimate).toBeLessThanOrEqual(Math.max(...values) * (1 + 1e-12));
      }),
    );
  });

  it('refuses figures that a validity check must have kept out', () => {
    for (const odd of [0, -1, NaN, Infinity]) expect(() => cellStatistics([100, odd])).toThrow(RangeError);
  });
});

describe('medianOf and trimmedMean', () => {
  it('know small cases', () => {
    expect([medianOf([]), medianOf([3]), medianOf([4, 1]), medianOf([9, 1, 5])]).toEqual([null, 3, 2.5, 5]);
    expect(trimmedMean([])).toBeNull();
    expect(trimmedMean([0, 1, 1, 1, 1, 1, 1, 1, 1, 1000])).toBe(1);
    expect(trimmedMeanVarianceFactor(9)).toBe(1);
  });

  it('has the variance that the factor says', () => {
    const random = seededRandom(5);
    const means = Array.from({ length: 20_000 }, () =>
      trimmedMean(Array.from({ length: 20 }, () => normalDeviate(random)))!,
    );
    const factor = (20 * means.reduce((sum, m) => sum + m * m, 0)) / means.length;
    expect(Math.abs(factor - trimmedMeanVarianceFactor(20))).toBeLessThan(0.04);
    expect(trimmedMeanVarianceFactor(20)).toBeCloseTo(1.06, 2);
  });
});

describe('poolVariance', () => {
  it('weighs the cells by their degrees of freedom', () => {
    const pooled = poolVariance([
      { trials: 3, sdLog: 0.01 },
      { trials: 5, sdLog: 0.02 },
      { trials: 1, sdLog: null },
    ]);
    expect(pooled.degreesOfFreedom).toBe(6);
    expect(pooled.sdLog).toBeCloseTo(Math.sqrt((2 * 0.01 ** 2 + 4 * 0.02 ** 2) / 6), 12);
  });

  it('assumes a deviation, and says so, where nothing was repeated', () => {
    const pooled = poolVariance([{ trials: 1, sdLog: null }]);
    expect(pooled).toMatchObject({ sdLog: ASSUMED_SD_LOG, degreesOfFreedom: 0 });
    const interval = cellInterval(cellStatistics([100])!, pooled);
    expect(interval.high / interval.estimate).toBeCloseTo(Math.exp(1.96 * ASSUMED_SD_LOG), 4);
    expect(poolVariance([]).degreesOfFreedom).toBe(0);
  });

  it('survives cells whose trials agree to the last digit', () => {
    const none = poolVariance(Array.from({ length: 5 }, () => ({ trials: 3, sdLog: 0 })));
    expect(none).toMatchObject({ sdLog: 0, degreesOfFreedom: 10 });
    const cell = cellStatistics([100, 100, 100])!;
    const point = cellInterval(cell, none);
    expect([point.low, point.high]).toEqual([point.estimate, point.estimate]);
    const some = poolVariance([0, 0, 0, 0.01, 0.02].map((sdLog) => ({ trials: 3, sdLog })));
    const { low, high } = cellInterval(cell, some);
    expect(low).toBeGreaterThan(90);
    expect(high).toBeGreaterThan(low);
  });

  it('shrinks an own variance between itself and the prior', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            trials: fc.integer({ min: 2, max: 12 }),
            sdLog: fc.double({ min: 1e-4, max: 0.3, noNaN: true }),
          }),
          {
            minLength: 1,
            maxLength: 30,
          },
        ),
        (cells) => {
          const pooled = poolVariance(cells);
          for (const cell of cells) {
            const { variance, degreesOfFreedom } = shrinkVariance(cell, pooled);
            const ends = [cell.sdLog ** 2, pooled.prior.variance];
            expect(variance).toBeGreaterThanOrEqual(Math.min(...ends) * (1 - 1e-9));
            expect(variance).toBeLessThanOrEqual(Math.max(...ends) * (1 + 1e-9));
            expect(degreesOfFreedom).toBeLessThanOrEqual(pooled.degreesOfFreedom);
          }
        },
      ),
    );
  });

  it('holds to the pool when the cells scatter alike, and to their own when they do not', () => {
    const random = seededRandom(8);
    const spreads = (sdOf: (i: number) => number): CellStatistics[] =>
      Array.from({ length: 60 }, (_, i) => drawCell(random, 100, sdOf(i), 6));
    expect(poolVariance(spreads(() => 0.01)).prior.degreesOfFreedom).toBeGreaterThan(15);
    expect(poolVariance(spreads((i) => (i % 2 ? 0.003 : 0.03))).prior.degreesOfFreedom).toBeLessThan(4);
  });
});

describe('coverage of the 95 % intervals, by simulation', () => {
  /** Share of cells whose interval holds the truth, and the mean width relative to that of intervals of their own. */
  function coverage(sdOf: (cell: number, random: Random) => number, cells: number, trials: number) {
    const random = seededRandom(`coverage ${cells} ${trials}`);
    let covered = 0;
    let width = 0;
    let ownWidth = 0;
    const campaigns = Math.ceil(4000 / cells);
    const ownQuantile = studentTQuantile(0.975, trials - 1);
    for (let campaign = 0; campaign < campaigns; campaign++) {
      const drawn = Array.from({ length: cells }, (_, i) => drawCell(random, 100, sdOf(i, random), trials));
      const pooled = poolVariance(drawn);
      for (const cell of drawn) {
        const { low, high } = cellInterval(cell, pooled);
        if (low <= 100 && 100 <= high) covered++;
        width += Math.log(high / low);
        ownWidth += (2 * ownQuantile * cell.sdLog!) / Math.sqrt(trials);
      }
    }
    return { share: covered / (cells * campaigns), relativeWidth: width / ownWidth };
  }

  it.each([
    [20, 3],
    [60, 3],
    [20, 2],
    [20, 10],
    [10, 3],
    [10, 5],
    [5, 5],
    [2, 3],
  ])('is about 95 %% for %d cells of %d trials that scatter alike', (cells, trials) => {
    expect(Math.abs(coverage(() => 0.015, cells, trials).share - 0.95)).toBeLessThan(0.012);
  });

  it('stays about 95 % when some cells scatter three times as much as others', () => {
    const share = coverage((cell) => (cell % 3 === 0 ? 0.03 : 0.01), 30, 4).share;
    expect(share).toBeGreaterThan(0.93);
    expect(share).toBeLessThan(0.97);
  });

  it('would not be there with a variance that is half of the true one', () => {
    const random = seededRandom(9);
    const cells = Array.from({ length: 2000 }, () => drawCell(random, 100, 0.015, 3));
    const pooled = poolVariance(cells);
    const wrong = {
      ...pooled,
      prior: { ...pooled.prior, variance: pooled.prior.variance / 2, degreesOfFreedom: Infinity },
    };
    const covered = cells.filter((cell) => {
      const { low, high } = cellInterval(cell, wrong);
      return low <= 100 && 100 <= high;
    });
    expect(covered.length / cells.length).toBeLessThan(0.9);
  });

  it('comes with half the width of intervals from three trials alone', () => {
    expect(coverage(() => 0.015, 20, 3).relativeWidth).toBeCloseTo(0.55, 1);
  });
});

describe('intervals of percent', () => {
  it('turn factors into changes and savings', () => {
    const factor = { estimate: 0.7, low: 0.6, high: 0.9 };
    const close = (found: object, expected: object): void =>
      expect(
        JSON.parse(JSON.stringify(found, (_, v: unknown) => (typeof v === 'number' ? Math.round(v * 1e6) / 1e6 : v))),
      ).toEqual(expected);
    close(asChangePct(factor), { estimate: -30, low: -40, high: -10 });
    close(asSavingPct(factor), { estimate: 30, low: 10, high: 40 });
  });
});

function drawCell(random: Random, truth: number, sd: number, trials: number): CellStatistics {
  return cellStatistics(Array.from({ length: trials }, () => truth * Math.exp(sd * normalDeviate(random))))!;
}
