import { normalDeviate, seededRandom } from '../random';
import { judgeNextNights, reachOfNights } from './next-nights';
import { reachOfFlag } from './shift-score';

describe('reachOfNights', () => {
  // 1/3 + 1/28 of the variance of a night; with rho = 0.5, where the mean of two nights has (1 + 0.5) / 2 of it: 0.75 + 0.75.
  it.each([
    [3, 28, 0, Math.sqrt(1 / 3 + 1 / 28)],
    [2, 2, 0.5, Math.sqrt(1.5)],
  ])('of %i nights against %i with a correlation of %f allows for looks', (nights, referenceNights, rho, unit) => {
    const reach = reachOfNights({ sd: 0.01, referenceNights, rho }, nights);
    expect(reach).toBeGreaterThan(1.959964 * 0.01 * unit);
    expect(reach).toBeLessThan(1.4 * 1.959964 * 0.01 * unit);
  });

  it('covers the difference in 95 of 100 changes whenever the nights decide, which the interval of one look does not', () => {
    const random = seededRandom(3);
    const [before, difference, tries] = [{ sd: 0.01, referenceNights: 28, rho: 0 }, 0.008, 4_000];
    let [covered, byOneLook] = [0, 0];
    for (let i = 0; i < tries; i++) {
      const reference = (before.sd * normalDeviate(random)) / Math.sqrt(before.referenceNights);
      const nights: number[] = [];
      do nights.push(difference - reference + before.sd * normalDeviate(random));
      while (judgeNextNights(before, nights, 0.0033) === 'undecided');
      const off = Math.abs(nights.reduce((sum, each) => sum + each, 0) / nights.length - difference);
      covered += Number(off <= reachOfNights(before, nights.length));
      byOneLook += Number(off <= 1.959964 * before.sd * Math.sqrt(1 / nights.length + 1 / before.referenceNights));
    }
    expect(covered / tries).toBeGreaterThan(0.945);
    expect(byOneLook / tries).toBeLessThan(0.94);
  });
});

it('has for a flag the interval of its score', () => {
  expect(reachOfFlag({ shift: -0.03, z: -6 })).toBeCloseTo(1.959964 * 0.005, 7);
});
