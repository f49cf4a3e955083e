import fc from 'fast-check';
import { PowerHistory } from './power-history';

const power = (totalMw: number) => ({ totalMw, gpuMw: totalMw / 2, cpuMw: totalMw / 4, socMw: 100 });

describe('PowerHistory', () => {
  it('integrates exactly, inside segments too', () => {
    const history = new PowerHistory(1000);
    history.append(2000, power(4000));
    history.append(2500, power(8000));
    expect(history.energyNj('totalMw', 2500)).toBe(4000 * 1000 + 8000 * 500);
    expect(history.energyNj('totalMw', 1500)).toBe(4000 * 500);
    expect(history.meanMw('totalMw', 1500, 2250)).toBeCloseTo((4000 * 500 + 8000 * 250) / 750, 9);
    expect(history.meanMw('gpuMw', 1000, 2000)).toBe(2000);
    expect(history.meanMw('socMw', 0, 2500)).toBeCloseTo(100, 9);
  });

  it('adds up over adjacent windows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ us: fc.integer({ min: 1, max: 5000 }), mw: fc.integer({ min: 1, max: 20_000 }) }), {
          minLength: 1,
          maxLength: 50,
        }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (segments, share) => {
          const history = new PowerHistory(0);
          let nowUs = 0;
          let energyNj = 0;
          for (const { us, mw } of segments) {
            nowUs += us;
            energyNj += us * mw;
            history.append(nowUs, power(mw));
          }
          const cutUs = share * nowUs;
          const first = history.energyNj('totalMw', cutUs) - history.energyNj('totalMw', 0);
          const second = history.energyNj('totalMw', nowUs) - history.energyNj('totalMw', cutUs);
          expect(first + second).toBeCloseTo(energyNj, 3);
        },
      ),
    );
  });

  it('forgets what is old and keeps the last minute exact', () => {
    const history = new PowerHistory(0);
    for (let i = 1; i <= 200_000; i++) history.append(i * 10_000, power(i % 2 === 0 ? 2000 : 4000));
    const endUs = 200_000 * 10_000;
    expect(history.meanMw('totalMw', endUs - 60e6, endUs)).toBeCloseTo(3000, 6);
    expect(history.meanMw('totalMw', endUs - 10_000, endUs)).toBeCloseTo(2000, 6);
    expect((history as unknown as { rows: Float64Array }).rows.length).toBeLessThan(200_000);
  });
});
