import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignView, LaunchResult } from '@joulefleet/contracts';
import { DEVICE_CLASSES } from '@joulefleet/core';
import { openDatabase } from '@joulefleet/store';
import { generateKeyPair, startTwin, type Twin } from '../../apps/twin/src';
import type { Benchmark, Figure, Round } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { ControllerProcess } from '../hygiene/controller-process';
import { controllerEnvironment, withEmbeddedServices, type BenchServices } from '../services/embedded-services';
import type { ControllerCost } from './controller-main';
import { timeDispatchRound } from './dispatch-round';
import { STUDY, STUDY_TRIALS, sweepSource, type SweepSize } from './study-sweep';

/** Measured on version 0.1 on two cores: it planned everything at once, in memory. */
const VERSION_0_1 = { planAndStoreS: 24, rssMb: 504, verbP95Ms: 6_000, loopBlockedMs: 39_000 };
const LAUNCHES = 3;
const DISPATCH_ROUNDS = 15;
const PAUSE_BETWEEN_VERBS_MS = 100;
const OTHER_VERBS = 10;
/** Sweeps that must be counted, or refused, without holding up anybody. */
const DRY_RUNS: SweepSize[] = [
  { workloads: 3, batchSizes: 8, repetitions: 50 },
  { workloads: 3, batchSizes: 8, repetitions: 100 },
  { workloads: 3, batchSizes: 8, repetitions: 1000 },
];

export const planBenchmark: Benchmark = {
  name: 'plan',
  about: "The study's whole sweep planned and stored, then paused, resumed and cancelled: time, memory, blocked loop.",
  measure: async (say, { seed }) =>
    withEmbeddedServices('relaxed', async (services) => {
      const controller = new ControllerProcess(services.home, controllerEnvironment(services), 'plan');
      const twins = await startTwins(services.home, seed);
      try {
        await controller.start();
        await enrollAll(controller, twins);
        return await measure(controller, services, say);
      } finally {
        await controller.stop();
        await Promise.all(twins.map((twin) => twin.stop()));
      }
    }),
};

async function measure(
  controller: ControllerProcess,
  services: BenchServices,
  say: (line: string) => void,
): Promise<Figure[]> {
  // What starting and enrolling cost is not what is asked for here.
  await controller.ask<ControllerCost>();
  const blockedMs: number[] = [];
  const cost = async (of: string): Promise<number> => {
    const { loopBlockedMs, rssMb } = await controller.ask<ControllerCost>();
    say(`${of}: loop blocked for up to ${loopBlockedMs.toFixed(1)} ms, ${rssMb.toFixed(0)} MB so far`);
    blockedMs.push(loopBlockedMs);
    return rssMb;
  };
  const verbsMs: number[] = [];
  const launches: Round[] = [];
  const ids: string[] = [];
  for (let i = 0; i < LAUNCHES; i++) {
    services.aborted.throwIfAborted();
    const [{ id, seconds }, verbs] = await launchWithVerbs(controller, ids.at(-1));
    ids.push(id);
    verbsMs.push(...verbs);
    launches.push({ value: seconds, baseline: VERSION_0_1.planAndStoreS });
    await cost(`launch ${i + 1} in ${seconds.toFixed(1)} s`);
  }
  for (const size of DRY_RUNS) {
    await dryRun(controller, size, say);
    await cost(`dry run of ${JSON.stringify(size)}`);
  }
  const others = await timeOtherVerbs(controller, ids[1]!);
  await cost('stops, fills and the like');
  for (const id of ids.slice(1)) verbsMs.push(await verb(controller, id, 'cancel'));
  const rssMb = await cost('cancels');
  await controller.stop();
  const rounds = await dispatchRounds(services);
  const value = (limit: number) => ({ of: 'value', bound: '<=', limit }) as const;
  const { rssMb: rss01, verbP95Ms, loopBlockedMs } = VERSION_0_1;
  return [
    makeFigure('plan_and_store_s', 's', launches, value(10)),
    makeFigure('rss_mb', 'MB', [{ value: rssMb, baseline: rss01 }], value(300)),
    makeFigure('verb_p95_ms', 'ms', [{ value: percentile95(verbsMs), baseline: verbP95Ms }], value(1000)),
    ...Object.entries(others).map(([name, tookMs]) => {
      const rounds = [{ value: percentile95(tookMs), baseline: verbP95Ms }];
      return makeFigure(`${name}_p95_ms`, 'ms', rounds, value(1000));
    }),
    makeFigure('loop_blocked_max_ms', 'ms', [{ value: Math.max(...blockedMs), baseline: loopBlockedMs }], value(50)),
    makeFigure('dispatch_round_ms', 'ms', rounds, { of: 'ratio', bound: '<=', limit: 0.2 }),
  ];
}

/** Launches the study's sweep; meanwhile the one before is paused and resumed again and again. */
async function launchWithVerbs(
  controller: ControllerProcess,
  before: string | undefined,
): Promise<[{ id: string; seconds: number }, number[]]> {
  const startMs = performance.now();
  let launching = true;
  const launched = controller
    .call<LaunchResult>('POST', '/v1/campaigns', { source: sweepSource(STUDY) })
    .finally(() => (launching = false));
  const verbsMs: number[] = [];
  while (before !== undefined && launching) {
    for (const action of ['pause', 'resume'] as const) verbsMs.push(await verb(controller, before, action));
    await sleep(PAUSE_BETWEEN_VERBS_MS);
  }
  const { campaign } = await launched;
  if (campaign?.trials.total !== STUDY_TRIALS) throw new Error(`${campaign?.trials.total} trials, not ${STUDY_TRIALS}`);
  return [{ id: campaign.id, seconds: (performance.now() - startMs) / 1000 }, verbsMs];
}

async function verb(controller: ControllerProcess, id: string, action: 'pause' | 'resume' | 'cancel'): Promise<number> {
  const startMs = performance.now();
  await controller.call<CampaignView>('POST', `/v1/campaigns/${id}/${action}`);
  return performance.now() - startMs;
}

/** The verbs that version 0.1 did not have, on a campaign of the study's size, each several times. */
async function timeOtherVerbs(controller: ControllerProcess, id: string): Promise<Record<string, number[]>> {
  const tookMs: Record<string, number[]> = { priority: [], stop: [], fill: [], extend: [], clone: [], archive: [] };
  const time = async (name: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<void> => {
    const startMs = performance.now();
    await controller.call(method, `/v1/campaigns/${id}${path}`, body);
    tookMs[name]!.push(performance.now() - startMs);
    await sleep(PAUSE_BETWEEN_VERBS_MS);
  };
  for (let i = 0; i < OTHER_VERBS; i++) {
    await time('priority', 'PUT', '/priority', { priority: i });
    await time('stop', 'POST', '/stop');
    await time('archive', 'PUT', '/archived', { archived: i % 2 === 0 });
    await time('fill', 'POST', '/fill');
    await time('extend', 'POST', '/extend', { repetitions: 1 });
    await time('clone', 'GET', '/file');
  }
  return tookMs;
}

/** Planned, or refused as too large: both are answers. */
async function dryRun(controller: ControllerProcess, size: SweepSize, say: (line: string) => void): Promise<void> {
  const source = sweepSource(size);
  const answer = await controller.call<LaunchResult>('POST', '/v1/campaigns', { source, dryRun: true }).then(
    ({ plan }) => `${plan.trials} trials`,
    (error: Error) => error.message,
  );
  if (!/ trials/.test(answer)) throw new Error(answer);
  say(answer.slice(0, 300));
}

/** With one campaign of the study's size running and every device free. */
async function dispatchRounds({ databaseUrl }: BenchServices): Promise<Round[]> {
  const database = openDatabase(databaseUrl, { maxConnections: 4 });
  try {
    await database.pool.query(`UPDATE device SET availability = 'ready'; UPDATE lease SET shard_id = NULL`);
    const rounds: Round[] = [];
    for (let i = 0; i < DISPATCH_ROUNDS; i++) rounds.push(await timeDispatchRound(database));
    return rounds;
  } finally {
    await database.close();
  }
}

function percentile95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!;
}

const keyPair = generateKeyPair('bench');

/** One of each class, for its facts and for a connection that is kept. */
async function startTwins(home: string, seed: number): Promise<Twin[]> {
  return Promise.all(
    DEVICE_CLASSES.map(async (deviceClass, i) => {
      const dir = join(home, `twin-${i}`);
      mkdirSync(dir);
      return startTwin({
        dir,
        name: deviceClass,
        deviceClass,
        authorizedKeys: [keyPair.publicKey],
        timeScale: 1,
        seed: seed + i,
      });
    }),
  );
}

/** Enrolled, then taken out of use: what is measured here is planning, not measuring. */
async function enrollAll(controller: ControllerProcess, twins: readonly Twin[]): Promise<void> {
  const { privateKey } = keyPair;
  const { fingerprint: identity } = await controller.call<{ fingerprint: string }>('POST', '/v1/identities/import', {
    privateKey,
  });
  for (const { name, host, port, user, fingerprint } of twins) {
    await controller.call('POST', '/v1/devices', { name, host, port, user, fingerprint, identity });
    await controller.call('POST', `/v1/devices/${name}/quarantine`, { reason: 'benchmark of planning' });
  }
}
