import type { CampaignView } from '@joulefleet/contracts';
import type { Page } from 'playwright-core';
import type { Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import { eventually } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { axeFindings, shoot, type WebPages } from '../../testkit/web-pages';

const SOURCE = `
name: to be extended
workloads: [resnet18]
factors:
  batchSize: 1
  gpuFrequency: 921.6 MHz
  cpuFrequency: 1479 MHz
baseline: none
repetitions: 1
inferences: 640
`;

describe('settings of a campaign in the web interface', () => {
  let started: WebLab;
  let lab: Lab;
  let web: WebPages;
  let page: Page;
  let id: string;

  beforeAll(async () => {
    started = await startWebLab({ twins: ['jetson-nano'], timeScale: 200 }, async (prepared) => {
      await prepared.as('ada', 'researcher');
      ({ id } = await prepared.launch(SOURCE));
      await prepared.completed(id, 60);
    });
    ({ lab, web, page } = started);
    await page.goto(`${lab.controller().url}/campaigns/${id}`);
  }, 120_000);
  afterAll(() => started.stop());

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const campaign = async () => (await lab.call('GET', `/v1/campaigns/${id}`)).body as CampaignView;

  it('sets the priority although the session ended meanwhile, and shares it', async () => {
    await button('Priority…').click();
    await page.getByLabel('Priority, -100 to 100').fill('-5');
    await page.context().clearCookies();
    await button('Set priority').click();
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await page.getByLabel('Password').fill(lab.admin.password);
    await button('Sign in').click();
    await page.getByText('Priority -5.').waitFor();
    await button('Share…').click();
    await page.getByRole('combobox', { name: 'Shared with' }).click();
    const offered = page.getByRole('dialog').getByRole('option');
    await eventually(async () =>
      expect((await offered.allTextContents()).map((text) => text.trim())).toEqual(['everyone', 'ada']),
    );
    await offered.getByText('ada').click();
    await shoot(page, 'campaign-share');
    await page.keyboard.press('Escape');
    expect(await axeFindings(page)).toEqual([]);
    await button('Set shares').click();
    await page.getByText('Shared with ada.').waitFor();
    await eventually(async () => expect(await campaign()).toMatchObject({ priority: -5, sharedWith: ['ada'] }));
  });

  it('leaves the list when it is archived, and comes back', async () => {
    await button('Archive…').click();
    await button('Archive campaign').click();
    await button('List again…').waitFor();
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await page.getByRole('heading', { name: 'No campaign' }).waitFor();
    await page.getByLabel('with archived ones').check();
    await page.getByRole('rowheader', { name: 'to be extended simulated archived' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'campaigns-archived');
    await page.getByRole('link', { name: 'to be extended' }).click();
    await button('List again…').click();
    await button('List campaign').click();
    await button('Archive…').waitFor();
    await eventually(async () => expect((await campaign()).archivedAt).toBeNull());
  });

  it('measures every cell more often', async () => {
    await button('Extend…').click();
    await page.getByLabel('Repetitions more of each cell').fill('2');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'campaign-extend');
    await button('Extend campaign').click();
    await page.getByText('3 of 3 trials (100 %)').first().waitFor({ timeout: 60_000 });
  }, 90_000);

  it('adds the cells of its edited file', async () => {
    await button('Extend…').click();
    await page.getByRole('link', { name: 'edit its file' }).click();
    await page.getByText('Checked: it can be launched.').waitFor();
    const editor = page.getByRole('textbox', { name: 'Campaign file' });
    await editor.getByText('batchSize').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.insertText('[1, 2]');
    await page.getByRole('heading', { name: '2 cells' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'campaign-extend-file');
    await button('Extend').click();
    await page.getByRole('heading', { name: /to be extended/ }).waitFor();
    await page.getByText('6 of 6 trials (100 %)').first().waitFor({ timeout: 60_000 });
  }, 90_000);

  it('shows a reader no verb that only the owner has, who writes names where users may not be listed', async () => {
    await lab.call('PUT', `/v1/campaigns/${id}/shares`, { sharedWith: ['everyone'] });
    const other = await web.openAs('bo', 'researcher', `/campaigns/${id}`);
    await other.getByRole('button', { name: 'Extend…' }).waitFor();
    await eventually(async () => expect(await other.getByRole('button', { name: 'Share…' }).count()).toBe(0));
    await queryOnce(lab.databaseUrl, `UPDATE campaign SET owner_id = (SELECT id FROM account WHERE name = 'bo')`);
    await other.reload();
    await other.getByRole('button', { name: 'Share…' }).click();
    await other.getByLabel('Names of users').fill('ada nobody');
    await other.getByRole('button', { name: 'Set shares' }).click();
    await other.getByRole('dialog').getByRole('alert').waitFor();
    await other.getByLabel('Names of users').fill('ada');
    await other.getByRole('button', { name: 'Set shares' }).click();
    await other.getByText('Shared with ada.').waitFor();
    await other.context().close();
  });

  it('broke no rule of its policy, and had no fault', () => {
    // Chromium reports a request that was refused as an error; these are meant to be.
    expect(web.complaints.filter((complaint) => !/status of 4\d\d/.test(complaint))).toEqual([]);
  });
});
