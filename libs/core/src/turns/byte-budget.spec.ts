import { ByteBudget } from './byte-budget';

it('is used up by what comes at once', () => {
  const budget = new ByteBudget(100, 10);
  expect([60, 40, 1].map((bytes) => budget.spend(bytes, 5_000))).toEqual([true, true, false]);
});

it('lasts for ever for who keeps to the rate, and never grows beyond what may come at once', () => {
  const budget = new ByteBudget(100, 10);
  for (let second = 0; second < 1_000; second++) expect(budget.spend(10, second * 1_000)).toBe(true);
  expect(budget.spend(100, 1e9)).toBe(true);
  expect(budget.spend(1, 1e9)).toBe(false);
});
