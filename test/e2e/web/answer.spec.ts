import { readFileSync } from 'node:fs';
import { openDatabase, type Database } from '@joulefleet/store';
import type { Page } from 'playwright-core';
import type { Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedResults, type SeededCell } from '../../testkit/seed-results';
import { eventually } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { axeFindings, shoot, type WebPages } from '../../testkit/web-pages';

/** 200 batches of 16. */
const cell = (gpuHz: number | 'dvfs', powerMw: number, durationMs: number): SeededCell => ({
  ...{ levels: { gpuHz, cpuKhz: gpuHz === 'dvfs' ? 'dvfs' : 1_000_000 }, powerMw, durationMs },
});
/** The governors take 56.25 mJ, 600 MHz the least: 37.5 mJ in 100 ms a batch. */
const CELLS = [cell('dvfs', 10_000, 18_000), cell(300e6, 4000, 40_000), cell(600e6, 6000, 20_000)];

describe('the answer on a page', () => {
  let started: WebLab;
  let lab: Lab;
  let database: Database;
  let web: WebPages;
  let page: Page;

  beforeAll(async () => {
    started = await startWebLab({ twins: [] }, async ({ databaseUrl }) => {
      database = openDatabase(databaseUrl);
      const { id } = await seedDevice(database);
      await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
      await seedResults(database, [{ id }], CELLS);
    });
    ({ lab, web, page } = started);
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await started.stop();
  });

  const submit = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Find the answer' }).press('Enter');
  };

  it('asks for a workload before anything else', async () => {
    await page.getByRole('link', { name: 'Answer' }).click();
    await page.getByRole('heading', { name: 'Name a workload to ask for' }).waitFor();
    await submit();
    await eventually(() => expect(new URL(page.url()).search).toBe(''));
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'answer-empty');
  });

  it('names device, clocks and batch size with what to expect and what it saves', async () => {
    await page.getByLabel('Workload').fill('alexnet');
    await submit();
    await page.getByRole('heading', { name: /^alexnet: least energy per inference simulated/ }).waitFor();
    const answer = page.getByRole('region', { name: /^alexnet: least/ });
    const text = (await answer.textContent())!;
    expect(text).toMatch(/GPU 600 MHz, CPU 1000 MHz/);
    expect(text).toMatch(/37\.5\d* ± [\d.]+ mJ\/inference/);
    expect(text).toMatch(/100(\.\d+)?( ± [\d.]+)? ms\/batch/);
    expect(text).toMatch(/6\.0\d* ± [\d.]+ W/);
    expect(text).toMatch(/Saves33\.\d+ ± [\d.]+ % of the energy/);
    await eventually(async () =>
      expect(await page.getByRole('region', { name: 'Runners-up' }).getByRole('row').count()).toBe(3),
    );
    await page.getByRole('heading', { name: 'What is not known' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'answer');
  });

  it('hands out the scripts to apply and to take back', async () => {
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as alexnet-device-a-apply.sh' }).click();
    expect(readFileSync(await (await saving).path(), 'utf8')).toContain("GPU_CLOCK='600000000'\n");
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy Script to take back' }).click();
    await page.getByText('Copied.').waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    await eventually(async () =>
      expect(copied).toBe(
        await page.getByRole('region', { name: 'Script to take back' }).locator('code').textContent(),
      ),
    );
  });

  it('leads to what does the same as the commands that texts name', async () => {
    const answers = await page.locator('main').innerText();
    expect(answers).not.toMatch(/joulefleet (campaign|calibration|device|results budget)/);
    const link = page.getByTitle(/^joulefleet /).first();
    expect(await link.getAttribute('href')).toMatch(/^\/(campaigns|fleet)\//);
  });

  it('keeps limits, and the address restores the question and its answer', async () => {
    await page.getByLabel('Latency of a batch, at most (ms)').fill('95');
    await page.getByLabel('Mean power, at most (W)').fill('11');
    await submit();
    await page.getByRole('heading', { name: /at most 95 ms a batch, at most 11 W/ }).waitFor();
    const answer = page.getByRole('region', { name: /at most 95 ms/ });
    await answer.getByText('kept', { exact: true }).waitFor();
    const other = await web.open(page.context());
    await other.goto(page.url());
    await other.getByRole('heading', { name: /at most 95 ms a batch, at most 11 W/ }).waitFor();
    await eventually(async () =>
      expect(await other.getByLabel('Latency of a batch, at most (ms)').inputValue()).toBe('95'),
    );
    await other.close();
    await page.goBack();
    await page.getByRole('heading', { name: /^alexnet: least energy per inference simulated/ }).waitFor();
    await eventually(async () =>
      expect(await page.getByLabel('Latency of a batch, at most (ms)').inputValue()).toBe(''),
    );
  });

  it('has the closest cells and a campaign file where nothing keeps the limits', async () => {
    await page.getByLabel('Latency of a batch, at most (ms)').fill('10');
    await submit();
    await page.getByRole('heading', { name: /nothing that was measured keeps that/ }).waitFor();
    await page.getByRole('region', { name: 'Closest to the limits' }).getByText('not kept').first().waitFor();
    await page.getByRole('region', { name: 'Campaign file to launch' }).getByText('workloads: ["alexnet"]').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'answer-none');
  });

  it('asks for a price before it minimises the cost, and says what a wrong address asks for', async () => {
    await page.getByLabel('Latency of a batch, at most (ms)').fill('');
    await page.getByLabel('Minimise').selectOption('cost');
    await submit();
    expect(
      await page
        .getByLabel('Price of a kWh')
        .evaluate((field: { matches(s: string): boolean }) => field.matches(':invalid')),
    ).toBe(true);
    await page.getByLabel('Price of a kWh').fill('0.36');
    await submit();
    await page.getByText(/per million inferences/).waitFor();
    await page.goto(`${lab.controller().url}/answer?workload=alexnet&minimise=love`);
    await page.getByRole('alert').getByText('minimise').first().waitFor();
    await shoot(page, 'answer-wrong');
  });

  it('shows nobody what is not theirs', async () => {
    const theirs = await web.openAs('cy', 'researcher', '/answer?workload=alexnet');
    await theirs.getByRole('heading', { name: /nothing was measured/ }).waitFor();
    await theirs.context().close();
  });

  it('asked no other host, broke no rule of its policy, and had no fault', () => {
    // A question that is refused (422) is an error to Chromium.
    expect(web.complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
  });
});
