import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CampaignSearchView } from '@joulefleet/contracts';
import { formatFrequency } from '@joulefleet/core';
import { formatCount } from '@joulefleet/figures';
import type { ControllerClient } from '../../client/controller-client';
import { enrollTwin } from '../../demo/enroll-twin';
import { regretOf, type SearchRegret } from '../../demo/search-truth';
import { SEARCH_FOLDER, startTwins } from '../../demo/start-twins';
import { DEFAULT_SEED, type TwinsState } from '../../demo/twins-state';
import { EXIT } from '../../exit-codes';
import { PaperTruth } from '../../paper/paper-truth';
import { formatDuration } from '../../render/format/format-duration';
import { renderSearches } from '../../render/search/render-search';
import { runStep } from '../../terminal/run-step';
import type { Session } from '../../terminal/session';
import { follow, stepSink } from '../campaign/watch';
import { bringUp } from './up';
import { createWebAddress } from './web';

const LABEL = 'search-demo';
const FILE = 'search-demo.yaml';
const DEVICE_CLASSES = ['jetson-nano', 'jetson-nano', 'jetson-nano'];

interface SearchDemoOptions {
  timeScale: number;
  seed?: number;
}

/** `joulefleet demo --search`: from nothing to the best clocks of a model, and how far they are from the truth of the twins. */
export async function searchDemo(session: Session, options: SearchDemoOptions): Promise<number> {
  const startedMs = performance.now();
  const { state: controller } = await bringUp(session);
  const client = session.clientAt(controller.url);
  const twins = await bringTwinsUp(session, client, options);
  const id = await launch(session, client, options.seed);
  const ended = await follow(session, client, id, stepSink(session));
  if (ended === EXIT.interrupted) return ended;
  const view = await client.search(id);
  const topologies = new PaperTruth(join(session.io.environment.home, SEARCH_FOLDER), twins.twins).topologies();
  const regret = regretOf(view.searches[0]!, topologies);
  const durationS = (performance.now() - startedMs) / 1000;
  const web = await createWebAddress(client).catch(() => null);
  const next = [
    describeRegret(regret),
    `The demo took ${formatDuration(durationS)}; it is left running until \`${session.commandLine('down')}\`.`,
  ];
  if (web) next.push(`The same in a browser: ${web.url}`);
  session.result(
    { controller, search: view, regret, durationS, web },
    [renderSearches(view, session.colors), ...next].join('\n\n'),
  );
  return isRight(view, regret) ? EXIT.ok : EXIT.campaignFailures;
}

function bringTwinsUp(
  session: Session,
  client: ControllerClient,
  { timeScale, seed = DEFAULT_SEED }: SearchDemoOptions,
): Promise<TwinsState> {
  return runStep(session, 'starting three twins of a Nano', async (say) => {
    const plan = { deviceClasses: DEVICE_CLASSES, timeScale, seed, forSearch: true };
    const { state } = await startTwins(session.io.environment, plan);
    for (const twin of state.twins) {
      say(twin.name);
      await enrollTwin(client, twin, [LABEL]);
    }
    return { done: `${formatCount(state.twins.length, 'twin')} enrolled over SSH`, value: state };
  });
}

function launch(session: Session, client: ControllerClient, seed: number | undefined): Promise<string> {
  return runStep(session, `launching examples/${FILE}`, async () => {
    const file = readFileSync(join(session.io.environment.rootFolder, 'examples', FILE), 'utf8');
    const source = seed === undefined ? file : `${file}\nseed: ${seed}\n`;
    const { campaign, plan } = await client.launch({ source, sourceName: `examples/${FILE}`, dryRun: false });
    if (!campaign || !plan.search) throw new Error('the controller planned the demo without launching its search');
    const { cells, trials, sweepTrials } = plan.search;
    return {
      done: `launched: ${formatCount(cells, 'cell')}, at most ${trials ?? 'as many as needed'} trials (the sweep: ${sweepTrials})`,
      value: campaign.id,
    };
  });
}

function describeRegret({ regretPct, best }: SearchRegret): string {
  const truth = `By the physics of the twins the least energy is at GPU ${formatFrequency(best.gpuHz)}, CPU ${formatFrequency(best.cpuKhz * 1000)}`;
  return `${truth}; ${regretPct === null ? 'the search found no cell' : `what was found takes ${regretPct.toFixed(2)} % more`}.`;
}

/** Something was found; where the search is sure, it is within its margin. */
function isRight({ searches: [search] }: CampaignSearchView, { regretPct }: SearchRegret): boolean {
  const { outcome, marginPct } = search!.verdict;
  return regretPct !== null && (outcome !== 'certified' || regretPct <= marginPct);
}
