import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { traceBody, trialBody } from '@joulefleet/contracts';
import { factorLevels, seededRandom } from '@joulefleet/core';
import { drawTrial } from '../../../bench/traces/draw-records';
import { BOARD, SCHEDULE } from '../../../bench/traces/draw-trace';
import { judgeTrace, type TraceToJudge } from '../../../libs/judging/src/judge-trace';
import { JudgeThread } from '../../../libs/judging/src/thread/judge-thread';

const BATCH_SIZE = 16;

function traceOf(batches: number = SCHEDULE.batches): TraceToJudge {
  const { records } = drawTrial('a', 1e9, 1, seededRandom(5), batches);
  const bodies = records.map(({ body }) => JSON.parse(body) as unknown);
  const { cpuKhz, gpuHz, deviceClass } = BOARD;
  const levels = factorLevels({ batchSize: BATCH_SIZE, cpuKhz, gpuHz });
  return {
    requested: {
      deviceClass,
      levels,
      inferences: batches * BATCH_SIZE,
      checks: null,
      startBandC: null,
      calibrations: [],
    },
    body: trialBody.parse(bodies.pop()),
    chunks: bodies.map((body) => traceBody.parse(body)),
  };
}

describe('the judging thread', () => {
  const started: Worker[] = [];
  const onWorker = (worker: Worker) => started.push(worker);
  beforeAll(() => void process.on('worker', onWorker));
  afterAll(() => void process.off('worker', onWorker));
  beforeEach(() => void (started.length = 0));

  it('judges several at once in one thread as they would be judged here', async () => {
    const traces = [100, 375, 2000].map(traceOf);
    const thread = new JudgeThread();
    expect(await Promise.all(traces.map((trace) => thread.judge(trace)))).toEqual(traces.map(judgeTrace));
    expect(started).toHaveLength(1);
  });

  it('rejects a trace that cannot be decoded, and goes on', async () => {
    const trace = traceOf();
    const thread = new JudgeThread();
    const broken = { ...trace, chunks: trace.chunks.map((chunk) => ({ ...chunk, data: 'AAAA' })) };
    expect(await thread.judge(broken)).toMatchObject({
      verdict: 'rejected',
      findings: [{ check: 'raw_data_corrupt', message: expect.stringContaining('trace') }],
    });
    expect(await thread.judge(trace)).toMatchObject({ verdict: 'accepted' });
    expect(started).toHaveLength(1);
  });

  it('rejects a trace that takes more memory than the thread has, and judges the next in a new one', async () => {
    const thread = new JudgeThread({ maxOldGenerationSizeMb: 12, maxYoungGenerationSizeMb: 2 });
    const [tooLong, short] = await Promise.all([thread.judge(traceOf(45_000)), thread.judge(traceOf())]);
    expect(tooLong).toMatchObject({
      verdict: 'rejected',
      findings: [{ check: 'raw_data_corrupt', message: 'its trace of 18 chunks does not fit in memory' }],
    });
    expect(short).toMatchObject({ verdict: 'accepted' });
    expect(started).toHaveLength(2);
  });

  it('ends when it is idle, and starts again when there is something to judge', async () => {
    const thread = new JudgeThread(undefined, 1);
    const trace = traceOf();
    await thread.judge(trace);
    await once(started[0]!, 'exit');
    expect(await thread.judge(trace)).toEqual(judgeTrace(trace));
    expect(started).toHaveLength(2);
  });
});
