import { factorLevels } from '@joulefleet/core';
import type { BegunShard } from '@joulefleet/store';
import { shardSpecOf } from './shard-spec-of';

const TRIAL = {
  ...{ trialId: 't1', attempt: 1, position: 1, workload: 'alexnet', command: [], graphMode: 'dynamic' as const },
  ...{ inferences: 3200, levels: factorLevels({ batchSize: 8 }) },
};
const SPEC = {
  ...{ warmup: { batches: 3, maxS: 60 }, sampling: { mode: 'fixed', periodMs: 100 }, seed: 1 },
};

const timeoutOf = (spec: object): number => {
  const durable = { lastSeq: 0 };
  const shard = { shardId: 's1', fence: 1, spec, device: { facts: {} }, trials: [TRIAL], durable };
  return shardSpecOf(shard as unknown as BegunShard, []).trials[0]!.timeoutS;
};

it.each([
  ['of the file', { ...SPEC, trialTimeout: { timeMs: 90_000 } }, 90],
  ['of two hours for a campaign of an older version', SPEC, 7_200],
])('gives a trial the time limit %s', (_, spec, timeoutS) => {
  expect(timeoutOf(spec)).toBe(timeoutS);
});
