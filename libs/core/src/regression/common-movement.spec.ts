import { commonMovement } from './common-movement';
import { nightValue } from './night-value';

const SD = 0.006;

describe('nightValue', () => {
  it('is the trimmed mean of logarithms, which one odd execution in ten does not move', () => {
    const quiet = Array<number>(9).fill(500);
    expect(nightValue([...quiet, 5_000])).toBeCloseTo(Math.log(500), 12);
  });

  it('is missing with fewer than three figures above 0', () => {
    expect(nightValue([500, 0, 500, NaN])).toBeNaN();
    expect(nightValue([500, 500, 500])).toBeCloseTo(Math.log(500), 12);
  });
});

describe('commonMovement', () => {
  it('is what sentinel and siblings share', () => {
    expect(commonMovement({ sentinels: [0.03], siblings: [0.03, 0.03, 0.03, 0.03] }, SD)).toBeCloseTo(0.03, 12);
  });

  it('is not moved by a change of a few series', () => {
    expect(commonMovement({ sentinels: [0], siblings: [0, 0, 0, 0, 0.2, 0.2] }, SD)).toBe(0);
  });

  it('draws a sentinel that disagrees to the siblings', () => {
    const moved = commonMovement({ sentinels: [0.5], siblings: Array<number>(20).fill(0) }, SD);
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(0.001);
  });

  it('is the sentinel’s with fewer than three siblings, and nothing without a sentinel', () => {
    expect(commonMovement({ sentinels: [0.02], siblings: [0.5] }, SD)).toBe(0.02);
    expect(commonMovement({ sentinels: [], siblings: [0.5, 0.5] }, SD)).toBe(0);
  });
});
