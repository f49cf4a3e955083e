import { learnStartBand } from './index';

describe('learnStartBand', () => {
  it('needs ten trials', () => {
    expect(learnStartBand(Array.from({ length: 9 }, () => 40))).toBeNull();
    expect(learnStartBand(Array.from({ length: 10 }, () => 40))).toEqual({ low: 40, high: 40 });
  });

  it('leaves out a tenth at either end, in whatever order they came', () => {
    const starts = [90, ...Array.from({ length: 18 }, (_, i) => 40 + ((i * 7) % 18)), 20];
    expect(learnStartBand(starts)).toEqual({ low: 41, high: 56 });
  });
});
