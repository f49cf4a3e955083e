import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@joulefleet/store';
import { generateKeyPair, startTwin, type Twin } from '../../apps/twin/src';
import { countFigure } from '../figures/count-figure';
import type { Benchmark, Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { ControllerProcess } from '../hygiene/controller-process';
import type { ControllerCost } from '../plan/controller-main';
import { withEmbeddedServices, type BenchServices } from '../services/embedded-services';
import { ENDLESS_WORKLOADS, LIES, REQUESTS, WORKLOADS, type GreedyRequest } from './cases';
import { HostileLane, SOUND, type Verdict } from './hostile-lane';
import { Liveness } from './liveness';

const LANES = 3;
const TIME_SCALE = 1_000;
const LIVE_WITHIN_MS = 1_000;
const REQUEST_LIMIT_MS = 15_000;
const MIN_CASES = 80;

export const hostileBenchmark: Benchmark = {
  name: 'hostile',
  about: 'Misbehaving workloads, lying boards and greedy requests through the real path: hangs, wrong results, memory.',
  measure: async (say, { seed }) =>
    withEmbeddedServices('relaxed', async (services) => {
      const controller = new ControllerProcess(services.home, environmentOf(services), 'plan');
      const database = openDatabase(services.databaseUrl, { maxConnections: 2 });
      const twins = await startTwins(services.home, seed);
      try {
        await controller.start();
        await enrollAll(controller, twins);
        const lanes = twins.map((twin) => new HostileLane(twin, controller, database));
        return await measure(controller, lanes, services, say);
      } finally {
        await controller.stop();
        await database.close();
        await Promise.all(twins.map((twin) => twin.stop()));
      }
    }),
};

type Work = (lane: HostileLane) => Promise<Verdict>;

async function measure(
  controller: ControllerProcess,
  lanes: readonly HostileLane[],
  { aborted }: BenchServices,
  say: (line: string) => void,
): Promise<Figure[]> {
  for (const lane of lanes) {
    const sound = await lane.tryWorkload(SOUND, 'accepted');
    if (isBad(sound)) throw new Error(`a workload that behaves: ${JSON.stringify(sound)}`);
  }
  const { rssMb: before } = await controller.ask<ControllerCost>();
  const liveness = new Liveness(controller.address);
  const works: Work[] = [
    ...WORKLOADS.map(
      ({ name, expected }) =>
        (lane: HostileLane) =>
          lane.tryWorkload(name, expected),
    ),
    ...ENDLESS_WORKLOADS.map((name) => (lane: HostileLane) => lane.cancelWorkload(name)),
    ...LIES.map(
      ({ name, expected }) =>
        (lane: HostileLane) =>
          lane.tryLie(name, expected),
    ),
  ];
  const verdicts: Verdict[] = [];
  const onLane = async (lane: HostileLane): Promise<void> => {
    for (let work = works.shift(); work; work = works.shift()) {
      aborted.throwIfAborted();
      const verdict = await work(lane);
      verdicts.push(verdict);
      if (isBad(verdict)) say(JSON.stringify(verdict));
      if (verdicts.length % 10 === 0) say(`${verdicts.length} cases`);
    }
  };
  await Promise.all(lanes.map(onLane));
  for (const request of REQUESTS) verdicts.push(await tryRequest(controller, request, say));
  const liveMs = await liveness.stop();
  const { rssMb: after } = await controller.ask<ControllerCost>();
  return figuresOf(verdicts, { before, after, liveMs });
}

function isBad({ hangs, endless, wronglyAccepted, deviceStuck }: Verdict): boolean {
  return hangs || endless || wronglyAccepted || deviceStuck;
}

/** Refused, in time, and not as an error of ours. */
async function tryRequest(
  controller: ControllerProcess,
  { name, method, path, body }: GreedyRequest,
  say: (line: string) => void,
): Promise<Verdict> {
  const status = await controller.statusOf(method, path, body, REQUEST_LIMIT_MS);
  const refused = status !== null && status >= 400 && status < 500;
  if (!refused) say(`${name}: ${status ?? 'no answer'}`);
  return {
    name,
    hangs: status === null,
    endless: false,
    wronglyAccepted: status !== null && !refused,
    deviceStuck: false,
  };
}

function figuresOf(
  verdicts: readonly Verdict[],
  { before, after, liveMs }: { before: number; after: number; liveMs: number },
): Figure[] {
  const cases = verdicts.length;
  const count = (of: (verdict: Verdict) => boolean): number => verdicts.filter(of).length;
  const most = (limit: number) => ({ of: 'value', bound: '<=', limit }) as const;
  const least = { of: 'value', bound: '>=', limit: MIN_CASES } as const;
  return [
    makeFigure('cases', '1', [{ value: cases, baseline: MIN_CASES }], least),
    countFigure(
      'hangs',
      count(({ hangs }) => hangs),
      cases,
    ),
    countFigure(
      'endless',
      count(({ endless }) => endless),
      cases,
    ),
    countFigure(
      'wrongly_accepted',
      count(({ wronglyAccepted }) => wronglyAccepted),
      cases,
    ),
    countFigure(
      'devices_stuck',
      count(({ deviceStuck }) => deviceStuck),
      cases,
    ),
    makeFigure('rss_growth_mb', 'MB', [{ value: Math.max(0.1, after - before), baseline: before }], most(100)),
    makeFigure('liveness_max_ms', 'ms', [{ value: liveMs, baseline: LIVE_WITHIN_MS }], most(LIVE_WITHIN_MS)),
  ];
}

const keyPair = generateKeyPair('bench');

async function startTwins(home: string, seed: number): Promise<Twin[]> {
  return Promise.all(
    Array.from({ length: LANES }, async (_, i) => {
      const dir = join(home, `twin-${i}`);
      mkdirSync(dir);
      const authorizedKeys = [keyPair.publicKey];
      const about = { dir, name: `lane-${i}`, authorizedKeys, timeScale: TIME_SCALE, seed: seed + i };
      return startTwin({ ...about, deviceClass: 'jetson-orin-nx' });
    }),
  );
}

async function enrollAll(controller: ControllerProcess, twins: readonly Twin[]): Promise<void> {
  const { privateKey } = keyPair;
  const imported = await controller.call<{ fingerprint: string }>('POST', '/v1/identities/import', { privateKey });
  for (const { name, host, port, user, fingerprint } of twins) {
    const identity = imported.fingerprint;
    await controller.call('POST', '/v1/devices', { name, host, port, user, fingerprint, identity });
  }
}

function environmentOf({ home, databaseUrl, redisUrl }: BenchServices): NodeJS.ProcessEnv {
  return {
    ...process.env,
    JOULEFLEET_HOME: home,
    JOULEFLEET_PORT: '0',
    JOULEFLEET_LOG_LEVEL: 'fatal',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
  };
}
