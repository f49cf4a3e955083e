import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, type Database } from '@joulefleet/store';
import { percentile } from '../dispatch/percentile';
import type { Benchmark, Figure, Round } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { ControllerProcess } from '../hygiene/controller-process';
import { controllerEnvironment, withEmbeddedServices, type BenchServices } from '../services/embedded-services';
import type { ControllerMemory } from './controller-main';
import { firstRequest, timeOf, type FirstRequest } from './first-request';
import { seedStudy, TRIALS, WORKLOADS } from './seed-study';
import { questionsOf, VIEWS, type MeasuredView } from './views';

/** Each view is asked all its questions so often. */
const ROUNDS = 3;
const BASELINE_ROUNDS = 5;
const MAX_GROWTH_MB = 10;
/** Beyond a slice of work and what else a machine of two cores does at a start. */
const LIVE_WITHIN_MS = 100;
/** A question of which no answer is kept: all cells of all devices are read, because variances are pooled over them. */
const UNKEPT = `topology?workload=${WORKLOADS[0]}`;
const PREPARED_WITHIN_MS = 180_000;
const PREPARED_EVERY_MS = 200;
/** What a view without digests does at least: the statistics of each cell from all rows of trials. */
const BASELINE = `SELECT t.cell_id, t.device_id, count(*), avg(ln(m.energy_mj)), stddev_samp(ln(m.energy_mj)),
    avg(ln(m.duration_ms)), avg(ln(m.mean_power_mw))
  FROM trial t JOIN measurement m ON m.trial_id = t.id AND m.attempt = t.attempt AND m.verdict = 'accepted'
  WHERE t.campaign_id = $1 AND t.state = 'accepted' AND t.repetition > 0 GROUP BY 1, 2`;

export const queryBenchmark: Benchmark = {
  name: 'query',
  about: `Views of a campaign with ${TRIALS} trials over HTTP, cold and warm, against one GROUP BY over all its trials.`,
  measure: async (say) =>
    withEmbeddedServices('relaxed', async (services) => {
      const database = openDatabase(services.databaseUrl, { maxConnections: 4 });
      try {
        const id = await seedStudy(database, say);
        const baselineMs = await groupByMs(database, id);
        say(`GROUP BY over all trials: ${baselineMs.toFixed(0)} ms`);
        return await measureViews(services, database, { id, baselineMs }, say);
      } finally {
        await database.close();
      }
    }),
};

async function measureViews(
  services: BenchServices,
  database: Database,
  { id, baselineMs }: { id: string; baselineMs: number },
  say: (line: string) => void,
): Promise<Figure[]> {
  const controller = new ControllerProcess(services.home, controllerEnvironment(services), 'query');
  try {
    say('the controller prepares the answers about the whole campaign');
    await controller.start();
    await untilPrepared(database);
    const coldMs = new Map<string, number>();
    let liveMs = 0;
    for (const view of VIEWS) {
      const cold = await firstRequest(controller, pathOf(id, view.path));
      coldMs.set(view.name, cold.tookMs);
      liveMs = Math.max(liveMs, cold.liveMs);
      say(`${view.name}: first request after a start ${cold.tookMs.toFixed(0)} ms`);
    }
    const unkept = await firstRequest(controller, pathOf(id, UNKEPT));
    say(`${UNKEPT}: first request after a start ${unkept.tookMs.toFixed(0)} ms`);
    for (const view of VIEWS) await askAll(controller, id, view);
    const before = await controller.ask<ControllerMemory>();
    const tookMs = new Map<string, number>();
    for (const view of VIEWS) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        services.aborted.throwIfAborted();
        times.push(...(await askAll(controller, id, view)));
      }
      tookMs.set(view.name, percentile(times, 95));
      say(`${view.name}: ${times.length} requests, median ${percentile(times, 50).toFixed(0)} ms`);
    }
    const after = await controller.ask<ControllerMemory>();
    return figuresOf({ coldMs, unkept, liveMs, tookMs, baselineMs, before, after });
  } finally {
    await controller.stop();
  }
}

/** The controller makes them by itself, some time after a campaign has finished or the program has changed. */
async function untilPrepared({ pool }: Database): Promise<void> {
  const deadlineMs = performance.now() + PREPARED_WITHIN_MS;
  const count = async () =>
    (await pool.query<{ kept: number }>('SELECT count(*)::int AS kept FROM kept_answer')).rows[0]!.kept;
  while ((await count()) < VIEWS.length) {
    if (performance.now() > deadlineMs) throw new Error('the answers about the whole campaign were not prepared');
    await sleep(PREPARED_EVERY_MS);
  }
}

interface Measured {
  /** First request by view. */
  coldMs: ReadonlyMap<string, number>;
  /** Of a view that is made from all cells. */
  unkept: FirstRequest;
  /** Slowest answer to a liveness probe in these. */
  liveMs: number;
  /** 95th percentile by view. */
  tookMs: ReadonlyMap<string, number>;
  baselineMs: number;
  before: ControllerMemory;
  after: ControllerMemory;
}

function figuresOf({ coldMs, unkept, liveMs, tookMs, baselineMs, before, after }: Measured): Figure[] {
  const against = (value: number): Round[] => [{ value, baseline: baselineMs }];
  const atMost = (limit: number) => ({ of: 'value', bound: '<=', limit }) as const;
  // Less than this is not seen; no growth at all would be no measurement.
  const growthMb = Math.max(0.1, after.liveMb - before.liveMb);
  return [
    makeFigure('view_p95_ms', 'ms', against(Math.max(...tookMs.values())), atMost(100)),
    makeFigure('cold_ms', 'ms', against(Math.max(...coldMs.values())), atMost(1_000)),
    makeFigure('memory_growth_mb', 'MB', [{ value: growthMb, baseline: before.liveMb }], atMost(MAX_GROWTH_MB)),
    makeFigure('max_rss_mb', 'MB', [{ value: after.maxRssMb, baseline: before.liveMb }], null),
    makeFigure('cold_liveness_max_ms', 'ms', [{ value: liveMs, baseline: LIVE_WITHIN_MS }], atMost(LIVE_WITHIN_MS)),
    makeFigure('unkept_cold_ms', 'ms', against(unkept.tookMs), null),
    makeFigure('unkept_liveness_max_ms', 'ms', [{ value: unkept.liveMs, baseline: LIVE_WITHIN_MS }], null),
    ...[...tookMs].map(([name, p95Ms]) => makeFigure(`${name}_p95_ms`, 'ms', against(p95Ms), null)),
    ...[...coldMs].map(([name, firstMs]) => makeFigure(`${name}_cold_ms`, 'ms', against(firstMs), null)),
  ];
}

async function askAll(controller: ControllerProcess, id: string, view: MeasuredView): Promise<number[]> {
  const times: number[] = [];
  for (const question of questionsOf(view)) {
    times.push(await timeOf(() => controller.call('GET', pathOf(id, question))));
  }
  return times;
}

function pathOf(id: string, question: string): string {
  return `/v1/campaigns/${id}/${question}`;
}

async function groupByMs({ pool }: Database, campaignId: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < BASELINE_ROUNDS; i++) times.push(await timeOf(() => pool.query(BASELINE, [campaignId])));
  return percentile(times, 50);
}
