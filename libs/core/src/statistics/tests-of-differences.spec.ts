import fc from 'fast-check';
import { normalDeviate, seededRandom } from '../random';
import { runToEnd } from '../steps/run-to-end';
import {
  benjaminiHochberg,
  bootstrapInterval,
  cellStatistics,
  equivalencePValue,
  flagOutliers,
  hedgesG,
  holm,
  logAsPct,
  mayBeLeast,
  pctAsLog,
  permutationTest,
  robustScores,
  trialsNeeded,
  tTestPower,
  twoSidedPValue,
  judgeDifference,
  welchDifference,
} from './index';
import { normalProbability } from './normal-probability';

const permutation = (differences: readonly number[]) => runToEnd(permutationTest(differences, seededRandom(1)));
const bootstrap = (figures: readonly number[]) => runToEnd(bootstrapInterval(figures, seededRandom(1)));

describe('cellStatistics', () => {
  it('has the plain mean and the coefficient of variation beside the estimate', () => {
    const found = cellStatistics([90, 100, 110])!;
    expect(found.mean).toBeCloseTo(100, 12);
    expect(found.cvPct).toBeCloseTo(10, 12);
    expect(cellStatistics([100])).toMatchObject({ mean: 100, cvPct: null });
  });
});

describe('normalProbability', () => {
  it('has the values of Abramowitz and Stegun, table 26.1', () => {
    expect(normalProbability(0)).toBe(0.5);
    expect(normalProbability(1)).toBeCloseTo(0.841344746068543, 13);
    expect(normalProbability(-2)).toBeCloseTo(0.02275013194818, 13);
    expect(normalProbability(1.959963984540054)).toBeCloseTo(0.975, 13);
    expect([normalProbability(-40), normalProbability(40)]).toEqual([0, 1]);
  });
});

describe('flagOutliers', () => {
  it('flags what is far off, and shows the estimate without it', () => {
    const found = flagOutliers([100, 101, 99, 130, 100, 102])!;
    expect(found.places).toEqual([3]);
    expect(found.estimateWithout).toBeCloseTo(cellStatistics([100, 101, 99, 100, 102])!.estimate, 9);
  });

  it('says nothing of four trials, flags nothing among equal ones, and the odd one among equal ones', () => {
    expect(flagOutliers([100, 100, 100, 200])).toBeNull();
    expect(flagOutliers([100, 100, 100, 100, 100])).toEqual({ places: [], estimateWithout: null });
    expect(flagOutliers([100, 100, 100, 100, 100, 100, 150])!.places).toEqual([6]);
  });

  it('scores by the median deviation: (x - median) / (1.4826 MAD)', () => {
    expect(robustScores([1, 2, 3, 4, 10])[4]).toBeCloseTo(0.6744897501960817 * 7, 9);
    expect(robustScores([])).toEqual([]);
  });
});

/** Fisher 1935, section 17: Darwin's fifteen pairs of maize, differences of height in eighths of an inch; 314 in all. */
const DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe('permutationTest', () => {
  it('counts all signs of few pairs', () => {
    expect(permutation([1, 2, 3])).toEqual({ pValue: 0.25, exact: true });
    expect(permutation([1, -1])!.pValue).toBe(1);
    expect(permutation([1, 2, 3, 4, 5, 6])!.pValue).toBe(2 / 64);
    expect(permutation([])).toBeNull();
    expect(permutation([0, 0])).toBeNull();
  });

  it('does not let rounding break a tie', () => {
    expect(permutation([0.1, 0.2, -0.3])!.pValue).toBe(1);
    expect(permutation([0.1, 0.2, 0.3])!.pValue).toBe(0.25);
  });

  it("gives Fisher's result for Darwin's maize (1935, section 21: 1,726 of 32,768)", () => {
    const found = permutation(DARWIN)!;
    expect(found.exact).toBe(false);
    expect(Math.abs(found.pValue - 1726 / 32_768)).toBeLessThan(0.008);
  });

  it('does not depend on the order or the common sign', () => {
    const few = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(few, (differences) => {
        const p = permutation(differences)?.pValue;
        expect(permutation([...differences].reverse())?.pValue).toBe(p);
        expect(permutation(differences.map((d) => -d))?.pValue).toBe(p);
      }),
    );
  });
});

/** Student 1908: additional hours of sleep by two drugs (R's data set `sleep`). */
const SLEEP = {
  first: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  second: [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
};

describe('welchDifference', () => {
  it("is R's t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p = 0.07939", () => {
    const found = welchDifference(SLEEP.first, SLEEP.second)!;
    expect(found.difference / found.standardError).toBeCloseTo(-1.8608, 4);
    expect(found.degreesOfFreedom).toBeCloseTo(17.776, 3);
    expect(twoSidedPValue(found)).toBeCloseTo(0.07939, 5);
  });

  it('is none of single values or of values that are all equal', () => {
    expect(welchDifference([1], [1, 2])).toBeNull();
    expect(welchDifference([1, 1], [2, 2])).toBeNull();
  });
});

describe('hedgesG', () => {
  it('is the difference in pooled deviations, less the bias of few values', () => {
    expect(hedgesG([1, 2, 3], [2, 3, 4])).toBeCloseTo(-(1 - 3 / 15), 12);
    expect(hedgesG(SLEEP.first, SLEEP.second)).toBeCloseTo(-0.8321811 * (1 - 3 / 71), 6);
    expect(hedgesG([1], [1, 2])).toBeNull();
    expect(hedgesG([1, 1], [1, 1])).toBeNull();
  });
});

describe('effects in percent', () => {
  it('are those of the ratio', () => {
    expect(logAsPct(Math.log(0.9))).toBeCloseTo(-10, 12);
    expect(pctAsLog(2)).toBeCloseTo(Math.log(1.02), 12);
  });
});

describe('adjusted p-values', () => {
  /** Benjamini and Hochberg 1995, section 3.1: at 5 % Hochberg's procedure rejects three of these, theirs four. */
  const THROMBOLYSIS = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];

  it('reject what the source rejects', () => {
    const rejected = (adjusted: number[]): number => adjusted.filter((p) => p <= 0.05).length;
    expect(rejected(THROMBOLYSIS)).toBe(9);
    expect(rejected(holm(THROMBOLYSIS))).toBe(3);
    expect(rejected(benjaminiHochberg(THROMBOLYSIS))).toBe(4);
  });

  it('are in the order of the input', () => {
    const rounded = (values: number[]): number[] => values.map((v) => Number(v.toFixed(9)));
    expect(rounded(holm([0.04, 0.01, 0.03]))).toEqual([0.06, 0.03, 0.06]);
    expect(rounded(benjaminiHochberg([0.04, 0.01, 0.03]))).toEqual([0.04, 0.03, 0.04]);
    expect([holm([]), benjaminiHochberg([])]).toEqual([[], []]);
  });

  it('are never below the plain ones, and those of Benjamini and Hochberg never above those of Holm', () => {
    const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(pValues, (ps) => {
        const [strict, mild] = [holm(ps), benjaminiHochberg(ps)];
        for (const [i, p] of ps.entries()) {
          expect(mild[i]).toBeGreaterThanOrEqual(p * (1 - 1e-12));
          expect(strict[i]).toBeGreaterThanOrEqual(mild[i]! * (1 - 1e-12));
          expect(strict[i]).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('equivalencePValue', () => {
  it('is the larger one-sided p-value', () => {
    const tested = { difference: 0.5, standardError: 0.25, degreesOfFreedom: 10 };
    // P(T > 2) with 10 degrees of freedom is 0.03669 (R: pt(-2, 10)).
    expect(equivalencePValue(tested, 1)).toBeCloseTo(0.03669, 5);
    expect(equivalencePValue({ ...tested, difference: -0.5 }, 1)).toBeCloseTo(0.03669, 5);
    expect(equivalencePValue({ ...tested, difference: 1.5 }, 1)).toBeGreaterThan(0.95);
    expect(equivalencePValue({ ...tested, standardError: 0 }, 1)).toBe(0);
    expect(equivalencePValue({ ...tested, difference: 2, standardError: 0 }, 1)).toBe(1);
  });
});

describe('tTestPower', () => {
  it("is R's power.t.test", () => {
    // power.t.test(n = 20, delta = 1, sd = 1): 0.8689528; type = 'paired', n = 10, delta = 1, sd = 1: 0.8030962
    expect(tTestPower(Math.sqrt(10), 38)).toBeCloseTo(0.8689528, 5);
    expect(tTestPower(Math.sqrt(10), 9)).toBeCloseTo(0.8030962, 5);
    expect(tTestPower(0, 9)).toBeCloseTo(0.05, 6);
  });
});

describe('trialsNeeded', () => {
  it('follows the normal approximation where the deviation is well known', () => {
    // ((1.645 + 1.282) * 0.02 / 0.02)^2 = 8.56
    expect(trialsNeeded(0.02, Infinity, 0.02)).toBe(9);
    expect(trialsNeeded(0.02, 4, 0.02)).toBeGreaterThan(9);
    expect(trialsNeeded(0.0001, Infinity, 0.02)).toBe(2);
    expect(trialsNeeded(10, Infinity, 0.02)).toBeNull();
  });
});

describe('judgeDifference', () => {
  const judged = { standardError: 0.005, degreesOfFreedom: 30, trials: 5 };
  it.each([
    [-0.05, 0.001, 'better'],
    [0.05, 0.001, 'worse'],
    [0.001, 0.8, 'equivalent'],
    [0.009, 0.01, 'equivalent'],
    [0.018, 0.06, 'undecided'],
  ])('of a difference of %d with p = %d is %s', (difference, pValue, verdict) => {
    const found = judgeDifference({ ...judged, difference, pValue }, 0.02);
    expect(found.verdict).toBe(verdict);
    if (verdict !== 'undecided') expect(found.moreTrials).toBeNull();
    else expect(found.moreTrials).toBeGreaterThanOrEqual(1);
  });

  it('needs about as many more trials as equivalence takes', () => {
    const wide = {
      difference: 0.01,
      standardError: 0.02 / Math.sqrt(3),
      degreesOfFreedom: Infinity,
      pValue: 0.4,
      trials: 3,
    };
    expect(judgeDifference(wide, 0.02)).toEqual({ verdict: 'undecided', moreTrials: 6 });
  });
});

describe('bootstrapInterval', () => {
  it('is about that of the t distribution for normal logarithms', () => {
    const random = seededRandom(3);
    const figures = Array.from({ length: 100 }, () => 100 * Math.exp(0.02 * normalDeviate(random)));
    const found = bootstrap(figures)!;
    const { logEstimate, sdLog } = { ...cellStatistics(figures)! };
    expect(Math.log(found.high / found.low)).toBeCloseTo((2 * 1.984 * sdLog!) / 10, 2);
    expect(found.low).toBeLessThan(Math.exp(logEstimate));
    expect(found.high).toBeGreaterThan(Math.exp(logEstimate));
  });

  it('leans to the side on which the values scatter', () => {
    const { estimate, low, high } = bootstrap([1, 1, 1, 1, 1, 1, 1, 1, 1, 4].map((x) => x * 100))!;
    expect(high / estimate).toBeGreaterThan(estimate / low);
  });

  it('is none of one value or of equal ones', () => {
    expect([bootstrap([1]), bootstrap([]), bootstrap([2, 2, 2])]).toEqual([null, null, null]);
  });
});

describe('mayBeLeast', () => {
  const cost = (logEstimate: number, standardError = 0.01) => ({ logEstimate, standardError, degreesOfFreedom: 40 });
  const found = (costs: ReturnType<typeof cost>[]) => mayBeLeast(costs, (each) => each);

  it('is the least one alone where the others are far, and all where they are near', () => {
    expect(found([cost(0), cost(0.2), cost(0.3)])).toEqual([cost(0)]);
    expect(found([cost(0), cost(0.01), cost(-0.005)])).toHaveLength(3);
    expect(found([cost(1)])).toEqual([cost(1)]);
    expect(found([])).toEqual([]);
  });

  it('holds the truly least one in at least 95 % of draws, also among many equal ones', () => {
    const random = seededRandom(4);
    const tries = 1_000;
    const held = Array.from({ length: tries }, () => {
      const costs = Array.from({ length: 40 }, (_, i) => ({ ...cost(0.01 * normalDeviate(random)), i }));
      return mayBeLeast(costs, (each) => each).some(({ i }) => i === 0);
    });
    expect(held.filter(Boolean).length / tries).toBeGreaterThan(0.945);
  });
});
