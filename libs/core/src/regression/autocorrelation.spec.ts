import { normalDeviate, seededRandom } from '../random';
import { firstAutocorrelation, varianceOfMean } from './autocorrelation';

it('is the variance of a mean of nights that follow each other', () => {
  expect(varianceOfMean(5, 0)).toBe(0.2);
  // By hand: [1 + 2 (2/3 * 0.5 + 1/3 * 0.25)] / 3.
  expect(varianceOfMean(3, 0.5)).toBeCloseTo((1 + 2 * (1 / 3 + 1 / 12)) / 3, 12);
  expect(varianceOfMean(28, 0.999)).toBeGreaterThan(0.97);
});

it('finds the correlation of many short series, whose own means are taken off', () => {
  const random = seededRandom(5);
  const nights = 28;
  const sums = { products: 0, squares: 0 };
  for (let series = 0; series < 400; series++) {
    let value = normalDeviate(random);
    const values = Array.from(
      { length: nights },
      () => (value = 0.4 * value + Math.sqrt(0.84) * normalDeviate(random)),
    );
    const mean = values.reduce((sum, each) => sum + each, 0) / nights;
    values.forEach((each, i) => {
      sums.squares += (each - mean) ** 2;
      if (i > 0) sums.products += (each - mean) * (values[i - 1]! - mean);
    });
  }
  expect(firstAutocorrelation(sums, nights)).toBeGreaterThan(0.36);
  expect(firstAutocorrelation(sums, nights)).toBeLessThan(0.44);
  expect(firstAutocorrelation({ products: -1, squares: 2 }, nights)).toBe(0);
  expect(firstAutocorrelation({ products: 0, squares: 0 }, nights)).toBe(0);
});
