import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { toMasterKey, MASTER_KEY_BYTES } from '@joulefleet/platform';
import { WorkerModule } from '../../../apps/worker/src/worker.module';
import { createTestDatabase } from '../../testkit/database';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

/** What max_connections = 12 leaves to ordinary roles. */
const CONNECTIONS = 9;
const WORKERS = 3;
/** Clients that list devices meanwhile, and how long each waits in between: the twins need the machine as well. */
const LISTING = 8;
const LISTING_PAUSE_MS = 250;
const SWEEP = `
name: few connections
workloads: [alexnet]
factors: { gpuFrequency: [614.4 MHz, 921.6 MHz], cpuFrequency: [1479 MHz] }
baseline: none
repetitions: 2
inferences: 160
shardTrials: 2
`;

describe('several workers at a PostgreSQL with few connections', () => {
  let lab: Lab;
  let url: string;
  let role: string;
  const workers: INestApplicationContext[] = [];

  beforeAll(async () => {
    const database = await createTestDatabase();
    ({ url } = database);
    role = `few_${database.name}`;
    await queryOnce(
      url,
      `CREATE ROLE ${role} LOGIN PASSWORD 'few' CONNECTION LIMIT ${CONNECTIONS}; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role};
       GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role}`,
    );
    const databaseUrl = Object.assign(new URL(url), { username: role, password: 'few' }).toString();
    const masterKey = toMasterKey(Buffer.alloc(MASTER_KEY_BYTES, 7));
    const queuePrefix = `{few-${database.name}}`;
    lab = await startLab({
      twins: ['jetson-nano', 'jetson-nano', 'jetson-nano'],
      databaseUrl,
      timeScale: 200,
      controller: { workerName: null, masterKey, queuePrefix, watch: false },
    });
    for (const twin of lab.twins) await lab.enroll(twin);
    for (let i = 0; i < WORKERS; i++) {
      const options = {
        databaseUrl,
        redisUrl: lab.redisUrl,
        agentFolder: resolve('agent'),
        masterKey,
        logLevel: 'silent',
        queuePrefix,
      } as const;
      workers.push(await NestFactory.createApplicationContext(WorkerModule.forRoot(options), { logger: false }));
    }
  }, 120_000);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.close()));
    await lab.stop();
    await queryOnce(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }, 60_000);

  it('executes each shard once, loses no trial, and answers those who list', async () => {
    const { id } = await lab.launch(SWEEP);
    const statuses = new Set<number>();
    let over = false;
    const listing = Array.from({ length: LISTING }, async () => {
      while (!over) {
        statuses.add((await lab.call('GET', '/v1/devices')).status);
        await sleep(LISTING_PAUSE_MS);
      }
    });
    const { campaign } = await lab.completed(id, 600);
    over = true;
    await Promise.all(listing);
    // Who lists waits, or hears that the server has no connection free; it is no error of the controller's.
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses).toContain(200);
    expect(campaign.trials).toMatchObject({ total: 12, accepted: 12 });
    const shards = await queryOnce<{ state: string; fence: number; attempt: number }>(
      url,
      'SELECT state, fence, attempt FROM shard',
    );
    const measured = await queryOnce<{ attempts: number; max: number }>(
      url,
      'SELECT count(*)::int AS attempts, max(attempt) AS max FROM measurement',
    );
    expect(measured).toEqual([{ attempts: 12, max: 1 }]);
    expect(shards.filter(({ attempt }) => attempt > 1)).toEqual([]);
  }, 700_000);
});
