import { readFileSync } from 'node:fs';
import type { RangeEnergyView, TrialList, TrialView } from '@joulefleet/contracts';
import type { Page } from 'playwright-core';
import type { Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import { eventually, until } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { axeFindings, shoot, signIn, type WebPages } from '../../testkit/web-pages';

const SOURCE = `
name: seen trial by trial
workloads: [resnet18]
factors:
  batchSize: 1
  gpuFrequency: [460.8 MHz, 921.6 MHz]
  cpuFrequency: [1479 MHz]
baseline: dvfs
repetitions: 2
inferences: 640
`;
const CHART = /^Power over time/;

describe('trials on pages', () => {
  let started: WebLab;
  let lab: Lab;
  let web: WebPages;
  let page: Page;
  let campaignId: string;
  let trials: TrialList['trials'];

  beforeAll(async () => {
    started = await startWebLab({ twins: ['jetson-nano'], timeScale: 200 }, async (prepared) => {
      ({ id: campaignId } = await prepared.launch(SOURCE));
      await prepared.completed(campaignId, 90);
    });
    ({ lab, web, page } = started);
    ({ trials } = (await lab.call('GET', `/v1/campaigns/${campaignId}/trials`)).body as TrialList);
  }, 200_000);
  afterAll(() => started.stop());

  const urlOf = (place: number): string =>
    `${lab.controller().url}/campaigns/${campaignId}/trials/${trials[place]!.id}`;
  const stored = (sql: string) => queryOnce(lab.databaseUrl, sql);
  const energyOf = async (place: number): Promise<TrialView['attempts'][number]> => {
    const { body } = await lab.call('GET', `/v1/campaigns/${campaignId}/trials/${trials[place]!.id}`);
    return (body as TrialView).attempts[0]!;
  };

  /** What the chart has in sight, as its table says: from and to, in seconds. */
  const inSight = async (): Promise<[number, number]> => {
    const text = (await page.getByText(/^Shown range/).textContent())!;
    const [, from, to] = /([\d.]+) to ([\d.]+) s/.exec(text)!;
    return [Number(from), Number(to)];
  };
  /** Waits until what is in sight is as it should be: a movement of a pointer reaches the chart in several steps. */
  const sightBecomes = async (right: (now: readonly [number, number]) => boolean): Promise<[number, number]> => {
    let now = await inSight();
    await until(async () => right((now = await inSight())));
    return now;
  };
  const spanOf = ([from, to]: readonly [number, number]): number => to - from;
  const chart = () => page.getByRole('group', { name: CHART });
  /** Where power is drawn, in the window. */
  const areaOf = async (): Promise<{ x: number; y: number; width: number }> => {
    const area = chart().locator('.u-over').first();
    await area.scrollIntoViewIfNeeded();
    return (await area.boundingBox())!;
  };

  it('are listed from the campaign, and filtered by the address', async () => {
    await page.goto(`${lab.controller().url}/campaigns/${campaignId}`);
    await page.getByRole('link', { name: 'Trials' }).click();
    await page.getByRole('heading', { name: /^Trials of/ }).waitFor();
    await page.getByRole('status').getByText('6 trials').waitFor();
    await eventually(async () => expect(await page.getByRole('row').count()).toBe(7));
    await eventually(async () => expect(await page.getByText('simulated').count()).toBeGreaterThan(0));
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'trials');
    await page.getByLabel('State').selectOption('failed');
    await page.getByRole('heading', { name: 'No trial matches the filters' }).waitFor();
    await eventually(() => expect(new URL(page.url()).search).toBe('?state=failed'));
    await page.goBack();
    await page.goto(`${lab.controller().url}/campaigns/${campaignId}/trials?device=nano&state=accepted`);
    await page.getByText('6 trials').waitFor();
  });

  it('show power with windows, checks, the budget of the energy, clocks and temperatures', async () => {
    await page
      .getByRole('link', { name: /repetition 1/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /^ResNet18|^resnet18/i }).waitFor();
    await chart().locator('canvas').first().waitFor();
    await page.getByRole('region', { name: 'Parts of the uncertainty' }).waitFor();
    await page.getByText('21 of 21 checks found nothing').waitFor();
    await eventually(async () =>
      expect(await page.getByRole('region', { name: 'Clocks' }).getByRole('row').count()).toBeGreaterThan(2),
    );
    await page.getByText(/°C end of the window/).waitFor();
    await page.getByText(/^Shown range/).click();
    const table = page.getByRole('region', { name: 'Windows and events of the shown range' });
    expect(await table.getByRole('rowheader').allTextContents()).toEqual(
      expect.arrayContaining(['load', 'warmup', 'inference', 'inference start', 'inference end']),
    );
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'trial');
  });

  it('integrate the inference window to the energy of the trial', async () => {
    const trial = trials.find(({ id }) => page.url().includes(id))!;
    const total = page.getByRole('region', { name: 'Energy by rail' }).getByRole('row', { name: /total/ });
    await total.waitFor();
    const figure = page.getByText('Energy of the inference window').locator('xpath=following-sibling::dd');
    const energy = /^[\d.]+/.exec((await figure.textContent())!)![0];
    expect(Number(energy)).toBeCloseTo(trial.energyMj! / 1000, 0);
    await eventually(async () => expect(await total.textContent()).toContain(energy));
  });

  it('zoom and move with wheel, keys, buttons and fingers, and never leave the trace', async () => {
    const whole = await inSight();
    const { x, y, width } = await areaOf();
    await page.mouse.move(x + width / 2, y + 50);
    await page.mouse.wheel(0, -600);
    const wheeled = await sightBecomes((now) => spanOf(now) < spanOf(whole) / 2);
    await chart().focus();
    await page.keyboard.press('ArrowRight');
    const moved = await sightBecomes(([from]) => from > wheeled[0]);
    expect(spanOf(moved)).toBeCloseTo(spanOf(wheeled), 2);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    const out = await sightBecomes((now) => spanOf(now) > spanOf(moved));
    await page.getByLabel('moves').check();
    await page.mouse.move(x + width / 2, y + 50);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 - 120, y + 50, { steps: 4 });
    await page.mouse.up();
    const dragged = await sightBecomes(([from]) => from > out[0]);
    await pinch(x + width / 2, y + 50);
    await sightBecomes((now) => spanOf(now) < 0.9 * spanOf(dragged));
    await chart().focus();
    await page.keyboard.press('Home');
    await sightBecomes(([from, to]) => from === whole[0] && to === whole[1]);
  });

  /** Two fingers that part, as the browser reports them. */
  const pinch = async (x: number, y: number): Promise<void> => {
    const devtools = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [-apart, apart].map((by, id) => ({ x: x + by, y, id })),
      });
    await touch('touchStart', 30);
    for (const apart of [50, 80, 120]) await touch('touchMove', apart);
    await touch('touchEnd', 0);
  };

  it('integrate the range that is dragged over, from all samples', async () => {
    const trial = trials.find(({ id }) => page.url().includes(id))!;
    const { trace } = await energyOf(trials.indexOf(trial));
    await page.getByLabel('selects').check();
    const { x, y, width } = await areaOf();
    const span = (trace.lastTUs! - trace.firstTUs!) / 1e6;
    const shareOf = async (end: string): Promise<number> => Number(await page.getByLabel(end).inputValue()) / span;
    await page.mouse.move(x + width * 0.3, y + 60);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.6, y + 60, { steps: 5 });
    await page.mouse.up();
    // The last move may still be on its way.
    await until(
      async () =>
        Math.abs((await shareOf('From (s)')) - 0.3) < 0.02 && Math.abs((await shareOf('To (s)')) - 0.6) < 0.02,
    );
    const [from, to] = [await page.getByLabel('From (s)').inputValue(), await page.getByLabel('To (s)').inputValue()];
    const [fromUs, toUs] = [from, to].map((text) => Math.round(trace.firstTUs! + Number(text) * 1e6));
    const path = `/v1/campaigns/${campaignId}/trials/${trial.id}/energy?fromUs=${fromUs}&toUs=${toUs}`;
    const expected = ((await lab.call('GET', path)).body as RangeEnergyView).rails.find(({ isTotal }) => isTotal)!;
    // Rounded to its uncertainty: with digits after the point, or without.
    const joules = [Math.floor, Math.round].map((whole) => whole(expected.energyMj! / 1000)).join('|');
    await page
      .getByRole('region', { name: 'Energy by rail' })
      .getByRole('row', { name: new RegExp(`total\\).* ?(${joules})`) })
      .waitFor();
    await page.getByLabel('To (s)').fill(String(Number(from) + 1));
    await page.getByLabel('To (s)').press('Enter');
    await page.getByText(/^1\.000 s, integrated/).waitFor();
    await page.waitForURL(({ searchParams }) => Number(searchParams.get('from')).toFixed(3) === from);
    const link = page.url();
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByText(/^1\.000 s, integrated/).waitFor();
    await eventually(async () => expect(await page.getByLabel('From (s)').inputValue()).toBe(from));
  });

  it('say that a trace could not be read, and read it again by themselves', async () => {
    await page.route('**/trace?*', (route) => route.fulfill({ status: 500, body: 'no' }));
    await page.reload();
    const failure = page.getByRole('alert').getByText('Status 500 without an explanation.');
    await failure.waitFor();
    await page.unroute('**/trace?*');
    await failure.waitFor({ state: 'detached' });
  });

  it('keep the range that was asked for when the session ends', async () => {
    const to = Number(await page.getByLabel('From (s)').inputValue()) + 2;
    await page.context().clearCookies();
    await page.getByLabel('To (s)').fill(String(to));
    await page.getByLabel('To (s)').press('Enter');
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await signIn(page, 'admin', lab.admin.password);
    await page.getByText(/^2\.000 s, integrated/).waitFor();
  });

  it('are downloaded as they were sampled', async () => {
    const saving = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Trace as CSV' }).click();
    const csv = readFileSync(await (await saving).path(), 'utf8');
    const { trace } = await energyOf(trials.findIndex(({ id }) => page.url().includes(id)));
    expect(csv.trim().split('\r\n')).toHaveLength(1 + trace.samples * trace.rails.length);
  });

  it('say why an attempt was rejected, and that a trace is gone', async () => {
    const { id } = trials[4]!;
    const finding = { check: 'no_gap', severity: 'reject', message: '9 % of the window lies in gaps', remedy: 'look' };
    await stored(
      `UPDATE measurement SET verdict = 'rejected', findings = '${JSON.stringify([finding])}' WHERE trial_id = '${id}'`,
    );
    await stored(`DELETE FROM trace_chunk WHERE trial_id = '${id}'`);
    await page.goto(urlOf(4));
    await page.getByText('9 % of the window lies in gaps').waitFor();
    await page.getByRole('heading', { name: 'The trace is not stored any more' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'trial-removed');
  });

  it('say what they wait for, and why they failed or were given up', async () => {
    const { id } = trials[5]!;
    await stored(`DELETE FROM measurement WHERE trial_id = '${id}'`);
    for (const [state, title] of [
      ['pending', 'It waits for its turn'],
      ['assigned', 'It is on its device, or will be next'],
      ['failed', 'The workload failed'],
      ['skipped', 'It was given up'],
    ] as const) {
      await stored(`UPDATE trial SET state = '${state}', reason = 'a long story' WHERE id = '${id}'`);
      await page.goto(urlOf(5));
      await page.getByRole('heading', { name: title }).waitFor();
      await eventually(async () => expect(await chart().count()).toBe(0));
    }
    await page.getByText('a long story').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'trial-skipped');
  });

  it('are for those who may see the campaign', async () => {
    const stranger = await web.openAs('eva', 'viewer', new URL(urlOf(0)).pathname);
    await stranger.getByRole('alert').getByText('no campaign begins with the id').waitFor();
    await stranger.context().close();
  });

  it('had no fault, asked no other host, and broke no rule of the policy', () => {
    // Chromium reports the answer to the stranger as an error of the page, and that which failed.
    expect(web.complaints.filter((text) => !/status of (404|500)/.test(text))).toEqual([]);
  });
});
