import fc from 'fast-check';
import { derivedRandom, normalDeviate, seededRandom, shuffle } from './index';

const draw = (seed: number | string, count: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};
const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

describe('seededRandom', () => {
  it('repeats itself for a seed and differs for another', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.string()), (seed) => {
        expect(draw(seed, 20)).toEqual(draw(seed, 20));
      }),
    );
    expect(new Set([0, 1, -1, 2 ** 32 + 1, '0x', 'a', 'b', 0.5].map((seed) => draw(seed, 1)[0])).size).toBe(8);
  });

  it('stays the same across versions: a stored plan can be made again from its seed', () => {
    expect(draw(1, 3).map((v) => v.toFixed(12))).toEqual(['0.946399042549', '0.306857158199', '0.452591908497']);
  });

  it('is uniform on [0, 1): chi-square over 100 bins, and no serial correlation', () => {
    const values = draw(42, 100_000);
    const bins = new Array<number>(100).fill(0);
    for (const v of values) bins[Math.floor(v * 100)]!++;
    const chiSquare = bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    // 99 degrees of freedom: 0.1 % and 99.9 % quantiles are 61.1 and 148.2.
    expect(chiSquare).toBeGreaterThan(61);
    expect(chiSquare).toBeLessThan(149);
    const serial = mean(values.slice(1).map((v, i) => (v - 0.5) * (values[i]! - 0.5))) * 12;
    expect(Math.abs(serial)).toBeLessThan(4 / Math.sqrt(values.length));
  });

  it('gives independent streams for different purposes', () => {
    const a = derivedRandom(7, 'order');
    const b = derivedRandom(7, 'noise');
    const products = Array.from({ length: 20_000 }, () => (a() - 0.5) * (b() - 0.5) * 12);
    expect(Math.abs(mean(products))).toBeLessThan(4 / Math.sqrt(20_000));
  });
});

describe('shuffle', () => {
  it('keeps every item and leaves the input alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const after = shuffle(items, seededRandom(seed));
        expect(items).toEqual(before);
        expect([...after].sort((a, b) => a - b)).toEqual([...before].sort((a, b) => a - b));
      }),
    );
  });

  it('gives each of the 24 orders of four items equally often', () => {
    const random = seededRandom(3);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = shuffle([0, 1, 2, 3], random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(counts.size).toBe(24);
    // 23 degrees of freedom: 99.9 % quantile is 49.7.
    expect(chiSquare).toBeLessThan(49.7);
  });
});

describe('normalDeviate', () => {
  it('has mean 0, variance 1 and the tails of a normal', () => {
    const random = seededRandom(11);
    const values = Array.from({ length: 50_000 }, () => normalDeviate(random));
    expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(50_000));
    expect(Math.abs(mean(values.map((v) => v * v)) - 1)).toBeLessThan(4 * Math.sqrt(2 / 50_000));
    const beyond = values.filter((v) => Math.abs(v) > 1.959964).length / values.length;
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.004);
  });
});
