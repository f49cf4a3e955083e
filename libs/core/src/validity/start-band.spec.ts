import { learnStartBand, learnStartRise } from './index';

const starting = (startsC: readonly number[], riseC: number | null = null) =>
  startsC.map((startC) => ({ startC, beforeC: riseC === null ? null : startC - riseC }));

describe('learnStartBand', () => {
  it('needs ten trials', () => {
    expect(learnStartBand(starting(Array.from({ length: 9 }, () => 40)))).toBeNull();
    expect(learnStartBand(starting(Array.from({ length: 10 }, () => 40)))).toEqual({ low: 40, high: 40 });
  });

  it('leaves out a tenth at either end, in whatever order they came', () => {
    const starts = [90, ...Array.from({ length: 18 }, (_, i) => 40 + ((i * 7) % 18)), 20];
    expect(learnStartBand(starting(starts))).toEqual({ low: 41, high: 56 });
  });
});

describe('learnStartRise', () => {
  it('is the median of what loading and warming up added, of trials that recorded it', () => {
    const usual = starting(Array(9).fill(45) as number[], 3);
    expect(learnStartRise([...usual, ...starting([60], 12), ...starting([70])])).toBe(3);
  });

  it('is nothing before ten trials have recorded it', () => {
    expect(learnStartRise([...starting(Array(9).fill(45) as number[], 3), ...starting([45])])).toBe(0);
  });
});
