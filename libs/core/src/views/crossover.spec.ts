import { normalDeviate, seededRandom } from '../random';
import { crossoverOf, cumulativeEnergy, type LoadedEnergy } from './crossover';

const energy = (loadMj: number, inferenceMj: number, loadHalfMj = 0, inferenceHalfMj = 0): LoadedEnergy => ({
  ...{ loadMj, inferenceMj, loadHalfMj, inferenceHalfMj },
});

describe('crossoverOf', () => {
  it('is where both sums meet, whichever is cheaper in the long run', () => {
    expect(crossoverOf(energy(1000, 8), energy(800, 10))).toEqual({
      ...{ cheaper: 'variant', inferences: 100, low: 100, high: 100 },
    });
    expect(crossoverOf(energy(800, 10), energy(1000, 8))).toMatchObject({ cheaper: 'control', inferences: 100 });
  });

  it('is nowhere if one of them is cheaper in both', () => {
    expect(crossoverOf(energy(700, 8), energy(800, 10))).toMatchObject({ cheaper: 'variant', inferences: null });
    expect(crossoverOf(energy(900, 11), energy(800, 10))).toMatchObject({ cheaper: 'control', inferences: null });
    expect(crossoverOf(energy(900, 10), energy(800, 10))).toMatchObject({ inferences: null });
  });

  it('has no upper end if the energies of an inference may be equal', () => {
    const found = crossoverOf(energy(1000, 8, 20, 2), energy(800, 10, 20, 2));
    expect(found).toMatchObject({ inferences: 100, high: null });
    // The least n at which 200 - 2 n may be zero.
    expect(found.low).toBeGreaterThan(30);
    expect(Math.abs(200 - 2 * found.low)).toBeCloseTo(Math.hypot(Math.hypot(20, 20), found.low * Math.hypot(2, 2)), 6);
    expect(crossoverOf(energy(1000, 8, 200, 2), energy(800, 10, 200, 2))).toMatchObject({ low: 0, high: null });
  });

  it('covers the true crossover in 95 % of drawn pairs', () => {
    const random = seededRandom(5);
    const rounds = 4000;
    let inside = 0;
    const drawn = (loadMj: number, inferenceMj: number): LoadedEnergy => ({
      loadMj: loadMj + 15 * normalDeviate(random),
      inferenceMj: inferenceMj + 0.25 * normalDeviate(random),
      ...{ loadHalfMj: 1.96 * 15, inferenceHalfMj: 1.96 * 0.25 },
    });
    for (let round = 0; round < rounds; round++) {
      const { low, high } = crossoverOf(drawn(1000, 8), drawn(800, 10));
      if (low <= 100 && (high ?? Infinity) >= 100) inside++;
    }
    expect(Math.abs(inside / rounds - 0.95)).toBeLessThan(0.015);
  });
});

it('sums loading and inferences', () => {
  const { variantMj, controlMj, ratio } = cumulativeEnergy(energy(1000, 8, 10, 0.1), energy(800, 10), 100);
  expect([variantMj.estimate, controlMj.estimate]).toEqual([
    expect.closeTo(1800, 9) as number,
    expect.closeTo(1800, 9) as number,
  ]);
  expect(variantMj.high).toBeCloseTo(1800 * Math.exp(Math.hypot(10, 10) / 1800), 9);
  expect(ratio.estimate).toBeCloseTo(1, 9);
});
