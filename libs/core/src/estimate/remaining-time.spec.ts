import { normalDeviate, seededRandom } from '../random';
import { remainingTime } from './remaining-time';

const shardsOf = (times: number[]) => ({
  count: times.length,
  sumMs: times.reduce((sum, ms) => sum + ms, 0),
  squaresMs: times.reduce((sum, ms) => sum + ms * ms, 0),
});

describe('remainingTime', () => {
  it('is exact where all shards take the same time', () => {
    const { low, estimate, high } = remainingTime(100, 40, 40, shardsOf([50, 50, 50, 50]))!;
    expect([low, estimate, high].map((s) => s.toFixed(6))).toEqual(['100.000000', '100.000000', '100.000000']);
  });

  it('says nothing of two shards, or where nothing is left', () => {
    expect(remainingTime(100, 20, 20, shardsOf([50, 60]))).toBeNull();
    expect(remainingTime(0, 20, 0, shardsOf([50, 60, 70]))).toBeNull();
  });

  it('holds the time that is left in 93 to 97 of 100 devices', () => {
    const random = seededRandom(7);
    const time = () => 100 * Math.exp(0.1 * normalDeviate(random));
    let held = 0;
    for (let device = 0; device < 4000; device += 1) {
      const [past, future] = [Array.from({ length: 6 }, time), Array.from({ length: 10 }, time)];
      const sum = (times: number[]) => times.reduce((a, b) => a + b, 0);
      const { low, high } = remainingTime((sum(past) * 10) / 6, 72, 120, shardsOf(past))!;
      if (low <= sum(future) && sum(future) <= high) held += 1;
    }
    expect(held / 40).toBeGreaterThan(93);
    expect(held / 40).toBeLessThan(97);
  });
});
