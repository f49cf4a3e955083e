import { openDatabase, type Database } from '@joulefleet/store';
import type { Page } from 'playwright-core';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';
import { seedResults, type SeededCell } from '../../testkit/seed-results';
import { eventually } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { smallTargets, walkByTab } from '../../testkit/web-reach';

/** As long as a name may be, with markup, no blank to break at, and letters from right to left. */
const NAME = `<img src=x onerror="document.title='taken'">\u05d0\u05d1${'long'.repeat(60)}`.slice(0, 200);
const API = '**/v1/**';

const PROBLEM = {
  ...{ type: 'about:blank', title: 'internal error', status: 500, code: 'internal', detail: 'The disk is on fire.' },
  ...{ origin: 'bug', transient: false, requestId: 'r-1' },
};

const cell = (gpuMhz: number, cpuMhz: number): SeededCell => ({
  levels: { gpuHz: gpuMhz * 1e6, cpuKhz: cpuMhz * 1000 },
  ...{ powerMw: 4_000 + gpuMhz, durationMs: 20_000_000 / gpuMhz },
});

/** Beside those of a campaign, of each kind one. */
const OTHER_PAGES = [
  ...['/', '/fleet', '/fleet/device-a', '/groups', '/enroll', '/enroll/inventory', '/campaigns', '/campaigns/new'],
  ...['/schedules', '/new-schedule', '/nights', '/account', '/admin/users', '/admin/identities', '/admin/audit'],
  ...['/admin/system', '/nowhere'],
];

describe('the web interface when something is wrong, or there is only a keyboard or a finger', () => {
  let started: WebLab;
  let database: Database;
  let page: Page;
  let measured: string;
  let running: string;
  /** Pages by what they show once all is well. */
  let pages: readonly (readonly [path: string, shown: string])[];

  beforeAll(async () => {
    started = await startWebLab({ twins: [] }, async (lab) => {
      database = openDatabase(lab.databaseUrl);
      const { id } = await seedDevice(database);
      await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
      const cells = [300, 600].flatMap((gpuMhz) => [1000, 1400].map((cpuMhz) => cell(gpuMhz, cpuMhz)));
      measured = await seedResults(database, [{ id }], cells);
      running = await seedCampaign(database, id, 3);
      await database.pool.query(`UPDATE campaign SET name = $2 WHERE id = $1`, [measured, NAME]);
    });
    ({ page } = started);
    const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM trial WHERE campaign_id = $1 LIMIT 1', [
      measured,
    ]);
    pages = [
      [`/campaigns/${measured}`, 'Progress'],
      [`/campaigns/${measured}/results`, 'device-a, alexnet, batch 16'],
      [`/campaigns/${measured}/results?as=surface`, 'device-a, alexnet, batch 16'],
      [`/campaigns/${measured}/trials`, 'Trials of'],
      [`/campaigns/${measured}/trials/${rows[0]!.id}`, 'alexnet'],
      ['/answer?workload=alexnet', 'alexnet: least energy'],
    ];
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await started.stop();
  });

  const open = (path: string) => page.goto(`${started.lab.controller().url}${path}`);
  const heading = (text: string) => page.getByRole('heading', { name: text }).first();
  const widthOf = () => page.evaluate<number>('document.documentElement.scrollWidth');
  /** Headers of rows whose words are broken into letters. */
  const narrowRowHeaders = () =>
    page.evaluate<string[]>(
      `[...document.querySelectorAll('th[scope=row]')]
        .filter((header) => header.checkVisibility() && header.clientWidth < 100)
        .map((header) => header.textContent)`,
    );
  const stale = () => page.getByText('The controller does not answer.');

  it('explains a server error in every view, and then shows names of markup as text, within a narrow screen', async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    for (const [path, shown] of pages) {
      await page.route(API, (route) =>
        /\/session|events/.test(route.request().url())
          ? route.fallback()
          : route.fulfill({ status: 500, json: PROBLEM }),
      );
      await open(path);
      await page.getByRole('alert').getByText('The disk is on fire.').first().waitFor();
      await page.getByText('Request r-1').first().waitFor();
      await page.unroute(API);
      await page.getByRole('button', { name: 'Try again' }).first().click();
      await heading(shown).waitFor();
      await page.waitForLoadState('networkidle');
      await eventually(async () => expect([path, await widthOf()]).toEqual([path, 360]));
      expect(await page.title()).not.toBe('taken');
      await eventually(async () => expect(await narrowRowHeaders()).toEqual([]));
    }
    await page.getByText('<img src=x').first().waitFor();
    await eventually(async () => expect(await page.locator('img[src=x]').count()).toBe(0));
    await page.setViewportSize({ width: 1280, height: 900 });
  }, 60_000);

  it('goes back and forward through every page', async () => {
    const link = (name: string) => page.getByRole('link', { name, exact: true }).first();
    const stops = [
      [() => link('Campaigns').click(), () => page.getByRole('heading', { name: 'Campaigns' })],
      [() => link(NAME).click(), () => heading('Progress')],
      [() => link('Results').click(), () => page.getByRole('combobox', { name: 'As', exact: true })],
      [() => link('Clock sweep').click(), () => page.getByRole('combobox', { name: 'Along the' })],
      [() => link('Pareto front').click(), () => page.getByText('front: no cell is better').first()],
      [() => link(NAME).click(), () => heading('Progress')],
      [() => link('Trials').click(), () => heading('Trials of')],
      [
        () =>
          page
            .getByRole('link', { name: /, repetition 1$/ })
            .first()
            .click(),
        () => page.getByText('Verdict', { exact: true }),
      ],
      [() => link('Answer').click(), () => page.getByRole('heading', { name: 'Name a workload to ask for' })],
    ] as const;
    for (const [go, shown] of stops) {
      await go();
      await shown().waitFor();
    }
    for (const [, shown] of [...stops].reverse().slice(1)) {
      await page.goBack();
      await shown().waitFor();
    }
    for (const [, shown] of stops.slice(1)) {
      await page.goForward();
      await shown().waitFor();
    }
  }, 60_000);

  it('says so when another tab was first, and shows what that tab did', async () => {
    const other = await page.context().newPage();
    await open(`/campaigns/${running}`);
    await other.goto(page.url());
    await page.getByRole('button', { name: 'Pause…' }).click();
    const confirm = page.getByRole('button', { name: 'Pause campaign' });
    await confirm.waitFor();
    await other.getByRole('button', { name: 'Cancel…' }).click();
    await other.getByRole('button', { name: 'Cancel campaign' }).click();
    await other.getByRole('heading', { name: /cancelled/ }).waitFor();
    await other.close();
    await confirm.click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('heading', { name: /cancelled/ }).waitFor();
    await eventually(async () => expect(await page.getByRole('button', { name: 'Pause…' }).count()).toBe(0));
  });

  it('is walked by the Tab key: each stop has a visible focus, and all are reached', async () => {
    for (const path of [pages[0]![0], pages[1]![0], pages[4]![0], '/', '/fleet/device-a', '/campaigns/new']) {
      await open(path);
      await page.locator('main h1').waitFor();
      await page.waitForLoadState('networkidle');
      expect([path, await walkByTab(page)]).toEqual([path, []]);
    }
  }, 60_000);

  it('keeps the focus in a dialog until it is left, and gives it back to its button', async () => {
    await open(`/campaigns/${measured}`);
    const button = page.getByRole('button', { name: 'Share…' });
    await button.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('nobody else', { exact: true }).waitFor();
    const inDialog = await dialog.locator('button, input').count();
    const stops = new Set<string>();
    for (let step = 0; step < 2 * inDialog + 2; step++) {
      // After the last one comes the browser's own, which has the body of the page as its element.
      stops.add(
        await page.evaluate<string>(`document.activeElement.closest('[role=dialog], body').localName +
        ': ' + (document.activeElement === document.body ? '' : document.activeElement.textContent)`),
      );
      await page.keyboard.press('Tab');
    }
    expect([...stops].filter((stop) => stop.startsWith('body') && stop !== 'body: ')).toEqual([]);
    expect([...stops].filter((stop) => stop.startsWith('div'))).toHaveLength(inDialog);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await button.and(page.locator(':focus')).waitFor();
  });

  it('has targets that a finger meets, on every page', async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    for (const path of [...pages.map(([each]) => each), ...OTHER_PAGES]) {
      await open(path);
      await page.locator('main h1').waitFor();
      await page.waitForLoadState('networkidle');
      await eventually(async () => expect([path, await smallTargets(page)]).toEqual([path, []]));
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  }, 120_000);

  it('leads to what there is where the address names something unknown, and offers no second try', async () => {
    const unknown = [
      ['/campaigns/none', 'Campaign unknown', 'Go to the campaigns'],
      ['/campaigns/none/results', 'Campaign unknown', 'Go to the campaigns'],
      [`/campaigns/${measured}/trials/none`, 'Trial unknown', 'Go to the trials'],
      ['/fleet/none', 'Device unknown', 'Go to the fleet'],
      ['/schedules/none', 'There is no schedule none', 'Go to the schedules'],
      ['/nowhere', 'There is no such page', 'Go to the overview'],
    ] as const;
    for (const [path, title, link] of unknown) {
      await open(path);
      await page.getByRole('heading', { name: title, level: 1 }).waitFor();
      await page.getByRole('link', { name: link }).waitFor();
      expect(await page.locator('main').innerText()).not.toMatch(/joulefleet|Try again/);
    }
  });

  it('distinguishes a campaign that is not there from a controller that is away, and follows the fleet meanwhile', async () => {
    const fleet = page.waitForResponse((response) => new URL(response.url()).pathname === '/v1/fleet/events');
    await open('/campaigns/00000000-0000-7000-8000-000000000000');
    await heading('Campaign unknown').waitFor();
    expect((await fleet).status()).toBe(200);
    await stale().waitFor({ state: 'detached' });
  });

  it('says that it is cut off, and shows after it what was missed', async () => {
    await open(`/campaigns/${measured}`);
    await heading('Progress').waitFor();
    await page.context().setOffline(true);
    await started.lab.restartController({ port: Number(new URL(page.url()).port) });
    await stale().waitFor();
    expect((await started.lab.call('PUT', `/v1/campaigns/${measured}/priority`, { priority: 7 })).status).toBe(200);
    await page.context().setOffline(false);
    await page.getByText('Priority 7.').waitFor();
    await stale().waitFor({ state: 'detached' });
  });

  it('reads all anew when it was too slow for its stream', async () => {
    const events = /\/events(\?|$)/;
    let streams = 0;
    let fallBehind = (): void => undefined;
    const behind = new Promise<void>((resolve) => (fallBehind = resolve));
    await page.route(events, async (route) => {
      await behind;
      if (++streams > 1) return route.abort();
      return route.fulfill({ contentType: 'text/event-stream', body: 'event: reset\nid: 1\ndata: {}\n\n' });
    });
    await open(`/campaigns/${measured}`);
    await heading('Progress').waitFor();
    const again = page.waitForResponse(/\/progress/);
    fallBehind();
    await again;
    await stale().waitFor();
    await page.unroute(events);
    await stale().waitFor({ state: 'detached' });
  });

  it('keeps a campaign file that is not accepted, or not taken because of a server error', async () => {
    await open('/campaigns/new');
    await page.getByLabel('Begin with').selectOption('first-look');
    const name = page.getByRole('group', { name: 'What to measure' }).getByLabel('Name', { exact: true });
    await name.fill('x'.repeat(10_000));
    await page.getByText('Checked: it cannot be launched.').waitFor();
    await page
      .getByRole('button', { name: /^Line \d/ })
      .first()
      .waitFor();
    await eventually(async () => expect(await widthOf()).toBe(1280));
    await page.route(API, (route) => route.fulfill({ status: 500, json: PROBLEM }));
    await name.fill('not lost');
    await page.getByRole('alert').getByText('The disk is on fire.').waitFor();
    await page.unroute(API);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(/^Checked: /).waitFor();
    await eventually(async () => expect(await name.inputValue()).toBe('not lost'));
  });

  it('broke no rule of its policy, and had no fault of its own', () => {
    // Chromium reports what was refused, failed or cut off as errors; all of that was meant.
    expect(started.web.complaints.filter((complaint) => !/status of (4\d\d|500)|net::ERR/.test(complaint))).toEqual([]);
  });
});
