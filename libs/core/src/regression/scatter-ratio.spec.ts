import { normalDeviate, seededRandom } from '../random';
import { scatterRatio, type NightSpread } from './scatter-ratio';

/** Spreads of 24 series with ten executions each, whose standard deviation tonight is so many times the usual one. */
function night(times: number): NightSpread[] {
  const random = seededRandom(5);
  return Array.from({ length: 24 }, (_, i) => {
    const usual = (0.01 * (1 + i / 10)) ** 2;
    let squares = 0;
    for (let k = 0; k < 9; k++) squares += usual * (times * normalDeviate(random)) ** 2;
    return { squares, freedom: 9, usual };
  });
}

it.each([0.7, 1, 2, 4])('finds a night that scatters %d times as much', (times) => {
  const ratio = scatterRatio(night(times));
  expect(Math.sqrt(ratio) / times).toBeGreaterThan(0.85);
  expect(Math.sqrt(ratio) / times).toBeLessThan(1.15);
});

it('is drawn to 1 by what it does not know', () => {
  expect(scatterRatio([])).toBe(1);
  expect(scatterRatio([{ squares: 100, freedom: 2, usual: 0 }])).toBe(1);
  expect(scatterRatio([{ squares: 8, freedom: 2, usual: 1 }])).toBeCloseTo(38 / 32, 10);
});
