import { seededRandom } from '../random';
import { twoSided95 } from '../statistics/student-t';
import { absoluteParts, coverageHalfWidth95, energyUncertainty, INA3221, relativeParts } from './index';

describe('coverageHalfWidth95', () => {
  const halfWidth = (rectangular: number[], normal: number[] = []) => coverageHalfWidth95({ rectangular, normal });

  it('takes the factor of any mixture to a billionth of what its quantile is', () => {
    for (const normal of [0.1, 0.3, 0.55, 0.9, 1.3, 2, 3.3]) {
      const combined = Math.hypot(1, normal);
      const freedom = (6 / 1.2) * combined ** 4 - 3;
      const t = twoSided95(freedom);
      const factor = (t / Math.sqrt(freedom + t * t)) * Math.sqrt(freedom + 1);
      expect(Math.abs(halfWidth([1], [normal]) / (combined * factor) - 1)).toBeLessThan(1e-9);
    }
  });

  it('is exact for normal parts, one rectangular part, and none', () => {
    expect(halfWidth([], [3, 4])).toBeCloseTo(5 * 1.95996, 4);
    // 95 % of a rectangle of half-width 1 lie within 0.95.
    expect(halfWidth([1 / Math.sqrt(3)])).toBeCloseTo(0.95, 9);
    expect(halfWidth([0, 0], [0])).toBe(0);
  });

  it('is that of the triangle for two equal rectangles, within one percent', () => {
    // 95 % of a triangle of half-width 2 lie within 2 (1 - sqrt(0.05)).
    expect(Math.abs(halfWidth([1 / Math.sqrt(3), 1 / Math.sqrt(3)]) - 1.5528)).toBeLessThan(0.0155);
  });

  it.each([
    [[1, 1], 0],
    [[1, 0.5], 0],
    [[1, 0.2, 0.2, 0.3], 0.1],
    [[1, 1, 1], 1],
    [[1], 0.5],
  ])('covers 95 %% of draws of rectangles %j and a normal part of %d', (halves, sd) => {
    const random = seededRandom(7);
    const half = halfWidth(
      halves.map((a) => a / Math.sqrt(3)),
      [sd],
    );
    const tries = 20_000;
    let covered = 0;
    for (let i = 0; i < tries; i++) {
      // Twelve uniform deviates make a nearly normal one.
      const normal = Array.from({ length: 12 }, random).reduce((sum, u) => sum + u, -6);
      const error = halves.reduce((sum, a) => sum + a * (2 * random() - 1), sd * normal);
      if (Math.abs(error) <= half) covered++;
    }
    expect(Math.abs(covered / tries - 0.95)).toBeLessThan(0.01);
  });
});

describe('absoluteParts and relativeParts', () => {
  const window = { energyMj: 1e5, durationMs: 2e4, gapUncertaintyMj: 0, edgeUncertaintyMj: 0 };
  const figure = (aliasShare: number, sensor = INA3221) => {
    const { absoluteUncertaintyMj, relativeUncertaintyMj } = energyUncertainty(window, aliasShare, sensor);
    const shares = { absoluteShare: absoluteUncertaintyMj / 1e5, relativeShare: relativeUncertaintyMj / 1e5 };
    return { ...window, ...shares };
  };

  it('are the parts of the sensor, and the rest as normal', () => {
    const { rectangular, normal } = absoluteParts(figure(0.01), INA3221);
    expect(rectangular).toHaveLength(6);
    expect(rectangular[0]).toBeCloseTo(0.016 / Math.sqrt(3), 9);
    expect(normal[0]).toBeCloseTo(0.01 / Math.sqrt(3), 9);
    expect(relativeParts(figure(0.01), INA3221).rectangular).toEqual([rectangular[0]]);
    expect(absoluteParts(figure(0), INA3221).normal[0]).toBeCloseTo(0, 6);
  });

  it('are one normal part where there is less than the data sheet allows', () => {
    const calibrated = figure(0, { ...INA3221, offsetMw: 1, shuntTolerance: 0 });
    const { rectangular, normal } = absoluteParts(calibrated, INA3221);
    expect(rectangular).toEqual([]);
    expect(normal).toEqual([calibrated.absoluteShare / 2]);
  });
});
