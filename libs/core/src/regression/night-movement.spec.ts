import { derivedRandom, normalDeviate } from '../random';
import { nightMovement } from './night-movement';

const random = derivedRandom(4, 'movement');
const noise = (nights: number, mean = 0): number[] =>
  Array.from({ length: nights }, () => mean + 0.005 * normalDeviate(random));

describe('nightMovement', () => {
  it('finds a step, and its size', () => {
    const { shift, significant } = nightMovement(noise(28), noise(3, 0.03));
    expect(significant).toBe(true);
    expect(shift).toBeCloseTo(0.03, 2);
  });

  it('takes little of quiet nights for a movement', () => {
    const found = Array.from({ length: 500 }, () => nightMovement(noise(28), noise(3)));
    expect(found.filter(({ significant }) => significant).length).toBeLessThan(10);
  });

  it('asks for more where nights follow each other', () => {
    const slow = Array.from({ length: 28 }, (_, night) => 0.01 * Math.sin(night / 4));
    expect(nightMovement(slow, [0.02, 0.02]).significant).toBe(false);
    expect(nightMovement(slow, [0.05, 0.05]).significant).toBe(true);
  });

  it('says nothing of too few nights', () => {
    expect(nightMovement(noise(4), [1])).toEqual({ shift: 0, significant: false });
    expect(nightMovement(noise(20), [])).toEqual({ shift: 0, significant: false });
  });
});
