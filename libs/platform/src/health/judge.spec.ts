import type { QueueView } from '@joulefleet/contracts';
import { judgeQueues } from './judge-queues';
import { judgeRedis } from './judge-redis';

const queue = (over: Partial<QueueView>): QueueView => ({
  waiting: 0,
  active: 0,
  delayed: 0,
  workers: 1,
  oldestWaitingS: null,
  ...over,
});
const LONG_S = 1000;

describe('judgeRedis', () => {
  it('wants noeviction', () => expect(judgeRedis('noeviction').ok).toBe(true));
  it('says what another policy does, and what to do', () => {
    const judged = judgeRedis('allkeys-lru');
    expect(judged.ok).toBe(false);
    expect(judged.detail).toContain('allkeys-lru');
    expect(judged.remedy).toContain('noeviction');
  });
  it('does not guess', () =>
    expect(judgeRedis(null)).toMatchObject({ ok: true, detail: expect.any(String) as string }));
});

describe('judgeQueues', () => {
  it.each([
    ['nothing to do', queue({})],
    ['nothing to do and nobody to do it', queue({ workers: 0 })],
    ['a job that just came', queue({ waiting: 1, oldestWaitingS: 59 })],
    ['a long queue that moves', queue({ waiting: 900, active: 4, oldestWaitingS: 600 })],
    ['jobs that are to be tried again', queue({ delayed: 7 })],
  ])('is content with %s', (_case, shards) => expect(judgeQueues({ shards }, LONG_S).ok).toBe(true));

  it.each([
    ['no worker', queue({ waiting: 2, workers: 0, oldestWaitingS: 61 }), 'no worker is connected'],
    ['a worker that takes nothing', queue({ waiting: 1, oldestWaitingS: 90 }), 'none of 1 workers takes it'],
    ['a worker that died at its work', queue({ waiting: 1, active: 3, workers: 0, oldestWaitingS: 60 }), 'no worker'],
  ])('is not with %s', (_case, shards, words) => {
    const judged = judgeQueues({ shards, traces: queue({}) }, LONG_S);
    expect(judged).toMatchObject({ ok: false, remedy: expect.any(String) as string });
    expect(judged.detail).toContain(words);
    expect(judged.detail).not.toContain('traces');
  });

  it('gives workers as long to come as it has been there itself', () => {
    const shards = queue({ waiting: 1, workers: 0, oldestWaitingS: 86_400 });
    expect(judgeQueues({ shards }, 59).ok).toBe(true);
    expect(judgeQueues({ shards }, 60).ok).toBe(false);
  });
});
