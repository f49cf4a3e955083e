import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CampaignView, DeviceView, LaunchResult, Problem, ReportView } from '@joulefleet/contracts';
import type { DeviceClass } from '@joulefleet/core';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve, type ServingController } from '../../apps/controller/src/serve';
import { generateKeyPair, startTwin, type Twin } from '../../apps/twin/src';
import { createTestDatabase } from './database';
import { createTestRedis, deleteKeys } from './redis';

const TOKEN = 'test-token';
const POLL_MS = 50;

export interface LabOptions {
  /** Device class of each twin; its name is the class without `jetson-`, numbered from the second one on. */
  twins: DeviceClass[];
  timeScale?: number;
  seed?: number;
}

/** A whole Joulefleet in this process: controller with worker, a database and queues of its own, and twins. */
export interface Lab {
  twins: Twin[];
  databaseUrl: string;
  /** Private key that every twin lets in. */
  identityFile: string;
  folder: string;
  /** The one that serves now. */
  controller(): ServingController;
  /** Ends the controller, worker included, and starts another one on the same data. */
  restartController(): Promise<void>;
  /** Deletes every key that this Joulefleet has in Redis: jobs, locks, all. */
  loseRedis(): Promise<number>;
  /** Stops a twin and starts it again on its folder, at the same port; with a new host key as after a new installation. */
  restartTwin(index: number, how?: { newHostKey?: boolean }): Promise<void>;
  /** Status and body of one API call. */
  call(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: unknown }>;
  /** Enrols a twin under its own name. */
  enroll(twin: Twin, over?: object): Promise<DeviceView>;
  launch(source: string): Promise<CampaignView>;
  /** Waits until a campaign is completed. */
  completed(id: string, timeoutS: number): Promise<ReportView>;
  stop(): Promise<void>;
}

export async function startLab(options: LabOptions): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'jf-lab-'));
  const identity = generateKeyPair('test');
  const identityFile = join(folder, 'identity');
  writeFileSync(identityFile, identity.privateKey, { mode: 0o600 });
  const launchTwin = (deviceClass: DeviceClass, i: number): Promise<Twin> =>
    startTwin({
      dir: join(folder, `twin-${i}`),
      name: options.twins.indexOf(deviceClass) === i ? deviceClass.slice(7) : `${deviceClass.slice(7)}-${i}`,
      deviceClass,
      authorizedKeys: [identity.publicKey],
      timeScale: options.timeScale ?? 1000,
      seed: (options.seed ?? 1) + i,
    });
  const twins = await Promise.all(options.twins.map(launchTwin));
  const { url: databaseUrl } = await createTestDatabase();
  const redis = createTestRedis();
  const serveHere = () =>
    serve(
      {
        urls: { databaseUrl, redisUrl: redis.url, version: 'test' },
        token: TOKEN,
        agentFolder: resolve('agent'),
        logLevel: 'silent',
        queuePrefix: redis.prefix,
        withWorker: true,
      },
      { host: '127.0.0.1', port: 0, anyPort: false },
    );
  let controller = await serveHere();
  const call = caller(() => controller.url);
  return {
    twins,
    databaseUrl,
    identityFile,
    folder,
    controller: () => controller,
    restartController: async () => {
      await controller.close();
      controller = await serveHere();
    },
    loseRedis: () => deleteKeys(redis),
    restartTwin: async (index, how = {}) => {
      await twins[index]!.stop();
      if (how.newHostKey) rmSync(join(folder, `twin-${index}`, 'host_ed25519'));
      twins[index] = await launchTwin(options.twins[index]!, index);
    },
    call,
    enroll: async (twin, over) =>
      expectOk<DeviceView>(await call('POST', '/v1/devices', { ...enrolment(twin, identityFile), ...over })),
    launch: async (source) =>
      expectOk<LaunchResult>(await call('POST', '/v1/campaigns', { source, sourceName: 'test.yaml' })).campaign!,
    completed: (id, timeoutS) => untilCompleted(call, id, timeoutS),
    stop: async () => {
      await controller.close();
      await Promise.all(twins.map((twin) => twin.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function enrolment(twin: Twin, identityFile: string): object {
  const { name, host, port, user, fingerprint } = twin;
  return { name, host, port, user, identityFile, fingerprint };
}

function caller(url: () => string): Lab['call'] {
  return async (method, path, body) => {
    const response = await fetch(`${url()}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
}

function expectOk<T>({ status, body }: { status: number; body: unknown }): T {
  if (status === 200) return body as T;
  const problem = body as Problem;
  throw new Error(`${status} ${problem.code}: ${problem.detail} ${JSON.stringify(problem.errors ?? '')}`);
}

async function untilCompleted(call: Lab['call'], id: string, timeoutS: number): Promise<ReportView> {
  const deadlineMs = Date.now() + timeoutS * 1000;
  for (;;) {
    const campaign = expectOk<CampaignView>(await call('GET', `/v1/campaigns/${id}`));
    if (campaign.state === 'completed') return expectOk<ReportView>(await call('GET', `/v1/campaigns/${id}/report`));
    if (Date.now() > deadlineMs) {
      const progress = await call('GET', `/v1/campaigns/${id}/progress`);
      throw new Error(`the campaign did not complete in ${timeoutS} s: ${JSON.stringify(progress.body)}`);
    }
    await sleep(POLL_MS);
  }
}
