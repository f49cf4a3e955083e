import type { RecomputePage, ReportView } from '@joulefleet/contracts';
import type { Page } from 'playwright-core';
import type { Lab } from '../../testkit/lab';
import { eventually } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { axeFindings, shoot } from '../../testkit/web-pages';

const SWEEP = `
name: <b>biased</b>
workloads: [alexnet]
factors: { gpuFrequency: [307.2 MHz, 921.6 MHz], cpuFrequency: 1479 MHz }
baseline: none
repetitions: 2
inferences: 3200
`;
const SENSOR = { gainPct: 0.8, offsetMw: 40 };
const CALIBRATION = {
  ...{ rail: 'POM_5V_IN', meter: { name: 'WT310', accuracy: { share: 0.0005, offsetMw: 1 } } },
  validFrom: '2020-01-01T00:00:00Z',
  pairs: [1_300, 2_500, 4_000, 6_000, 9_000].map((meterMw) => ({
    readingMw: meterMw * (1 + SENSOR.gainPct / 100) + SENSOR.offsetMw,
    meterMw,
  })),
};

describe('recomputing results in the web interface', () => {
  let started: WebLab;
  let lab: Lab;
  let page: Page;
  let id: string;

  beforeAll(async () => {
    started = await startWebLab(
      { twins: ['jetson-nano'], timeScale: 2000, seed: 3, sensor: SENSOR },
      async (prepared) => {
        ({ id } = await prepared.launch(SWEEP));
        await prepared.completed(id, 120);
      },
    );
    ({ lab, page } = started);
  }, 180_000);
  afterAll(() => started.stop());

  const open = (path: string, on = page) => on.goto(`${lab.controller().url}${path}`);
  const button = (name: string, on = page) => on.getByRole('button', { name, exact: true });
  const energies = async () => {
    const { rows } = (await lab.call('GET', `/v1/campaigns/${id}/report`)).body as ReportView;
    return rows[0]!.cells.map(({ energyMj }) => energyMj.estimate);
  };

  it('is on the page of the campaign, and says when nothing would change', async () => {
    await open(`/campaigns/${id}`);
    await page.getByRole('link', { name: 'Recompute', exact: true }).click();
    await page.getByRole('heading', { name: 'Recompute the results of <b>biased</b>', level: 1 }).waitFor();
    await eventually(async () => expect(await button('Write what changes…').count()).toBe(0));
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'recompute-begin');
    await button('Show what would change').click();
    await page.getByText('4 attempts judged anew: none would change.').waitFor();
    await page.getByText('Nothing was written.').waitFor();
  });

  it('shows what a calibration would change, by device and attempt, and writes nothing', async () => {
    expect((await lab.call('POST', '/v1/devices/nano/calibrations', CALIBRATION)).status).toBe(201);
    const before = await energies();
    await button('Show what would change').click();
    await page.getByText('4 attempts judged anew: 4 would change, 0 in verdict').waitFor();
    await page
      .getByRole('region', { name: 'Changes by device' })
      .getByRole('row', { name: /^nano 4 -1\.\d/ })
      .waitFor();
    await page.getByText('Every optimum stays the same cell.').waitFor();
    const attempts = page.getByRole('region', { name: 'Attempts that change' });
    await attempts
      .getByRole('link', { name: /alexnet, batch .*GPU 307\.2 MHz/ })
      .first()
      .waitFor();
    expect(await attempts.getByRole('cell', { name: 'none → version 1' }).count()).toBe(4);
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'recompute-would');
    expect(await energies()).toEqual(before);
  });

  it('says what is written and what is not when the controller fails in between, and goes on', async () => {
    const path = `**/v1/campaigns/${id}/recompute`;
    await page.route(path, (route) => route.fulfill({ status: 500, body: 'no' }));
    await button('Show what would change').click();
    await page.getByText('Status 500 without an explanation.').waitFor();
    await page.getByText('Nothing was written.').waitFor();
    await page.unroute(path);
    // A campaign of more than a hundred trials: after its first page the controller fails.
    let pages = 0;
    await page.route(path, async (route) => {
      if (pages++ > 0) return route.fulfill({ status: 500, body: 'no' });
      const body = { apply: false };
      const first = (await (await route.fetch({ postData: JSON.stringify(body) })).json()) as RecomputePage;
      return route.fulfill({ json: { ...first, applied: true, next: '0199c3f2-0000-7000-8000-000000000000' } });
    });
    await button('Write what changes…').click();
    await button('Recompute results').click();
    await page.getByText('What changes is written of 4 attempts, not of the rest: recompute again.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'recompute-failed');
    await page.unroute(path);
  });

  it('writes what changes once that is confirmed, although the session ended meanwhile', async () => {
    const before = await energies();
    await button('Write what changes…').click();
    const dialog = page.getByRole('dialog', { name: 'Recompute the results of <b>biased</b>?' });
    await dialog.getByText('The former figures are not kept', { exact: false }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'recompute-confirm');
    await page.context().clearCookies();
    await button('Recompute results').click();
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await page.getByLabel('Password').fill(lab.admin.password);
    await button('Sign in').click();
    await page.getByRole('heading', { name: 'What was changed' }).waitFor();
    await page.getByText('4 attempts judged anew: 4 changed, 0 in verdict').waitFor();
    const after = await energies();
    for (const [i, energyMj] of after.entries()) expect(energyMj / before[i]!).toBeLessThan(0.99);
    await button('Show what would change').click();
    await page.getByText('4 attempts judged anew: none would change.').waitFor();
  });

  it('shows others what would change, and lets only its owner and admins write it', async () => {
    await lab.call('PUT', `/v1/campaigns/${id}/shares`, { sharedWith: ['everyone'] });
    const other = await started.web.openAs('bo', 'researcher', `/campaigns/${id}/recompute`);
    await button('Show what would change', other).click();
    await other.getByText('4 attempts judged anew: none would change.').waitFor();
    await other.getByText('Only its owner, admin, or an admin may write what changes.').waitFor();
    expect(await button('Write what changes…', other).count()).toBe(0);
    await other.context().close();
    const viewer = await started.web.openAs('eva', 'viewer', `/campaigns/${id}/recompute`);
    await viewer.getByText('Your role may look at campaigns, not recompute them.').waitFor();
    expect(await viewer.getByRole('button', { name: /Show what would change|Write/ }).count()).toBe(0);
    await viewer.context().close();
    await open('/campaigns/none/recompute');
    await page.getByRole('link', { name: 'Go to the campaigns' }).waitFor();
  });

  it('broke no rule of its policy, and had no fault', () => {
    // Chromium reports a request that was refused as an error; these are meant to be.
    expect(started.web.complaints.filter((complaint) => !/status of (4\d\d|500)/.test(complaint))).toEqual([]);
  });
});
