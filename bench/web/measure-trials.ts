import type { LoginCodeView } from '@joulefleet/contracts';
import { openDatabase } from '@joulefleet/store';
import type { Browser, Page } from 'playwright-core';
import type { Figure, Round } from '../figures/figure';
import { countFigure } from '../figures/count-figure';
import { makeFigure } from '../figures/make-figure';
import { ControllerProcess } from '../hygiene/controller-process';
import { DEVICES, seedStudy } from '../query/seed-study';
import { controllerEnvironment, withEmbeddedServices } from '../services/embedded-services';
import { inPage } from './in-page';
import { panTrace, type Panned } from './pan-trace';
import { FLEET_SIZE, scrollFleet, seedFleet, type Scrolled } from './scroll-fleet';
import { seedTrace } from './seed-trace';

const ROUNDS = 5;
const MAX_OPEN_S = 1;
const MIN_FPS = 30;
/** The screen of a laptop. */
const WINDOW = { width: 1440, height: 900 };

interface Seeded {
  campaignId: string;
  trialId: string;
}

/** Opens a campaign of the study's size, moves along a trace of a million samples and scrolls a fleet of a thousand devices, all from a real controller. */
export async function measureTrials(
  chromium: Browser,
  say: (line: string) => void,
  { seed }: { seed: number },
): Promise<Figure[]> {
  return withEmbeddedServices('relaxed', async (services) => {
    const database = openDatabase(services.databaseUrl, { maxConnections: 4 });
    const controller = new ControllerProcess(services.home, controllerEnvironment(services), 'query');
    try {
      const campaignId = await seedStudy(database, say, { withDigests: false });
      say('a trace of a million samples');
      const trialId = await seedTrace(database, campaignId, DEVICES[0], seed);
      await seedFleet(database);
      await controller.start();
      return await measure(chromium, controller, { campaignId, trialId }, say);
    } finally {
      await controller.stop();
      await database.close();
    }
  });
}

async function measure(
  chromium: Browser,
  controller: ControllerProcess,
  seeded: Seeded,
  say: (line: string) => void,
): Promise<Figure[]> {
  const opened: Round[] = [];
  const panned: Panned[] = [];
  const scrolled: Scrolled[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await inPage(chromium, async (page) => {
      await page.setViewportSize(WINDOW);
      await signIn(page, controller);
      opened.push({ value: await openCampaign(page), baseline: await answersAlone(controller, seeded) });
      await page.goto(`${controller.address}/campaigns/${seeded.campaignId}/trials/${seeded.trialId}`);
      panned.push(await panTrace(page));
      await page.goto(`${controller.address}/fleet`);
      scrolled.push(await scrollFleet(page));
    });
    const { fps, longestFrameMs, tiles } = panned.at(-1)!;
    if (tiles === 0) throw new Error('nothing of the trace was read while it moved');
    const { longTasks, restLongTasks, longestFrameMs: scrolledMs } = scrolled.at(-1)!;
    say(
      `round ${round + 1} of ${ROUNDS}: opened in ${opened.at(-1)!.value.toFixed(2)} s; ${fps.toFixed(1)} frames a second, the longest ${longestFrameMs.toFixed(0)} ms, ${tiles} parts read; ${longTasks} long tasks while the fleet scrolled (${restLongTasks} at rest), the longest frame ${scrolledMs.toFixed(0)} ms`,
    );
  }
  const fps = panned.map((each) => ({ value: each.fps, baseline: each.restFps }));
  const longest = panned.map((each) => ({ value: each.longestFrameMs, baseline: 1000 / each.restFps }));
  return [
    makeFigure('open_campaign_s', 's', opened, { of: 'value', bound: '<=', limit: MAX_OPEN_S }),
    makeFigure('pan_fps', '1/s', fps, { of: 'value', bound: '>=', limit: MIN_FPS }),
    makeFigure('pan_longest_frame_ms', 'ms', longest, null),
    countFigure('scroll_long_tasks', Math.max(...scrolled.map(({ longTasks }) => longTasks)), FLEET_SIZE),
  ];
}

async function signIn(page: Page, controller: ControllerProcess): Promise<void> {
  const { code } = await controller.call<LoginCodeView>('POST', '/v1/session/codes');
  await page.goto(`${controller.address}/#code=${code}`);
  await page.getByRole('link', { name: 'Campaigns' }).click();
  await page.getByRole('link', { name: 'study' }).waitFor();
}

/** From the campaign in the list to its page, and on to the first of its trials; no answer of either page is in the cache. Their scripts are loaded while the list is looked at. */
async function openCampaign(page: Page): Promise<number> {
  const startedMs = performance.now();
  await page.getByRole('link', { name: 'study' }).click();
  await page.getByRole('heading', { name: 'Progress' }).waitFor();
  await page.getByRole('link', { name: 'Trials' }).click();
  await page.getByRole('link', { name: '1, repetition 1', exact: true }).first().waitFor();
  return (performance.now() - startedMs) / 1000;
}

/** What the controller takes for the same without a browser, in seconds. */
async function answersAlone(controller: ControllerProcess, { campaignId }: Seeded): Promise<number> {
  const startedMs = performance.now();
  for (const rest of ['/progress', '', '/trials?limit=200'])
    await controller.call('GET', `/v1/campaigns/${campaignId}${rest}`);
  return (performance.now() - startedMs) / 1000;
}
