import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '@joulefleet/platform';
import type { Browser } from 'playwright-core';
import type { Benchmark, Figure, Round } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { callCli } from './call-cli';
import { inPage } from './in-page';
import { measureFirstLoad } from './measure-first-load';
import { measureTrials } from './measure-trials';
import { openChromium } from './open-chromium';
import { sampleTopology } from './sample-topology';

const PARENT = '/var/tmp';
const ROUNDS = 7;
const MAX_FIRST_LOAD_KB = 250;
const MAX_INTERACTIVE_S = 1.5;
const MAX_TOPOLOGY_MS = 200;
/** As many clocks as the study's largest board has: 25 by 15. */
const CLOCKS = { cpu: 25, gpu: 15 };
const RESULTS = '/campaigns/00000000-0000-7000-8000-000000000000/results';

export const webBenchmark: Benchmark = {
  name: 'web',
  about:
    'The web interface in Chromium: what its first load weighs, until it can be used, until a topology of 375 cells is drawn and a campaign of 176,880 trials is open, how a trace of a million samples moves, and how a fleet of a thousand devices scrolls.',
  measure: async (say, options) => {
    const chromium = await openChromium();
    try {
      const trials = await measureTrials(chromium, say, options);
      return [...(await measureServed(chromium, say)), ...trials];
    } finally {
      await chromium.close();
    }
  },
};

/** What an empty controller serves, started as users start it. */
async function measureServed(chromium: Browser, say: (line: string) => void): Promise<Figure[]> {
  const home = mkdtempSync(join(PARENT, 'joulefleet-bench-'));
  // The database server's account must get through when we are root.
  chmodSync(home, 0o711);
  const cli = (...command: string[]): Promise<string> => callCli(join(home, 'home'), command);
  try {
    say('starting a controller');
    await cli('up');
    return await measureAll(chromium, cli, say);
  } finally {
    await cli('down');
    rmSync(home, { recursive: true, force: true });
  }
}

type Cli = (...command: string[]) => Promise<string>;

async function measureAll(chromium: Browser, cli: Cli, say: (line: string) => void): Promise<Figure[]> {
  const loading = measureFirstLoad(join(packageRoot(), 'dist', 'web'));
  const interactive: Round[] = [];
  const topology: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const address = await addressOf(cli);
    interactive.push({ value: await openCold(chromium, address), baseline: await openEmpty(chromium, address) });
    topology.push(await drawTopologies(chromium, cli));
    say(`round ${round + 1} of ${ROUNDS}`);
  }
  return [
    makeFigure('first_load_kb_gz', 'kB', [loading], { of: 'value', bound: '<=', limit: MAX_FIRST_LOAD_KB }),
    makeFigure('interactive_s', 's', interactive, { of: 'value', bound: '<=', limit: MAX_INTERACTIVE_S }),
    makeFigure('topology_ms', 'ms', topology, { of: 'value', bound: '<=', limit: MAX_TOPOLOGY_MS }),
  ];
}

/** From the address with a code to the overview with what it shows of the fleet, with nothing in the cache; in seconds. */
async function openCold(chromium: Browser, address: string): Promise<number> {
  return inPage(chromium, async (page) => {
    const startedMs = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.getByRole('heading', { name: 'Needs a person' }).waitFor();
    return (performance.now() - startedMs) / 1000;
  });
}

/** The same with a page that has nothing but a heading. */
async function openEmpty(chromium: Browser, address: string): Promise<number> {
  return inPage(chromium, async (page) => {
    const body = '<!doctype html><title>empty</title><h1>Nothing</h1>';
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body }));
    const startedMs = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.getByRole('heading', { name: 'Nothing' }).waitFor();
    return (performance.now() - startedMs) / 1000;
  });
}

/** From the choice of another figure to a map on the screen, the way to the answer included: of 375 cells, and of one; in milliseconds. */
async function drawTopologies(chromium: Browser, cli: Cli): Promise<Round> {
  const address = await addressOf(cli);
  return inPage(chromium, async (page) => {
    let shown = { cpu: 1, gpu: 1 };
    await page.route(/\/topology\?/, (route) => route.fulfill({ json: sampleTopology(shown.cpu, shown.gpu) }));
    await page.route(/\/v1\/campaigns\/[^/]+$/, (route) => route.fulfill({ json: sampleTopology(1, 1).campaign }));
    await page.goto(address);
    await page.getByRole('heading', { name: 'Needs a person' }).waitFor();
    await page.goto(new URL(RESULTS, address).href);
    await page.locator('figure svg title').first().waitFor({ state: 'attached' });
    const draw = (clocks: typeof shown, metric: string): Promise<number> => {
      shown = clocks;
      return page.evaluate<number>(chooseAndWait(metric, clocks.cpu * clocks.gpu));
    };
    return { value: await draw(CLOCKS, 'latency'), baseline: await draw({ cpu: 1, gpu: 1 }, 'power') };
  });
}

/** Runs in the page: chooses what to show, and waits for the frame that has a map of so many cells. */
function chooseAndWait(metric: string, cells: number): string {
  return `new Promise((resolve) => {
    const startedMs = performance.now();
    const choice = document.querySelector('main select');
    choice.value = '${metric}';
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    const look = (nowMs) => {
      if (document.querySelectorAll('figure svg title').length === ${cells}) resolve(nowMs - startedMs);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })`;
}

async function addressOf(cli: Cli): Promise<string> {
  return (JSON.parse(await cli('web', '--json')) as { url: string }).url;
}
