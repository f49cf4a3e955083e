import { boundOf } from './bound-of';

describe('boundOf', () => {
  it('is the work of each device where none is lost, or the longest shard', () => {
    expect(boundOf(100, [Infinity, Infinity], 10)).toBe(50);
    expect(boundOf(100, [Infinity, Infinity], 70)).toBe(70);
  });

  it('has the others do what a lost device cannot', () => {
    expect(boundOf(100, [20, Infinity, Infinity], 10)).toBe(40);
    expect(boundOf(100, [Infinity, 90, Infinity], 10)).toBeCloseTo(100 / 3);
    expect(() => boundOf(100, [20, 30], 10)).toThrow(RangeError);
  });
});
