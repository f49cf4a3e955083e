import { minimise, seededRandom, type Search } from './minimise';

const SEARCH: Search = {
  ranges: [
    { name: 'a', low: -3, high: 4 },
    { name: 'b', low: 0.01, high: 100, log: true },
  ],
  seed: 5,
  population: 30,
  generations: 120,
};

/** Least at (1.5, 2). */
function bowl([a = NaN, b = NaN]: readonly number[]): number {
  return (a - 1.5) ** 2 + Math.log(b / 2) ** 2;
}

describe('minimise', () => {
  it('finds the least cost', () => {
    const { point, cost } = minimise(bowl, SEARCH);
    expect(point[0]).toBeCloseTo(1.5, 4);
    expect(point[1]).toBeCloseTo(2, 4);
    expect(cost).toBeLessThan(1e-8);
  });

  it('stays within the ranges when the least cost lies outside', () => {
    const { point } = minimise(([a = NaN]) => -a, SEARCH);
    expect(point[0]).toBe(4);
  });

  it('gives the same answer for the same seed only', () => {
    const short = { ...SEARCH, generations: 3 };
    expect(minimise(bowl, short)).toEqual(minimise(bowl, short));
    expect(minimise(bowl, short).point).not.toEqual(minimise(bowl, { ...short, seed: 6 }).point);
  });
});

describe('seededRandom', () => {
  it('is even over [0, 1)', () => {
    const random = seededRandom(3);
    const draws = Array.from({ length: 20_000 }, () => random());
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(mean).toBeCloseTo(0.5, 2);
  });
});
