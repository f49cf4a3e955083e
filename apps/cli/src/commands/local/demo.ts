import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { DeviceView, LaunchResult } from '@joulefleet/contracts';
import { DEVICE_CLASSES } from '@joulefleet/core';
import { formatCount } from '@joulefleet/figures';
import type { ControllerClient } from '../../client/controller-client';
import { enrollTwin } from '../../demo/enroll-twin';
import { startTwins } from '../../demo/start-twins';
import { DEFAULT_SEED, DEFAULT_TIME_SCALE } from '../../demo/twins-state';
import type { TwinsState } from '../../demo/twins-state';
import { EXIT } from '../../exit-codes';
import { formatDuration } from '../../render/format/format-duration';
import { renderReport } from '../../render/campaign/render-report';
import { runStep } from '../../terminal/run-step';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { follow, stepSink } from '../campaign/watch';
import { action, example, figureBetween, wholeNumber } from '../command-run';
import type { CommandRun } from '../command-run';
import { bringUp } from './up';
import { searchDemo } from './search-demo';
import { createWebAddress, type WebAddress } from './web';

interface DemoOptions {
  timeScale: number;
  seed?: number;
  search?: boolean;
}

/** Label that `examples/demo.yaml` selects: a board that is enrolled too stays out of the demo. */
const DEMO_LABEL = 'demo';
const MAX_SEED = 0xffff_ffff;

/** `joulefleet demo`: from nothing to a measured campaign on three twins. */
export function registerDemo(parent: Command, run: CommandRun): void {
  parent
    .command('demo')
    .description('measure a small campaign on three simulated devices, from nothing to the comparison')
    .option(
      '--time-scale <factor>',
      'how much faster than real time the twins live',
      figureBetween(0.1, 1000),
      DEFAULT_TIME_SCALE,
    )
    .option('--seed <number>', 'seed of the twins and of the order of trials (default: 1)', wholeNumber(0, MAX_SEED))
    .option('--search', 'find the best clocks of a model on three devices of one class instead, without a sweep')
    .addHelpText(
      'after',
      example('joulefleet demo', 'joulefleet demo --time-scale 30 --seed 7', 'joulefleet demo --search'),
    )
    .action(
      action(run, (session, command) => {
        const { search = false, ...options } = command.opts<DemoOptions>();
        return search ? searchDemo(session, options) : demo(session, options);
      }),
    );
}

async function demo(session: Session, options: DemoOptions): Promise<number> {
  const startedMs = performance.now();
  const { state: controller } = await bringUp(session);
  const client = session.clientAt(controller.url);
  const twins = await bringTwinsUp(session, options);
  const devices = await enrollTwins(session, client, twins);
  const { campaign, plan } = await launch(session, client, options.seed);
  const exitCode = await watch(session, client, campaign.id);
  if (exitCode === EXIT.interrupted) return exitCode;
  const report = await client.report(campaign.id);
  const durationS = (performance.now() - startedMs) / 1000;
  // A key with fewer scopes than its user gets no code, and the demo is good without.
  const web = await createWebAddress(client).catch(() => null);
  const next = [whatNext(session, durationS), describeWeb(session, web, controller.url)].join('\n');
  const text = [renderReport(report, screenOf(session), { cells: false }), next];
  session.result({ controller, devices, plan, report, durationS, web }, text.join('\n\n'));
  return exitCode;
}

function bringTwinsUp(session: Session, { timeScale, seed }: DemoOptions): Promise<TwinsState> {
  return runStep(session, 'starting three twins', async () => {
    const plan = { deviceClasses: DEVICE_CLASSES, timeScale, seed: seed ?? DEFAULT_SEED };
    const { outcome, state } = await startTwins(session.io.environment, plan);
    return {
      done:
        outcome === 'started' ? `twins started: ${formatCount(state.twins.length, 'device')}` : 'twins were running',
      value: state,
    };
  });
}

function enrollTwins(session: Session, client: ControllerClient, { twins }: TwinsState): Promise<DeviceView[]> {
  return runStep(session, 'enrolling the twins over SSH', async (say) => {
    const devices: DeviceView[] = [];
    for (const twin of twins) {
      say(twin.name);
      devices.push(await enrollTwin(client, twin, [DEMO_LABEL]));
    }
    return { done: `${formatCount(devices.length, 'device')} enrolled over SSH`, value: devices };
  });
}

function launch(
  session: Session,
  client: ControllerClient,
  seed: number | undefined,
): Promise<{ campaign: NonNullable<LaunchResult['campaign']>; plan: LaunchResult['plan'] }> {
  return runStep(session, 'launching examples/demo.yaml', async () => {
    const file = readFileSync(join(session.io.environment.rootFolder, 'examples', 'demo.yaml'), 'utf8');
    const source = seed === undefined ? file : `${file}\nseed: ${seed}\n`;
    const { campaign, plan } = await client.launch({ source, sourceName: 'examples/demo.yaml', dryRun: false });
    if (!campaign) throw new Error('the controller planned the demo without launching it');
    return {
      done: `launched: ${formatCount(plan.cells, 'cell')}, ${formatCount(plan.trials, 'trial')}`,
      value: { campaign, plan },
    };
  });
}

/** Follows the campaign as a step of the demo, and says how it ended. */
async function watch(session: Session, client: ControllerClient, id: string): Promise<number> {
  const startedMs = performance.now();
  const exitCode = await follow(session, client, id, stepSink(session));
  const took = formatDuration((performance.now() - startedMs) / 1000);
  const { green, red } = session.noteColors;
  if (exitCode !== EXIT.interrupted) {
    session.note(`${exitCode === EXIT.ok ? green('✔') : red('✘')} ${'campaign ended'.padEnd(46)} ${took}\n`);
  }
  return exitCode;
}

function whatNext(session: Session, durationS: number): string {
  const line = (command: string, what: string): string => `  ${session.commandLine(command).padEnd(64)} ${what}`;
  return [
    `${session.colors.bold('Where to look next')}  (the demo took ${formatDuration(durationS)})`,
    line('campaign report --cells', 'every cell of this campaign'),
    line('answer --workload resnet18', 'board, clocks and batch size for a model'),
    line('results topology', 'energy over both clocks; `results` lists more views'),
    line('device list', 'the twins; `device show NAME` for one'),
    line('campaign launch examples/quick.yaml', 'a campaign of your own to start from'),
    line('device enroll HOST --user LOGIN', 'a real board'),
    line('down', 'stops everything; it is left running until then'),
  ].join('\n');
}

function describeWeb(session: Session, web: WebAddress | null, url: string): string {
  const again = session.commandLine('web');
  if (!web) return `\nThe same in a browser: ${url} (with name and password)`;
  return `\nThe same in a browser: ${web.url}\n  valid once, for a minute; \`${again}\` makes a new one`;
}
