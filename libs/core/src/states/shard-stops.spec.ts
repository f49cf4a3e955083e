import type { CampaignState } from './campaign-states';
import { stopToTell, type ShardStop } from './shard-stops';

it.each<[CampaignState, ShardStop | null, ShardStop | null]>([
  ['running', null, null],
  ['running', 'pause', null],
  ['paused', null, 'pause'],
  ['paused', 'pause', null],
  ['cancelled', null, 'cancel'],
  ['cancelled', 'pause', 'cancel'],
  ['cancelled', 'cancel', null],
  ['completed', null, null],
  ['failed', null, null],
])('of a %s campaign, told to %s: is told to %s', (campaign, told, stop) => {
  expect(stopToTell(campaign, told)).toBe(stop);
});
