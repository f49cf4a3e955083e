import type { ShardSpec } from '@joulefleet/contracts';
import { RecordedShard } from './recorded-shard';

const trial = { trialId: 'asked', attempt: 2, workload: { name: 'alexnet', batchSize: 8 } };
const spec = {
  shardId: 's',
  fence: 1,
  afterSeq: 7,
  trials: [trial, { ...trial, trialId: 'more' }],
} as unknown as ShardSpec;

describe('a recorded shard', () => {
  it('answers under the names that it is asked for, and ends where nothing was recorded', async () => {
    const left = [
      { records: [{ kind: 'trial' as const, body: { trialId: 'measured', attempt: 1, outcome: 'measured' } }] },
    ];
    const shard = new RecordedShard(
      spec,
      () => Promise.resolve(left.shift() ?? null),
      () => 5,
      () => undefined,
    );
    await shard.execute();
    const records = shard.spool.between(1, 100);
    expect(records.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(['8 shard_start', '9 trial', '10 shard_end']);
    expect(JSON.parse(records[1]!.body)).toEqual({ trialId: 'asked', attempt: 2, outcome: 'measured' });
    expect(JSON.parse(records[2]!.body)).toMatchObject({
      reason: 'fault',
      error: { code: 'not_recorded', origin: 'operator' },
    });
    expect(shard.progress).toEqual({ trialId: null, phase: 'ended', done: 1, total: 2 });
  });
});
