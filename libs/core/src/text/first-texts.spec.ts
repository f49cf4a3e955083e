import { firstTexts } from './first-texts';

it('leaves out what is beyond the limit and counts it', () => {
  expect(firstTexts(['a', 'b'], 2)).toEqual(['a', 'b']);
  expect(firstTexts(['a', 'b', 'c', 'd'], 2)).toEqual(['a', 'b', 'and 2 more']);
  expect(firstTexts([], 2)).toEqual([]);
});
