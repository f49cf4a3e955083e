import fc from 'fast-check';
import { digamma, inverseTrigamma, lnGamma, trigamma } from './gamma-functions';
import { normalQuantile } from './normal-quantile';
import { studentTProbability, studentTQuantile, twoSided95 } from './student-t';

describe("Student's t", () => {
  /** Two-sided 95 % and 99 %, one-sided 95 %: NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2. */
  it.each([
    [1, 6.314, 12.706, 63.657],
    [2, 2.92, 4.303, 9.925],
    [3, 2.353, 3.182, 5.841],
    [4, 2.132, 2.776, 4.604],
    [5, 2.015, 2.571, 4.032],
    [10, 1.812, 2.228, 3.169],
    [20, 1.725, 2.086, 2.845],
    [30, 1.697, 2.042, 2.75],
    [60, 1.671, 2.0, 2.66],
    [100, 1.66, 1.984, 2.626],
    [Infinity, 1.645, 1.96, 2.576],
  ])('with %d degrees of freedom has the quantiles of the table', (df, q95, q975, q995) => {
    expect(studentTQuantile(0.95, df)).toBeCloseTo(q95, 3);
    expect(twoSided95(df)).toBeCloseTo(q975, 3);
    expect(studentTQuantile(0.995, df)).toBeCloseTo(q995, 3);
  });

  it('has the closed forms of one and two degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.0005, max: 0.9995, noNaN: true }), (p) => {
        const cauchy = Math.tan(Math.PI * (p - 0.5));
        const two = (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
        expect(studentTQuantile(p, 1) - cauchy).toBeCloseTo(0, 6);
        expect(studentTQuantile(p, 2) - two).toBeCloseTo(0, 7);
      }),
    );
  });

  it('is inverted by its quantile, symmetric and increasing', () => {
    const probabilities = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    const freedoms = fc.double({ min: 0.3, max: 1000, noNaN: true });
    fc.assert(
      fc.property(probabilities, freedoms, (p, df) => {
        const t = studentTQuantile(p, df);
        expect(studentTProbability(t, df)).toBeCloseTo(p, 7);
        expect(studentTQuantile(1 - p, df)).toBeCloseTo(-t, 6 - Math.ceil(Math.log10(1 + Math.abs(t))));
        expect(studentTProbability(t + 0.01, df)).toBeGreaterThan(studentTProbability(t, df));
      }),
    );
  });

  it('goes over into its expansion without a step', () => {
    for (const p of [0.51, 0.9, 0.975, 0.9995]) {
      const below = studentTQuantile(p, 1000);
      expect(studentTQuantile(p, 1000.001)).toBeCloseTo(below, 6);
      expect(studentTQuantile(p, 1e12)).toBeLessThan(below);
    }
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 6);
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.26234009, 5);
    expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306, 6);
  });

  it('refuses what has no quantile', () => {
    for (const [p, df] of [
      [0, 5],
      [1, 5],
      [NaN, 5],
      [0.5, 0],
      [0.5, -1],
      [0.5, NaN],
    ] as const) {
      expect(() => studentTQuantile(p, df)).toThrow(RangeError);
    }
  });
});

describe('gamma functions', () => {
  it('has the factorials and the half', () => {
    expect(lnGamma(5)).toBeCloseTo(Math.log(24), 12);
    expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
    expect(lnGamma(101)).toBeCloseTo(363.739375555563, 9);
  });

  it('has known values of digamma and trigamma', () => {
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 10);
    expect(digamma(0.5)).toBeCloseTo(-0.5772156649015329 - 2 * Math.LN2, 10);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 10);
    expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 10);
  });

  it('inverts trigamma', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e4, noNaN: true }), (x) => {
        expect(inverseTrigamma(trigamma(x)) / x).toBeCloseTo(1, 6);
      }),
    );
    expect(inverseTrigamma(1e8)).toBeCloseTo(1e-4, 9);
    expect(inverseTrigamma(1e-8)).toBeCloseTo(1e8, -2);
  });
});
