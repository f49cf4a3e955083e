import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Interval, LaunchResult, ReportView, ScoredEstimate } from '@joulefleet/contracts';
import { DEVICE_CLASSES } from '@joulefleet/core';
import { generateKeyPair, startTwin, type Twin } from '../../apps/twin/src';
import type { Benchmark, Figure, Round } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { ControllerProcess } from '../hygiene/controller-process';
import { controllerEnvironment, withEmbeddedServices, type BenchServices } from '../services/embedded-services';

/** Slow enough for the windows to take most of the time, as they do on a board. */
const TIME_SCALE = 200;
const DEVICES_PER_CLASS = 2;
const MAX_ERROR_PCT = 10;
const MIN_WITHIN_PCT = 90;
const POLL_MS = 200;
/** Figures have to be above 0. */
const MIN_PCT = 0.001;
const CUT_MS = 10_000;
const DEMO = readFileSync('examples/demo.yaml', 'utf8').replace(/^devices: .*$/m, '');
/** A part of the study's sweep, from a history over other clocks, repetitions and inferences. */
const HISTORY = sweepOf('{ every: 5 }', '{ every: 9 }', 'repetitions: 2\ninferences: 1600');
const SWEEP = sweepOf('{ every: 3 }', '{ every: 5 }', 'repetitions: 3\ninferences: 2400');
const LOSSES = sweepOf('{ every: 4 }', '{ every: 7 }', 'repetitions: 4\ninferences: 2400');

export const estimateBenchmark: Benchmark = {
  name: 'estimate',
  about: "A plan's time and energy, from the history of six twins, against what its campaign took.",
  measure: async (say, { seed }) =>
    withEmbeddedServices('relaxed', async (services) => {
      const controller = new ControllerProcess(services.home, controllerEnvironment(services));
      const twins = await startTwins(services.home, seed);
      const complete = async (source: string) => {
        const estimate = await completed(controller, source, services);
        say(`a campaign is over after ${estimate.actualS?.toFixed(1)} s`);
        return estimate;
      };
      try {
        await controller.start();
        await enrollAll(controller, twins);
        for (const source of [DEMO, HISTORY]) await complete(source);
        const scored = { 'the demo': await complete(DEMO), 'AlexNet sweep': await complete(SWEEP) };
        const cuts = setInterval(() => twins.forEach((twin) => twin.cutConnections()), CUT_MS);
        const lossy = await complete(LOSSES).finally(() => clearInterval(cuts));
        return figuresOf({ ...scored, 'sweep with losses': lossy }, say);
      } finally {
        await controller.stop();
        await Promise.all(twins.map((twin) => twin.stop()));
      }
    }),
};

function sweepOf(gpu: string, cpu: string, rest: string): string {
  const factors = `{ gpuFrequency: ${gpu}, cpuFrequency: ${cpu}, batchSize: 16 }`;
  return `name: sweep\nworkloads: [alexnet]\nbaseline: stock\nfactors: ${factors}\n${rest}\n`;
}

/** Launches a campaign and waits for its end; its estimate with what happened. */
async function completed(
  controller: ControllerProcess,
  source: string,
  { aborted }: BenchServices,
): Promise<ScoredEstimate> {
  const { campaign } = await controller.call<LaunchResult>('POST', '/v1/campaigns', { source });
  for (;;) {
    aborted.throwIfAborted();
    const { campaign: now, estimate } = await controller.call<ReportView>(
      'GET',
      `/v1/campaigns/${campaign!.id}/report`,
    );
    if (now.finishedAt !== null) return estimate!;
    await sleep(POLL_MS);
  }
}

/** Worst and mean errors over the devices, and how many are within a tenth or inside their interval. */
function figuresOf(campaigns: Record<string, ScoredEstimate>, say: (line: string) => void): Figure[] {
  const [times, energies]: [Score[], Score[]] = [[], []];
  for (const [name, { devices, endS, actualS }] of Object.entries(campaigns)) {
    for (const { device, durationS, actualS: took, energyJ, actualJ } of devices) {
      times.push(scoreOf(`${name}, ${device}`, durationS!, took, 's', say));
      energies.push(scoreOf(`${name}, ${device}`, energyJ!, actualJ, 'J', say));
    }
    if (endS && actualS !== null) scoreOf(`${name}, its end`, endS, actualS, 's', say);
  }
  return [...errorFigures('eta', times), ...errorFigures('energy', energies)];
}

interface Score {
  errorPct: number;
  holds: boolean;
}

function scoreOf(
  of: string,
  { estimate, low, high }: Interval,
  actual: number,
  unit: string,
  say: (line: string) => void,
): Score {
  const errorPct = Math.abs(100 * (estimate / actual - 1));
  const range = `${estimate.toFixed(1)} ${unit} (${low.toFixed(1)} to ${high.toFixed(1)})`;
  say(`${of}: ${actual.toFixed(1)} ${unit}, estimated ${range}: off by ${errorPct.toFixed(1)} %`);
  return { errorPct, holds: errorPct <= MAX_ERROR_PCT || (low <= actual && actual <= high) };
}

/** The baseline of an error is the largest that is allowed. */
function errorFigures(name: string, scores: readonly Score[]): Figure[] {
  const rounds = (values: readonly number[], baseline: number): Round[] =>
    values.map((value) => ({ value: Math.max(MIN_PCT, value), baseline }));
  const errors = scores.map(({ errorPct }) => errorPct);
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const within = (100 * scores.filter(({ holds }) => holds).length) / scores.length;
  return [
    makeFigure(`${name}_error_pct`, '%', rounds([mean], MAX_ERROR_PCT), null),
    makeFigure(`${name}_error_worst_pct`, '%', rounds([Math.max(...errors)], MAX_ERROR_PCT), null),
    makeFigure(`${name}_within_pct`, '%', rounds([within], 100), { of: 'value', bound: '>=', limit: MIN_WITHIN_PCT }),
  ];
}

const keyPair = generateKeyPair('bench');

async function startTwins(home: string, seed: number): Promise<Twin[]> {
  const classes = Array.from({ length: DEVICES_PER_CLASS }, () => DEVICE_CLASSES).flat();
  return Promise.all(
    classes.map(async (deviceClass, i) => {
      const dir = join(home, `twin-${i}`);
      mkdirSync(dir);
      const authorizedKeys = [keyPair.publicKey];
      return startTwin({ dir, name: `twin-${i}`, deviceClass, authorizedKeys, timeScale: TIME_SCALE, seed: seed + i });
    }),
  );
}

async function enrollAll(controller: ControllerProcess, twins: readonly Twin[]): Promise<void> {
  const { privateKey } = keyPair;
  const imported = await controller.call<{ fingerprint: string }>('POST', '/v1/identities/import', { privateKey });
  for (const { name, host, port, user, fingerprint } of twins) {
    const about = { name, host, port, user, fingerprint };
    await controller.call('POST', '/v1/devices', { ...about, identity: imported.fingerprint });
  }
}
