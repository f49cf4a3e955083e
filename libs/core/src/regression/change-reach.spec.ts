import { reachOfFlag, reachOfNights } from './change-reach';

describe('the interval of a change', () => {
  // 1.959964 * 0.01 * sqrt(1/3 + 1/28); and with rho = 0.5, where the mean of two nights has (1 + 0.5) / 2 of the variance of one: sqrt(0.75 + 0.75).
  it.each([
    [3, 28, 0, 0.0119066],
    [2, 2, 0.5, 0.0240046],
  ])('of %i nights against %i with a correlation of %f', (nights, referenceNights, rho, reach) => {
    expect(reachOfNights({ sd: 0.01, referenceNights, rho }, nights)).toBeCloseTo(reach, 6);
  });

  it('of a flag is that of its score', () => {
    expect(reachOfFlag({ shift: -0.03, z: -6 })).toBeCloseTo(1.959964 * 0.005, 7);
    const reach = reachOfNights({ sd: 0.01, referenceNights: 28, rho: 0.2 }, 3);
    expect(reachOfFlag({ shift: 0.03, z: 0.03 / (reach / 1.959964) })).toBeCloseTo(reach, 7);
  });
});
