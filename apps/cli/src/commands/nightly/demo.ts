import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scheduleRoutes, type NightChanges } from '@joulefleet/contracts';
import { DEVICE_CLASSES } from '@joulefleet/core';
import { formatCount } from '@joulefleet/figures';
import type { Command } from 'commander';
import type { ControllerClient } from '../../client/controller-client';
import { enrollTwin } from '../../demo/enroll-twin';
import { startTwins } from '../../demo/start-twins';
import { DEFAULT_SEED } from '../../demo/twins-state';
import { EXIT } from '../../exit-codes';
import { checkDigest } from '../../nights/check-digest';
import { OwnHome, RESOLVER } from '../../nights/own-home';
import { runNight, SCHEDULE } from '../../nights/run-night';
import { NIGHTS, STORY, TWIN_PREFIX } from '../../nights/story';
import { keepFirstKey } from '../../processes/collect-first-admin';
import { startController } from '../../processes/start-controller';
import { formatDuration } from '../../render/format/format-duration';
import { renderNightChanges } from '../../render/schedule/render-night-changes';
import { renderCheckedDigest } from '../../render/schedule/render-checked-digest';
import { runStep } from '../../terminal/run-step';
import { screenOf } from '../../terminal/screen';
import { Session, type GlobalOptions } from '../../terminal/session';
import { action, example, wholeNumber, type CommandRun } from '../command-run';

const LABEL = 'nights';
const FILE = 'examples/nightly-demo.yaml';
const MAX_SEED = 0x7fff_ffff;
/** So much faster than real time that computing is all that a trial takes. */
const TIME_SCALE = 200_000;
/** Where nobody looks at a terminal, a line now and then. */
const NIGHTS_BETWEEN_LINES = 5;

/** `joulefleet nightly demo`: 30 accelerated nights of three light twins, in which something is changed. */
export function registerNightlyDemo(parent: Command, run: CommandRun): void {
  parent
    .command('demo')
    .description(
      '30 accelerated nights on three simulated boards, in which four things are changed; says whether they are found',
    )
    .option('--seed <number>', 'of the twins and of the order of trials', wholeNumber(0, MAX_SEED), DEFAULT_SEED)
    .addHelpText('after', example('joulefleet nightly demo', 'joulefleet nightly demo --seed 7 --json'))
    .action(
      action(run, (session, command) => {
        const { seed, ...options } = command.optsWithGlobals<GlobalOptions & { seed: number }>();
        return demo(session, seed, options);
      }),
    );
}

async function demo(outer: Session, seed: number, options: GlobalOptions): Promise<number> {
  const startedMs = performance.now();
  const interruption = new AbortController();
  const dispose = outer.io.onInterrupt(() => interruption.abort());
  const home = new OwnHome(outer.io.environment);
  const session = new Session({ ...outer.io, environment: home.environment }, options);
  try {
    const client = await prepare(session, home, seed);
    const nights = await runNights(session, client, home, interruption.signal);
    if (nights.length < NIGHTS) return EXIT.interrupted;
    const view = await client.call(scheduleRoutes.showNightChanges, { params: { name: SCHEDULE } });
    return report(session, view, nights, { seed, seconds: (performance.now() - startedMs) / 1000 });
  } finally {
    dispose();
    await runStep(session, 'ending everything', async () => {
      await home.remove();
      return { done: 'all ended and removed', value: undefined };
    });
  }
}

async function prepare(session: Session, home: OwnHome, seed: number): Promise<ControllerClient> {
  const { environment } = session.io;
  const url = await runStep(session, 'starting a controller of its own', async (say) => {
    const { state } = await startController(environment, (text) => say(`waiting for ${text}`));
    keepFirstKey(environment.home);
    return { done: 'controller started', value: state.url };
  });
  const client = session.clientAt(url);
  await runStep(session, 'starting three light twins', async () => {
    const light = { prefix: TWIN_PREFIX, inject: home.injected };
    const plan = { deviceClasses: DEVICE_CLASSES, timeScale: TIME_SCALE, seed, light };
    const { twins } = (await startTwins(environment, plan)).state;
    for (const twin of twins) await enrollTwin(client, twin, [LABEL]);
    return { done: `${formatCount(twins.length, 'twin')} enrolled over SSH`, value: undefined };
  });
  const file = readFileSync(join(environment.rootFolder, FILE), 'utf8');
  const rule = { cron: '0 22 * * *', zone: 'Europe/Berlin', resolver: RESOLVER };
  const body = { name: SCHEDULE, source: `${file}seed: ${seed}\n`, sourceName: FILE, ...rule };
  await client.call(scheduleRoutes.addSchedule, { body });
  return client;
}

/** Moments of the nights, the oldest first; fewer where it was interrupted. */
function runNights(
  session: Session,
  client: ControllerClient,
  home: OwnHome,
  interrupted: AbortSignal,
): Promise<string[]> {
  return runStep(session, `${NIGHTS} nights`, async (say) => {
    const startedMs = performance.now();
    const moments: string[] = [];
    for (let night = 1; night <= NIGHTS; night++) {
      home.prepareNight(night);
      const view = await runNight(client, interrupted);
      if (!view) return { done: `interrupted after ${formatCount(night - 1, 'night')}`, value: moments };
      moments.push(view.due.at);
      const leftS = ((performance.now() - startedMs) / 1000 / night) * (NIGHTS - night);
      const text = `night ${night} of ${NIGHTS}, about ${formatDuration(Math.round(leftS))} left`;
      say(text);
      if (!session.io.stderr.isTTY && night % NIGHTS_BETWEEN_LINES === 0) session.note(`  ${text}`);
    }
    return { done: `${NIGHTS} nights measured`, value: moments };
  });
}

function report(
  session: Session,
  view: NightChanges,
  nights: readonly string[],
  { seed, seconds }: { seed: number; seconds: number },
): number {
  const checked = checkDigest(view.changes, STORY, nights);
  const screen = screenOf(session);
  const parts = [renderNightChanges(view, screen, false), renderCheckedDigest(checked, screen)];
  parts.push(`${NIGHTS} nights in ${formatDuration(seconds)}, seed ${seed}. Everything is simulated.`);
  session.result({ simulated: true, seed, seconds, nights, ...checked, digest: view }, parts.join('\n\n'));
  return checked.right ? EXIT.ok : EXIT.campaignFailures;
}
