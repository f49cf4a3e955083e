import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type {
  CampaignView,
  CreatedKey,
  DeviceView,
  FirstAdmin,
  IdentityView,
  LaunchResult,
  Problem,
  ReportView,
} from '@joulefleet/contracts';
import type { DeviceClass, Role, Scope } from '@joulefleet/core';
import { ensureFirstAdmin, type AccessLimits } from '@joulefleet/access';
import { MASTER_KEY_BYTES, toMasterKey } from '@joulefleet/platform';
import { openDatabase } from '@joulefleet/store';
import type { ControllerOptions } from '../../apps/controller/src/app.module';
import { serve, type ServingController } from '../../apps/controller/src/serve';
import { generateKeyPair, startTwin, type Twin, type TwinOptions } from '../../apps/twin/src';
import { checkAnswer } from './check-answer';
import { createTestDatabase } from './database';
import { createTestRedis, deleteKeys } from './redis';
import { until } from './until';

/** The real scrypt cost takes half a second of computing per password. */
const TEST_PASSWORD_COST = 2 ** 10;

export interface LabOptions {
  /** Device class of each twin; its name is the class without `jetson-`, numbered from the second one on. */
  twins: DeviceClass[];
  timeScale?: number;
  seed?: number;
  /** What the carriers of the twins have beside the module. */
  extras?: TwinOptions['extras'];
  /** Errors of the power sensors of the twins. */
  sensor?: TwinOptions['sensor'];
  /** What the controller is started with instead. */
  controller?: Partial<Omit<ControllerOptions, 'urls'>>;
  urls?: Partial<ControllerOptions['urls']>;
  /** A migrated database without an admin, in place of one of the lab's own. */
  databaseUrl?: string;
  /** How often one may log in, or ask, where that is not the controller's default. */
  limits?: Partial<AccessLimits>;
  /** Hash passwords as slowly as the product does. */
  realPasswordCost?: boolean;
  /** Who may say for whom it asks; nobody when left out. */
  trustedProxies?: string[];
}

/** Status and body of one API call, which must be as the contract says; a body that is no JSON is a text, and null where there is none. */
export type Call = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
) => Promise<{ status: number; body: unknown }>;

/** How a twin of any kind is reached. */
type TwinLogin = Pick<Twin, 'name' | 'host' | 'port' | 'user' | 'fingerprint'>;

/** A whole Joulefleet in this process: controller with worker, a database and queues of its own, and twins. */
export interface Lab {
  twins: Twin[];
  databaseUrl: string;
  redisUrl: string;
  /** Private key that every twin lets in. */
  identityFile: string;
  /** Its public half. */
  publicKey: string;
  folder: string;
  /** The one that serves now. */
  controller(): ServingController;
  /** Ends the controller, worker included, and starts another one on the same data; at another port unless one is given. */
  restartController(at?: { port: number }): Promise<void>;
  /** Deletes every key that this Joulefleet has in Redis: jobs, locks, all. */
  loseRedis(): Promise<number>;
  /** Stops a twin and starts it again on its folder, at the same port; with a new host key as after a new installation. */
  restartTwin(index: number, how?: { newHostKey?: boolean }): Promise<void>;
  /** The first admin, as the controller made it. */
  admin: FirstAdmin;
  /** A call of the API as the admin. */
  call: Call;
  /** The same with any key; null: without one. */
  callWith(key: string | null): Call;
  /** Adds a user and calls as them, with a key that has all scopes of the role or those that are named. */
  as(name: string, role: Role, scopes?: Scope[]): Promise<Call>;
  /** Enrolls a twin under its own name. */
  enroll(twin: TwinLogin, over?: object): Promise<DeviceView>;
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
      extras: options.extras,
      sensor: options.sensor,
    });
  const twins = await Promise.all(options.twins.map(launchTwin));
  const databaseUrl = options.databaseUrl ?? (await createTestDatabase()).url;
  const passwordCost = options.realPasswordCost ? undefined : TEST_PASSWORD_COST;
  const admin = await makeFirstAdmin(databaseUrl, passwordCost);
  const redis = createTestRedis();
  const masterKey = toMasterKey(randomBytes(MASTER_KEY_BYTES));
  const serveHere = (port = 0) =>
    serve(
      {
        urls: { databaseUrl, redisUrl: redis.url, version: 'test', ...options.urls },
        agentFolder: resolve('agent'),
        masterKey,
        logLevel: 'silent',
        queuePrefix: redis.prefix,
        workerName: 'lab',
        limits: options.limits,
        passwordCost,
        ...options.controller,
      },
      { host: '127.0.0.1', port, anyPort: false, trustedProxies: options.trustedProxies ?? [] },
    );
  let controller = await serveHere();
  const callWith = (key: string | null): Call => caller(() => controller.url, key);
  const call = callWith(admin.key);
  return {
    twins,
    databaseUrl,
    redisUrl: redis.url,
    identityFile,
    publicKey: identity.publicKey,
    folder,
    controller: () => controller,
    restartController: async (at) => {
      await controller.close();
      controller = await serveHere(at?.port);
    },
    loseRedis: () => deleteKeys(redis),
    restartTwin: async (index, how = {}) => {
      await twins[index]!.stop();
      if (how.newHostKey) rmSync(join(folder, `twin-${index}`, 'host_ed25519'));
      twins[index] = await launchTwin(options.twins[index]!, index);
    },
    admin,
    call,
    callWith,
    as: async (name, role, scopes) => {
      expectOk(await call('POST', '/v1/users', { name, role }));
      const { key } = expectOk<CreatedKey>(await call('POST', `/v1/users/${name}/keys`, { name: 'test', scopes }));
      return callWith(key);
    },
    enroll: async (twin, over) => {
      const kept = await call('POST', '/v1/identities/import', { privateKey: identity.privateKey });
      const { fingerprint } = expectOk<IdentityView>(kept);
      return expectOk<DeviceView>(await call('POST', '/v1/devices', { ...enrollment(twin, fingerprint), ...over }));
    },
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

function enrollment(twin: TwinLogin, identity: string): object {
  const { name, host, port, user, fingerprint } = twin;
  return { name, host, port, user, identity, fingerprint };
}

async function makeFirstAdmin(databaseUrl: string, passwordCost: number | undefined): Promise<FirstAdmin> {
  const database = openDatabase(databaseUrl, { maxConnections: 1 });
  const made: FirstAdmin[] = [];
  await ensureFirstAdmin(database, (admin) => made.push(admin), passwordCost).finally(() => database.close());
  return made[0]!;
}

function caller(url: () => string, key: string | null): Call {
  return async (method, path, sent) => {
    const response = await fetch(`${url()}${path}`, {
      method,
      // A connection of its own: one that is kept may be closed by the controller just when the next request goes out.
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...{ 'content-type': 'application/json', connection: 'close' },
      },
      body: sent && JSON.stringify(sent),
    });
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
      // A stream has no end: `openEvents` follows it.
      await response.body?.cancel();
      return { status: response.status, body: null };
    }
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const body = isJson ? await response.json() : (await response.text()) || null;
    checkAnswer(method, path, response.status, body);
    return { status: response.status, body };
  };
}

function expectOk<T>({ status, body }: { status: number; body: unknown }): T {
  if (status >= 200 && status < 300) return body as T;
  const problem = body as Problem;
  throw new Error(`${status} ${problem.code}: ${problem.detail} ${JSON.stringify(problem.errors ?? '')}`);
}

async function untilCompleted(call: Call, id: string, timeoutS: number): Promise<ReportView> {
  const isCompleted = async (): Promise<boolean> =>
    expectOk<CampaignView>(await call('GET', `/v1/campaigns/${id}`)).state === 'completed';
  await until(isCompleted, { timeoutMs: timeoutS * 1000 }).catch(async () => {
    const progress = await call('GET', `/v1/campaigns/${id}/progress`);
    throw new Error(`the campaign did not complete in ${timeoutS} s: ${JSON.stringify(progress.body)}`);
  });
  return expectOk<ReportView>(await call('GET', `/v1/campaigns/${id}/report`));
}
