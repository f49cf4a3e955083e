import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { derivedRandom, DEVICE_CLASSES } from '@joulefleet/core';
import { generateKeyPair, startTwin, type Twin } from '../../apps/twin/src';
import { countFigure } from '../figures/count-figure';
import type { Benchmark, Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { controllerEnvironment, withEmbeddedServices, type BenchServices } from '../services/embedded-services';
import { ControllerProcess } from './controller-process';
import { OF_ONE_DEVICE, type Interruption } from './interruptions';
import { Lane } from './lane';
import { strikeController, strikeDevice, type Moments, type Strike } from './strike';

/** Number of interruptions of each kind. */
const INTERRUPTIONS = 50;
const KINDS = OF_ONE_DEVICE.length + 1;
const TIME_SCALE = 300;
/** Some moments are after the end of the campaign: an idle device must not be left changed either. */
const BEHIND_THE_END = 1.1;
/**
 * Minimum share of interruptions that must hit a device with changed settings; otherwise the benchmark proves nothing.
 */
const MIN_CHANGED_SHARE = 0.2;
const TELL_EVERY = 10;

export const hygieneBenchmark: Benchmark = {
  name: 'hygiene',
  about:
    'Settings left changed after killing executor, controller and SSH server and rebooting, at 50 random moments each.',
  measure: async (say, { seed }) =>
    withEmbeddedServices('relaxed', async (services) => {
      const controller = controllerOf(services);
      const twins = await startTwins(services.home, seed);
      try {
        await controller.start();
        const strikes = await strikeAll(controller, await enrollAll(controller, twins), seed, services.aborted, say);
        return figuresOf(strikes, say);
      } finally {
        await controller.stop();
        await Promise.all(twins.map(({ twin }) => twin.stop()));
      }
    }),
};

async function strikeAll(
  controller: ControllerProcess,
  lanes: readonly Lane[],
  seed: number,
  aborted: AbortSignal,
  say: (line: string) => void,
): Promise<Strike[]> {
  const longestMs = (await durationUndisturbedMs(lanes)) * BEHIND_THE_END;
  say(`seed ${seed}; a campaign takes up to ${(longestMs / 1000).toFixed(1)} s undisturbed`);
  const strikes: Strike[] = [];
  const momentsFor = (purpose: string): Moments => ({ random: derivedRandom(seed, purpose), longestMs });
  const tell = async (strike: Strike, lane: Lane): Promise<void> => {
    strikes.push(strike);
    if (strike.aftermath.kind !== 'clean') say(JSON.stringify(strike));
    if (strike.aftermath.kind === 'quarantined') await lane.release();
  };
  for (const interruption of OF_ONE_DEVICE) {
    let [begun, done] = [0, 0];
    const onLane = async (lane: Lane): Promise<void> => {
      const moments = momentsFor(`${interruption} ${lane.twin.name}`);
      while (begun < INTERRUPTIONS) {
        begun++;
        aborted.throwIfAborted();
        const strike = await strikeDevice(interruption, lane, moments);
        if (strike) await tell(strike, lane);
        if (strike) progress(interruption, ++done, say);
        else begun--;
      }
    };
    await Promise.all(lanes.map(onLane));
  }
  const moments = momentsFor('controller');
  for (let i = 0; i < INTERRUPTIONS; i++) {
    aborted.throwIfAborted();
    const hit = await strikeController(controller, lanes, moments);
    for (const [lane, strike] of hit.entries()) await tell(strike, lanes[lane]!);
    progress('controller', i + 1, say);
  }
  return strikes;
}

function progress(interruption: Interruption, done: number, say: (line: string) => void): void {
  if (done % TELL_EVERY === 0) say(`${interruption}: ${done} of ${INTERRUPTIONS}`);
}

/** The longest duration of a campaign when one runs on each device concurrently. */
async function durationUndisturbedMs(lanes: readonly Lane[]): Promise<number> {
  const startMs = performance.now();
  await Promise.all(
    lanes.map(async (lane) => {
      await lane.launch();
      const aftermath = await lane.aftermath();
      if (aftermath.kind !== 'clean') throw new Error(`undisturbed, and ${JSON.stringify(aftermath)}`);
    }),
  );
  return performance.now() - startMs;
}

function figuresOf(strikes: readonly Strike[], say: (line: string) => void): Figure[] {
  const ended = (kind: string): number => strikes.filter(({ aftermath }) => aftermath.kind === kind).length;
  const hitChanged = strikes.filter(({ changed }) => changed).length;
  say(`${strikes.length} devices interrupted, ${hitChanged} of them with changed knobs`);
  const enough = { of: 'value', bound: '>=', limit: KINDS * INTERRUPTIONS } as const;
  const least = { of: 'ratio', bound: '>=', limit: MIN_CHANGED_SHARE } as const;
  return [
    makeFigure('interruptions', '1', [{ value: strikes.length, baseline: KINDS * INTERRUPTIONS }], enough),
    countFigure('left_changed', ended('changed') + ended('unresolved'), strikes.length),
    makeFigure('struck_while_changed', '1', [{ value: hitChanged, baseline: strikes.length }], least),
    countFigure('quarantined', ended('quarantined'), strikes.length, strikes.length),
  ];
}

function controllerOf(services: BenchServices): ControllerProcess {
  return new ControllerProcess(services.home, controllerEnvironment(services));
}

interface TwinWithKey {
  twin: Twin;
  privateKey: string;
}

/** One twin per class. */
async function startTwins(home: string, seed: number): Promise<TwinWithKey[]> {
  const { publicKey, privateKey } = generateKeyPair('bench');
  return Promise.all(
    DEVICE_CLASSES.map(async (deviceClass, i) => {
      const dir = join(home, `twin-${i}`);
      mkdirSync(dir);
      const authorizedKeys = [publicKey];
      const options = { dir, name: deviceClass, deviceClass, authorizedKeys, timeScale: TIME_SCALE, seed: seed + i };
      return { twin: await startTwin(options), privateKey };
    }),
  );
}

async function enrollAll(controller: ControllerProcess, twins: readonly TwinWithKey[]): Promise<Lane[]> {
  const { fingerprint: identity } = await controller.call<{ fingerprint: string }>('POST', '/v1/identities/import', {
    privateKey: twins[0]!.privateKey,
  });
  for (const { twin } of twins) {
    const { name, host, port, user, fingerprint } = twin;
    await controller.call('POST', '/v1/devices', { name, host, port, user, fingerprint, identity });
  }
  return twins.map(({ twin }) => new Lane(twin, controller));
}
