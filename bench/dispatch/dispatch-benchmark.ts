import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignView, LaunchResult } from '@joulefleet/contracts';
import { openDatabase } from '@joulefleet/store';
import type { Benchmark, Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { ControllerProcess } from '../hygiene/controller-process';
import { controllerEnvironment, withEmbeddedServices } from '../services/embedded-services';
import { execGapsMs } from './exec-baseline';
import { LightFleet } from './light-fleet';
import { describePhase, measurePhase, type Bench, type Phase } from './measure-phase';
import { percentile } from './percentile';
import type { Gap } from './read-gaps';

const DEVICES = 200;
const LIMIT_MS = 100;
/** As many as the study's whole sweep has. */
const MANY_TRIALS = 176_880;
/** Enrolling and getting all devices to work is not what is measured. */
const ENROLL_TIME_SCALE = 60;
/** A trial takes some 10 s of a device: shards of one trial then end two or three times as often as those of five minutes in real time. */
const TIME_SCALE = 0.125;
/** Rates that are tried after that, until the limit is not kept. */
const FASTER = [0.25, 0.5, 1, 2, 4];
const SETTLE_S = 45;
/** A 99th percentile takes a few hundred gaps. */
const MEASURE_S = 240;
const FASTER_S = 30;
const TICK_MS = 1_000;
/** 200 devices whose shards take the five minutes of the default. */
const USUAL_ENDS_PER_S = DEVICES / 300;

export const dispatchBenchmark: Benchmark = {
  name: 'dispatch',
  about: 'From a device becoming free to its next shard started on it, with 200 light twins at work.',
  measure: async (say, { seed }) =>
    withEmbeddedServices('full', async (services) => {
      const { home, databaseUrl, aborted } = services;
      const execMs = await execGapsMs(home, seed);
      say(`exec over ControlMaster: p99 ${percentile(execMs, 99).toFixed(0)} ms`);
      const controller = new ControllerProcess(home, controllerEnvironment(services), 'plan');
      const fleet = new LightFleet(DEVICES, seed, ENROLL_TIME_SCALE);
      const database = openDatabase(databaseUrl, { maxConnections: 2 });
      try {
        await fleet.start();
        await controller.start();
        await fleet.enroll(controller);
        say(`${DEVICES} light twins are enrolled`);
        return await measure({ controller, fleet, database, aborted, say }, execMs);
      } finally {
        await controller.stop();
        await fleet.stop();
        await database.close();
      }
    }),
};

async function measure(bench: Bench, execMs: readonly number[]): Promise<Figure[]> {
  const few = await launch(bench, 1);
  const first = await settleAndMeasure(bench, few, TIME_SCALE, MEASURE_S);
  await bench.controller.call('POST', `/v1/campaigns/${few.id}/cancel`);
  const many = await launch(bench, 4);
  if (many.trials.total < MANY_TRIALS) throw new Error(`${many.trials.total} trials, fewer than ${MANY_TRIALS}`);
  const second = await settleAndMeasure(bench, many, TIME_SCALE, MEASURE_S);
  const faster = await goFaster(bench, many);
  const all = [first, second, ...faster];
  return [
    figureOf('free_to_started_p99_ms', p99(first, startedMs), percentile(execMs, 99), LIMIT_MS),
    figureOf('free_to_started_pending_p99_ms', p99(second, startedMs), percentile(execMs, 99), LIMIT_MS),
    figureOf('free_to_started_tick_p99_ms', p99(second, startedMs), percentile(second.gaps.map(tickMs), 99), LIMIT_MS),
    figureOf(
      'idle_between_shards_p99_ms',
      p99(second, ({ idleMs }) => idleMs),
      percentile(execMs, 99),
    ),
    makeFigure('ends_kept_up_with_per_s', '1/s', [{ value: highestRate(all), baseline: USUAL_ENDS_PER_S }], null),
    costFigure(all),
  ];
}

/** Until the limit is not kept. */
async function goFaster(bench: Bench, campaign: CampaignView): Promise<Phase[]> {
  const phases: Phase[] = [];
  for (const timeScale of FASTER) {
    const phase = await settleAndMeasure(bench, campaign, timeScale, FASTER_S);
    phases.push(phase);
    if (!isKept(phase)) break;
  }
  return phases;
}

async function settleAndMeasure(
  bench: Bench,
  { id }: CampaignView,
  timeScale: number,
  durationS: number,
): Promise<Phase> {
  bench.fleet.setTimeScale(timeScale);
  await sleep(SETTLE_S * 1000, undefined, { signal: bench.aborted });
  const phase = await measurePhase(bench, id, durationS);
  bench.say(`${timeScale} x real time: ${describePhase(phase)}`);
  return phase;
}

/** Each device has a shard of one trial at a time, of all cells of its class. */
async function launch({ controller, say }: Bench, repetitions: number): Promise<CampaignView> {
  const factors = { gpuFrequency: 'all', cpuFrequency: 'all' };
  const protocol = { inferences: 800, repetitions, shardTrials: 1, startTemperature: 'off', baseline: 'none' };
  const source = JSON.stringify({ name: `dispatch ${repetitions}`, workloads: ['alexnet'], factors, ...protocol });
  const { campaign } = await controller.call<LaunchResult>('POST', '/v1/campaigns', { source });
  say(`a campaign of ${campaign!.trials.total} trials`);
  return campaign!;
}

const startedMs = (gap: Gap): number => gap.startedMs;

function p99({ gaps }: Phase, of: (gap: Gap) => number): number {
  return percentile(gaps.map(of), 99);
}

/** A scheduler that looks once a second, and starts at once what is to be started: the wait for its next look alone. */
function tickMs({ freeAtMs }: Gap): number {
  return TICK_MS - (freeAtMs % TICK_MS);
}

function isKept(phase: Phase): boolean {
  return phase.gaps.length > 0 && p99(phase, startedMs) <= LIMIT_MS;
}

/** Shard ends a second at the highest rate at which the limit was kept; a figure is above 0. */
function highestRate(phases: readonly Phase[]): number {
  const rates = phases.filter(isKept).map(({ gaps, durationS }) => gaps.length / durationS);
  return Math.max(0.001, ...rates);
}

/** CPU of the controller for each trial in the phase with the most, against that of the twins' process, with one trial in a shard. */
function costFigure(phases: readonly Phase[]): Figure {
  const busiest = phases.reduce((most, phase) =>
    phase.trials / phase.durationS > most.trials / most.durationS ? phase : most,
  );
  const { controllerCpuMs, twinsCpuMs, trials } = busiest;
  return makeFigure(
    'controller_cpu_ms_per_trial',
    'ms',
    [{ value: controllerCpuMs / trials, baseline: twinsCpuMs / trials }],
    null,
  );
}

function figureOf(name: string, value: number, baseline: number, limit?: number): Figure {
  const target = limit === undefined ? null : ({ of: 'value', bound: '<=', limit } as const);
  return makeFigure(name, 'ms', [{ value, baseline }], target);
}
