import { countShards } from './shard-size';

it.each([
  [0, 1000, 0],
  [5, 1000, 1],
  [12, 1000, 1],
  [13, 1000, 2],
  [12 + 200, 1000, 2],
  [12 + 201, 1000, 3],
  [12 + 10, 61_000, 4],
  [14, 10_000_000, 3],
])('%i trials of %i ms are measured in %i shards of five minutes', (trials, trialMs, shards) => {
  expect(countShards(trials, trialMs, { trials: null, timeMs: 300_000 })).toBe(shards);
});

it('goes by a number of trials where the file has one', () => {
  expect(countShards(25, 1, { trials: 10, timeMs: 300_000 })).toBe(3);
});
