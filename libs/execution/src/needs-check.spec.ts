import { needsCheck, type StartingShard } from './needs-check';

const NOW = new Date('2026-11-23T08:00:00Z');
const shard = (over: Partial<StartingShard> = {}, device: Partial<StartingShard['device']> = {}): StartingShard => ({
  campaignId: 'this',
  trials: [1],
  durable: { lastSeq: 0 },
  device: { health: 'good', preflightAt: new Date('2026-11-22T09:00:00Z'), preflightFor: 'this', ...device },
  ...over,
});

describe('needsCheck', () => {
  it.each<[string, StartingShard, boolean]>([
    ['checked for this campaign', shard(), false],
    ['checked for another campaign', shard({}, { preflightFor: 'other' }), true],
    ['checked for none', shard({}, { preflightFor: null }), true],
    ['never checked', shard({}, { preflightAt: null }), true],
    ['checked more than a day ago', shard({}, { preflightAt: new Date('2026-11-22T07:59:00Z') }), true],
    ['of unknown health', shard({}, { health: 'unknown' }), true],
    ['in the middle of its shard', shard({ durable: { lastSeq: 1 } }, { health: 'unknown' }), false],
    ['with nothing left to execute', shard({ trials: [] }, { health: 'unknown' }), false],
  ])('%s', (_, starting, due) => {
    expect(needsCheck(starting, NOW)).toBe(due);
  });
});
