import { describeNightTrials } from './describe-night';

const TRIALS = { total: 8, accepted: 1, failed: 0, missing: 7 };

it.each([
  ['incomplete', TRIALS, '1 of 8 accepted, 7 missing'],
  ['running', TRIALS, '1 of 8 accepted, 7 to come'],
  ['running', { ...TRIALS, failed: 1, missing: 6 }, '1 of 8 accepted, 1 failed, 6 to come'],
  ['complete', { ...TRIALS, accepted: 8, missing: 0 }, '8 of 8 accepted'],
] as const)('says of a night that is %s what it measured, and what not', (outcome, trials, words) => {
  expect(describeNightTrials(trials, outcome)).toBe(words);
});
