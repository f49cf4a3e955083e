import { normalDeviate, seededRandom } from '../random';
import { sentinelDrift, type SentinelTrial } from './sentinel-drift';

const at = (hours: number, energyMj: number): SentinelTrial => ({ atMs: 1e12 + hours * 3.6e6, energyMj });

describe('sentinelDrift', () => {
  it('is the change from the first trial to the last', () => {
    const trials = Array.from({ length: 9 }, (_, hour) => at(hour, 1000 * 1.02 ** (hour / 8)));
    const { driftPct, trials: count } = sentinelDrift([...trials].reverse());
    expect(count).toBe(9);
    expect(driftPct!.estimate).toBeCloseTo(2, 9);
    expect(driftPct!.high - driftPct!.low).toBeLessThan(1e-6);
  });

  it('has an interval that covers the true drift in 95 of 100', () => {
    const random = seededRandom(1);
    const covers = Array.from({ length: 2_000 }, () => {
      const trials = Array.from({ length: 8 }, (_, i) =>
        at(i, 1000 * Math.exp((0.01 * i) / 7 + 0.01 * normalDeviate(random))),
      );
      const { low, high } = sentinelDrift(trials).driftPct!;
      const truth = 100 * Math.expm1(0.01);
      return low <= truth && truth <= high;
    });
    const share = covers.filter(Boolean).length / covers.length;
    expect(share).toBeGreaterThan(0.935);
    expect(share).toBeLessThan(0.965);
  });

  it('is not known from two trials, or from trials at one time', () => {
    expect(sentinelDrift([at(0, 1000), at(1, 1010)]).driftPct).toBeNull();
    expect(sentinelDrift([at(0, 1000), at(0, 1010), at(0, 1020)]).driftPct).toBeNull();
    expect(sentinelDrift([at(0, 1000)]).energyMj.estimate).toBeCloseTo(1000, 9);
  });
});
