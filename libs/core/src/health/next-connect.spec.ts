import fc from 'fast-check';
import { nextConnect, type ConnectHistory } from './next-connect';

const after = (over: Partial<ConnectHistory>) =>
  nextConnect({ failures: 0, drops: 0, refused: false, random: 0.5, ...over });

describe('nextConnect', () => {
  it('asks an absent device after 1 s, then more and more rarely, at least every 10 s', () => {
    const pauses = [0, 1, 2, 3, 4, 50].map((failures) => after({ failures }));
    expect(pauses.map(({ afterMs }) => afterMs)).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
    expect(pauses.every(({ steadyMs }) => steadyMs === 0)).toBe(true);
  });

  it.each([
    [1, 1_000, 0],
    [2, 1_000, 0],
    [3, 20_000, 20_000],
    [4, 40_000, 40_000],
    [5, 80_000, 80_000],
    [6, 120_000, 120_000],
    [40, 120_000, 120_000],
  ])('lets a device that was lost %i times in ten minutes wait, and then hold', (drops, afterMs, steadyMs) => {
    expect(after({ drops })).toEqual({ afterMs, steadyMs });
  });

  it('tries rarely what a person has to mend', () => {
    expect(after({ refused: true }).afterMs).toBe(60_000);
  });

  it('never draws a pause by more than a quarter', () => {
    const history = fc.record({
      failures: fc.nat(40),
      drops: fc.nat(40),
      refused: fc.boolean(),
      random: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(history, (each) => {
        const middle = nextConnect({ ...each, random: 0.5 }).afterMs;
        const { afterMs } = nextConnect(each);
        expect(afterMs).toBeGreaterThanOrEqual(middle * 0.75 - 1);
        expect(afterMs).toBeLessThanOrEqual(middle * 1.25 + 1);
      }),
    );
  });
});
