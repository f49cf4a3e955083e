import { timeBetweenShards } from './index';

const shards = { done: 20, left: 50, endedShards: 2, betweenShardsS: 4 };

it('lies between the shards to come, of as many trials as so far', () => {
  expect(timeBetweenShards(shards)).toBe(4 * 4);
  expect(timeBetweenShards({ ...shards, left: 51 })).toBe(5 * 4);
  expect(timeBetweenShards({ ...shards, left: 10 })).toBe(0);
});

it('is nothing where nothing is left, or no two shards were executed', () => {
  expect(timeBetweenShards({ ...shards, left: 0 })).toBe(0);
  expect(timeBetweenShards({ ...shards, betweenShardsS: null })).toBe(0);
  expect(timeBetweenShards({ ...shards, endedShards: 0 })).toBe(0);
  expect(timeBetweenShards({ ...shards, done: 0 })).toBe(0);
});
