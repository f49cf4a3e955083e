import { normalDeviate, seededRandom } from '../random';
import { findChangePoints } from './change-points';

function noise(count: number, seed: number, level: (i: number) => number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => level(i) + normalDeviate(random));
}

it('finds steps where they are, with the levels beside them', () => {
  const found = findChangePoints(noise(150, 1, (i) => (i < 60 ? 10 : i < 100 ? 14 : 7)));
  expect(found.map(({ index }) => Math.abs(index - (found.length === 2 && index < 80 ? 60 : 100)) <= 1)).toEqual([
    true,
    true,
  ]);
  expect(Math.abs(found[0]!.after - 14)).toBeLessThan(0.5);
});

it('finds nothing in at least 19 of 20 series of noise', () => {
  const tries = Array.from({ length: 100 }, (_, seed) => findChangePoints(noise(100, seed, () => 0)).length);
  expect(tries.filter((found) => found > 0).length).toBeLessThanOrEqual(5);
});

it('takes a spike of four values for no step', () => {
  expect(findChangePoints(noise(100, 2, (i) => (i >= 50 && i < 54 ? 60 : 0)))).toEqual([]);
});

it('does not cut what wanders by itself', () => {
  let level = 0;
  const random = seededRandom(4);
  const walk = Array.from({ length: 400 }, () => (level = 0.95 * level + normalDeviate(random)));
  expect(findChangePoints(walk).length).toBeLessThanOrEqual(2);
});

it('leaves out what is not relevant', () => {
  const steps = noise(150, 3, (i) => (i < 50 ? 100 : i < 100 ? 103 : 150));
  expect(findChangePoints(steps)).toHaveLength(2);
  expect(findChangePoints(steps, 0.05).map(({ index }) => index)).toEqual([100]);
});

it('has nothing to say of too few values, or of constant ones', () => {
  expect(findChangePoints([1, 2, 3])).toEqual([]);
  expect(findChangePoints(Array<number>(50).fill(3))).toEqual([]);
});
