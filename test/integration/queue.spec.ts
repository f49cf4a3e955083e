import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import type { ShardJob } from '@joulefleet/contracts';
import {
  LIVE_FOR_MS,
  LiveReadings,
  Nudges,
  QueueModule,
  Queues,
  ShardHandler,
  ShardsProcessor,
  TraceHandler,
  TracesProcessor,
} from '@joulefleet/queue';
import { createTestRedis } from '../testkit/redis';
import { SwallowingProxy } from './health/swallowing-proxy';
import { until } from '../testkit/until';

const SHARD_ID = '01a20745-2c51-7e1a-b76b-e6682ff1fbf0';

/** Holds every shard until its signal fires. */
@Injectable()
class HoldingHandler extends ShardHandler {
  readonly begun: number[] = [];
  readonly aborted: number[] = [];

  override execute({ fence }: ShardJob, signal: AbortSignal): Promise<void> {
    this.begun.push(fence);
    return new Promise((resolve) =>
      signal.addEventListener('abort', () => {
        this.aborted.push(fence);
        resolve();
      }),
    );
  }
}

describe('the queues', () => {
  const handler = new HoldingHandler();
  const redis = createTestRedis();
  let app: INestApplicationContext;

  beforeAll(async () => {
    @Module({
      imports: [QueueModule.forRoot(redis.url, redis.prefix)],
      providers: [{ provide: ShardHandler, useValue: handler }, ShardsProcessor],
    })
    class WorkerModule {}
    app = await NestFactory.createApplicationContext(WorkerModule, { logger: false });
  });
  afterAll(() => app.close());

  it('put a job in once, however often it is added, and again under another fence', async () => {
    const queues = app.get(Queues);
    for (let i = 0; i < 3; i++) await queues.enqueueShard({ shardId: SHARD_ID, fence: 1 });
    await queues.enqueueShard({ shardId: SHARD_ID, fence: 2 });
    await until(() => handler.begun.length >= 2);
    expect([...handler.begun].sort()).toEqual([1, 2]);
    expect(await queues.depths()).toEqual({ shards: 2, traces: 0 });
  });

  it('carry nudges to those who listen, and to nobody after', async () => {
    const nudges = app.get(Nudges);
    let heard = 0;
    const unsubscribe = nudges.subscribe('dispatch', () => heard++);
    await until(() => {
      nudges.publish('dispatch');
      return heard > 0;
    });
    unsubscribe();
    const before = heard;
    nudges.publish('dispatch');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toBe(before);
  });

  it('carry what devices measure now to those who ask, as long as it is live', async () => {
    let nowMs = 0;
    const [sender, receiver] = [app.get(LiveReadings), new LiveReadings(app.get(Nudges), () => nowMs)];
    const reading = (device: string, campaignId: string) => ({
      ...{ device, campaignId, trialId: 't1', simulated: true },
      ...{ powerMw: 4_200, railsMw: {}, temperatureC: 41.5, temperatureAgeS: 3 },
    });
    expect(receiver.since(0, null)).toEqual({ readings: [], newest: 0 });
    app.get(Nudges).publish('live', 'no reading');
    await until(() => {
      sender.publish(reading('nano', 'c1'));
      return receiver.since(0, null).readings.length > 0;
    });
    const { newest } = receiver.since(0, null);
    await until(() => {
      sender.publish(reading('orin', 'c2'));
      return receiver.since(newest, 'c2').readings.length > 0;
    });
    expect(receiver.since(0, 'c1').readings).toEqual([reading('nano', 'c1')]);
    nowMs = LIVE_FOR_MS + 1;
    expect(receiver.since(0, null).readings).toEqual([]);
  });

  it('pass the signal of a cancelled job to its handler, in the process that executes it', async () => {
    const { worker } = app.get(ShardsProcessor);
    worker.cancelJob(`${SHARD_ID}-1`);
    await until(() => handler.aborted.length > 0);
    expect(handler.aborted).toEqual([1]);
  });

  it('log the errors of jobs and connections, and go on', () => {
    const { worker } = app.get(ShardsProcessor);
    expect(worker.listenerCount('error')).toBeGreaterThan(0);
    expect(worker.listenerCount('failed')).toBeGreaterThan(0);
  });

  it('let go of every shard when the process shuts down', async () => {
    await app.close();
    expect(handler.aborted).toEqual([1, 2]);
  });
});

it('a shutdown ends although Redis answers no more', async () => {
  const redis = createTestRedis();
  const url = new URL(redis.url);
  const proxy = new SwallowingProxy({ host: url.hostname, port: Number(url.port) });
  await proxy.start();
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  @Module({
    imports: [QueueModule.forRoot(url.href, redis.prefix)],
    providers: [
      { provide: ShardHandler, useValue: new HoldingHandler() },
      { provide: TraceHandler, useValue: { commit: () => Promise.resolve() } },
      ShardsProcessor,
      TracesProcessor,
    ],
  })
  class WorkerModule {}
  const app = await NestFactory.createApplicationContext(WorkerModule, { logger: false });
  await app.get(Queues).depths();
  proxy.swallow();
  const startedMs = performance.now();
  await app.close();
  expect(performance.now() - startedMs).toBeLessThan(20_000);
  await proxy.stop();
}, 30_000);
