import { courseOf } from './live-course';

const at = (second: number, figure: number) => ({ atMs: second * 1000, figure });

describe('the course of a live figure', () => {
  it('needs two readings', () => {
    expect([courseOf([]), courseOf([at(1, 5)])]).toEqual([null, null]);
  });

  it('goes from the least at the bottom to the greatest at the top', () => {
    expect(courseOf([at(10, 4), at(11, 6), at(12, 5)])).toEqual({
      ...{ least: 4, greatest: 6, last: 5, spanS: 2 },
      lines: ['0.0,100.0 500.0,0.0 1000.0,50.0'],
    });
  });

  it('is broken where nothing came for a while, and level where nothing changes', () => {
    expect(courseOf([at(0, 7), at(1, 7), at(9, 7), at(10, 7)])!.lines).toEqual([
      '0.0,50.0 100.0,50.0',
      '900.0,50.0 1000.0,50.0',
    ]);
  });
});
