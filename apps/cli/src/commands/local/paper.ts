import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { LaunchResult } from '@joulefleet/contracts';
import { DEVICE_CLASSES, type StudySource } from '@joulefleet/core';
import { formatCount, toHtml } from '@joulefleet/figures';
import type { ControllerClient } from '../../client/controller-client';
import { enrollTwin } from '../../demo/enroll-twin';
import { LIGHT_FOLDER, startTwins } from '../../demo/start-twins';
import { DEFAULT_SEED, type TwinsState } from '../../demo/twins-state';
import { EXIT } from '../../exit-codes';
import { paperCampaigns } from '../../paper/paper-campaigns';
import { paperResult, paperSource, type PaperResult } from '../../paper/paper-result';
import { PaperTruth } from '../../paper/paper-truth';
import { readTrials } from '../../paper/read-trials';
import { readVersion } from '../../read-version';
import { renderStudy } from '../../render/study/render-study';
import { studyDocument } from '../../render/study/study-document';
import { runStep } from '../../terminal/run-step';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { refuseExisting, writeStreamedFile, type StreamedFile } from '../../terminal/write-streamed-file';
import { follow, stepSink } from '../campaign/watch';
import { action, example, wholeNumber, type CommandRun } from '../command-run';
import { bringUp } from './up';

interface PaperOptions {
  quick?: boolean;
  seed: number;
  html?: string;
  force?: boolean;
}

const LABEL = 'paper';
const MAX_SEED = 0x7fff_ffff;
/** So much faster than real time that computing is all that a trial takes. */
const TIME_SCALE = 200_000;

/** `joulefleet paper`: the study's chapter 5, measured on light twins. */
export function registerPaper(parent: Command, run: CommandRun): void {
  parent
    .command('paper')
    .description("the study's experiments on simulated boards, and its figures beside those that come out")
    .option('--quick', 'each third CPU clock, three repetitions: some minutes less')
    .option('--seed <number>', 'of the twins and of the order of trials', wholeNumber(0, MAX_SEED), DEFAULT_SEED)
    .option('--html <file>', "write one page with the study's figures drawn anew, which needs no other file")
    .option('--force', 'replace a file that exists')
    .addHelpText('after', example('joulefleet paper --quick', 'joulefleet paper --html paper.html --json > paper.json'))
    .action(action(run, (session, command) => paper(session, command.opts<PaperOptions>())));
}

async function paper(session: Session, { quick = false, seed, html, force = false }: PaperOptions): Promise<number> {
  const page = html === undefined ? null : pageFile(session, html, force);
  // The page is written hours of the boards later.
  if (page) refuseExisting(page);
  const startedMs = performance.now();
  const { state: controller } = await bringUp(session);
  const client = session.clientAt(controller.url);
  const twins = await bringLightTwinsUp(session, seed);
  await enroll(session, client, twins);
  const campaigns = await launch(session, client, { quick, seed });
  for (const { id } of campaigns) {
    const exitCode = await follow(session, client, id, stepSink(session));
    if (exitCode === EXIT.interrupted) return exitCode;
  }
  const measuredMs = performance.now() - startedMs;
  const { result, source } = await compare(session, client, twins, campaigns);
  const minutes = measuredMs / 60_000;
  const summary = { simulated: true, quick, minutes, ...result };
  if (page) {
    const { version } = readVersion(session.io.environment.rootFolder);
    await writeStreamedFile(page, (take) => take(Buffer.from(toHtml(studyDocument(summary, source, version)))));
  }
  session.result(summary, renderStudy(summary, screenOf(session)));
  return result.outsideTolerance === 0 ? EXIT.ok : EXIT.campaignFailures;
}

function pageFile({ io }: Session, shown: string, force: boolean): StreamedFile {
  return { path: resolve(io.environment.workingFolder, shown), shown, force, option: '--html' };
}

function bringLightTwinsUp(session: Session, seed: number): Promise<TwinsState> {
  return runStep(session, 'starting three light twins', async () => {
    const plan = { deviceClasses: DEVICE_CLASSES, timeScale: TIME_SCALE, seed, light: { prefix: 'paper-' } };
    const { outcome, state } = await startTwins(session.io.environment, plan);
    return { done: outcome === 'started' ? 'light twins started' : 'light twins were running', value: state };
  });
}

function enroll(session: Session, client: ControllerClient, { twins }: TwinsState): Promise<void> {
  return runStep(session, 'enrolling them over SSH', async () => {
    for (const twin of twins) await enrollTwin(client, twin, [LABEL]);
    return { done: `${formatCount(twins.length, 'device')} enrolled over SSH`, value: undefined };
  });
}

type Campaign = NonNullable<LaunchResult['campaign']>;

function launch(
  session: Session,
  client: ControllerClient,
  options: { quick: boolean; seed: number },
): Promise<Campaign[]> {
  return runStep(session, 'launching the campaigns of the study', async () => {
    const campaigns: Campaign[] = [];
    for (const { source, sourceName } of paperCampaigns(session.io.environment.rootFolder, options)) {
      const { campaign } = await client.launch({ source, sourceName, dryRun: false });
      campaigns.push(campaign!);
    }
    const trials = campaigns.reduce((sum, campaign) => sum + campaign.trials.total, 0);
    const done = `launched: ${formatCount(campaigns.length, 'campaign')}, ${formatCount(trials, 'trial')}`;
    return { done, value: campaigns };
  });
}

function compare(
  session: Session,
  client: ControllerClient,
  { twins }: TwinsState,
  campaigns: readonly Campaign[],
): Promise<{ result: PaperResult; source: StudySource }> {
  return runStep(session, 'comparing with the study', async () => {
    const trials = [];
    const reports = [];
    for (const { id } of campaigns) {
      for (const trial of await readTrials(client, id)) trials.push(trial);
      reports.push(await client.report(id));
    }
    const truth = new PaperTruth(join(session.io.environment.home, LIGHT_FOLDER), twins);
    const source = paperSource(trials, reports);
    const known = { rows: truth.rows(), topologies: truth.topologies(), energies: await truth.energies() };
    const result = paperResult(trials, source, known);
    return { done: `compared: ${formatCount(result.rows.length, 'figure')}`, value: { result, source } };
  });
}
