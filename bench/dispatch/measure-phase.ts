import { setTimeout as sleep } from 'node:timers/promises';
import type { ControllerProcess } from '../hygiene/controller-process';
import type { ControllerCost } from '../plan/controller-main';
import type { Database, Queryable } from '@joulefleet/store';
import type { LightFleet } from './light-fleet';
import { percentile } from './percentile';
import { readGaps, type Gap } from './read-gaps';

/** What was seen in a while of steady work. */
export interface Phase {
  gaps: Gap[];
  durationS: number;
  trials: number;
  controllerCpuMs: number;
  /** Of the process with the twins. */
  twinsCpuMs: number;
}

export interface Bench {
  controller: ControllerProcess;
  fleet: LightFleet;
  database: Database;
  aborted: AbortSignal;
  say: (line: string) => void;
}

/** Watches a running campaign for `durationS`. */
export async function measurePhase(bench: Bench, campaignId: string, durationS: number): Promise<Phase> {
  const { controller, fleet, database } = bench;
  await controller.ask<ControllerCost>();
  const trialsBefore = await countTrials(database.pool);
  const cpuBefore = process.cpuUsage();
  const [sinceMs, startMs] = [Date.now(), performance.now()];
  await sleep(durationS * 1000, undefined, { signal: bench.aborted });
  const { cpuMs: controllerCpuMs } = await controller.ask<ControllerCost>();
  const { user, system } = process.cpuUsage(cpuBefore);
  const spentS = (performance.now() - startMs) / 1000;
  const trials = (await countTrials(database.pool)) - trialsBefore;
  const gaps = await readGaps(database.pool, fleet, campaignId, sinceMs);
  return { gaps, durationS: spentS, trials, controllerCpuMs, twinsCpuMs: (user + system) / 1000 };
}

/** One line about a phase: rates, percentiles of the gap and of its steps. */
export function describePhase({ gaps, durationS, trials, controllerCpuMs }: Phase): string {
  const rates = `${(gaps.length / durationS).toFixed(1)} shard ends and ${(trials / durationS).toFixed(1)} trials a second`;
  const cpu = `controller ${(controllerCpuMs / durationS / 10).toFixed(0)} % of a core`;
  if (gaps.length === 0) return `${rates}, ${cpu}`;
  const three = (of: (gap: Gap) => number): string =>
    [50, 90, 99].map((percent) => percentile(gaps.map(of), percent).toFixed(0)).join('/');
  const steps = (['placed', 'queued', 'begun', 'started'] as const).map(
    (step) => `${step} ${three((gap) => gap.steps[step])}`,
  );
  return `${rates}, ${cpu}; p50/p90/p99 in ms: free to started ${three(({ startedMs }) => startedMs)} (${steps.join(', ')}), idle ${three(({ idleMs }) => idleMs)}`;
}

async function countTrials(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>('SELECT count(*)::int AS count FROM measurement');
  return rows[0]!.count;
}
