import type { BegunShard } from '@joulefleet/store';
import { ShardPulse, SILENCE_LIMIT_MS } from './shard-pulse';

const MINUTE_MS = 60_000;
const shard = { shardId: 's', device: { name: 'nano-1' } } as BegunShard;

describe('ShardPulse', () => {
  let nowMs: number;
  let known: { shardId: string; pid: number } | null;
  let spools: { shardId: string; lastSeq: number }[];
  let pulse: ShardPulse;
  const check = (afterMs: number, seq = 1): Promise<void> => {
    nowMs += afterMs;
    return pulse.check(seq);
  };

  beforeEach(() => {
    nowMs = 5_000;
    known = { shardId: 's', pid: 7 };
    spools = [];
    pulse = new ShardPulse({ status: () => Promise.resolve({ executor: known, spools }) }, shard, () => nowMs);
  });

  it('is content while records come, however long the shard takes', async () => {
    for (let seq = 1; seq < 20; seq++) await check(SILENCE_LIMIT_MS - 1, seq);
  });

  it('ends a shard of which no record comes for longer than a trial takes', async () => {
    await check(MINUTE_MS);
    await check(SILENCE_LIMIT_MS);
    await expect(check(1)).rejects.toMatchObject({ code: 'shard_stalled', origin: 'device', transient: false });
  });

  it('notices within seconds that the device knows the shard no more', async () => {
    known = null;
    spools = [{ shardId: 'other', lastSeq: 4 }];
    await check(14_000);
    await expect(check(1_000)).rejects.toMatchObject({ code: 'shard_forgotten', transient: true });
  });

  it('lets a device send what it has of a shard that has ended there', async () => {
    known = null;
    spools = [{ shardId: 's', lastSeq: 4 }];
    await check(MINUTE_MS);
  });
});
