import type { CampaignView } from '@joulefleet/contracts';
import { until } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { axeFindings, shoot } from '../../testkit/web-pages';

const SEARCH = `
name: find it
workloads: [alexnet]
factors: { gpuFrequency: all, cpuFrequency: [710.4 MHz, 1479 MHz] }
strategy: { name: search, maxTrials: 8, checkCells: 1, confirmTrials: 1 }
inferences: 640
startTemperature: off
`;

describe('a guided search on a page', () => {
  let started: WebLab;

  beforeAll(async () => {
    started = await startWebLab({ twins: ['jetson-nano'], timeScale: 300, seed: 7 });
  }, 120_000);
  afterAll(() => started.stop());

  it('shows verdict, map, course and path, and leads there from the campaign', async () => {
    const { lab, page, web } = started;
    const { id } = await lab.launch(SEARCH);
    await until(
      async () => ((await lab.call('GET', `/v1/campaigns/${id}`)).body as CampaignView).state === 'completed',
      { timeoutMs: 90_000 },
    );
    await page.goto(`${lab.controller().url}/campaigns/${id}`);
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await page.getByRole('heading', { name: 'alexnet on jetson-nano', exact: true }).first().waitFor();
    await page.getByText(/^(Certified|The budget has ended)$/).waitFor();
    expect(await page.locator('[data-key]').count()).toBe(24);
    await page.getByRole('heading', { name: /^Cells that may be the best: alexnet on jetson-nano/ }).waitFor();
    const path = page.getByRole('region', { name: 'Path of the search of alexnet on jetson-nano' });
    expect(await path.getByRole('row').count()).toBe(1 + 8 + 1 + 3);
    await path.getByText('at random, as a check').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'search');
    await path.getByRole('link').first().click();
    await page.waitForURL(/\/trials\/[0-9a-f-]+$/);
    expect(web.complaints).toEqual([]);
  }, 180_000);
});
