import { readFileSync } from 'node:fs';
import type { LoginCodeView } from '@joulefleet/contracts';
import type { Page } from 'playwright-core';
import type { Lab } from '../../testkit/lab';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { eventually, until } from '../../testkit/until';
import { axeFindings, shoot, type WebPages } from '../../testkit/web-pages';

const SOURCE = `
name: seen-in-a-browser
workloads: [resnet18]
factors:
  batchSize: 1
  gpuFrequency: [460.8 MHz, 921.6 MHz]
  cpuFrequency: [518.4 MHz, 1479 MHz]
baseline: dvfs
repetitions: 2
inferences: 640
`;

describe('the web interface', () => {
  let started: WebLab;
  let lab: Lab;
  let web: WebPages;
  let page: Page;

  beforeAll(async () => {
    started = await startWebLab({ twins: ['jetson-nano'], timeScale: 200 });
    ({ lab, web } = started);
    page = await web.open();
  }, 60_000);
  afterAll(() => started.stop());

  it('lets nobody in without a session', async () => {
    await page.goto(lab.controller().url);
    await page.getByRole('dialog', { name: 'Sign in to Joulefleet' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'sign-in');
  });

  it('lets in by the code of an address, which is then gone from it', async () => {
    const { body } = await lab.call('POST', '/v1/session/codes');
    await page.goto('about:blank');
    await page.goto(`${lab.controller().url}/#code=${(body as LoginCodeView).code}`);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await eventually(() => expect(page.url()).not.toContain('code='));
    expect(await axeFindings(page)).toEqual([]);
  });

  it('shows the fleet, filters by the address, and goes to a device', async () => {
    await page.getByRole('link', { name: 'Fleet' }).click();
    await page.getByRole('link', { name: 'nano' }).waitFor();
    await page.getByLabel('Name or label').fill('no such device');
    await page.getByRole('heading', { name: 'No device matches the filters' }).waitFor();
    await eventually(() => expect(new URL(page.url()).searchParams.get('text')).toBe('no such device'));
    await page.getByLabel('Name or label').fill('');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'fleet');
    await page.getByRole('link', { name: 'nano' }).click();
    await page.getByRole('heading', { name: /^nano/ }).waitFor();
    await eventually(async () => expect(await page.getByText('simulated').count()).toBeGreaterThan(0));
    await page.getByRole('button', { name: 'Quarantine…' }).click();
    await page.getByRole('dialog', { name: 'Quarantine nano?' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'device');
  });

  it('follows a campaign to its end, and pauses and resumes it', async () => {
    const { id } = await lab.launch(SOURCE);
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Device, campaign or action').fill('seen-in');
    await page.getByRole('option', { name: /seen-in-a-browser/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /seen-in-a-browser/ }).waitFor();
    await eventually(() => expect(page.url()).toContain(`/campaigns/${id}`));
    await act('Pause');
    await page.getByRole('button', { name: 'Resume…' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Device, campaign or action').fill('resume seen');
    await page.getByRole('option', { name: /Resume seen-in-a-browser/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Resume campaign' }).click();
    await page.getByRole('button', { name: 'Pause…' }).waitFor();
    await shoot(page, 'campaign');
    const cells = page.getByRole('list', { name: 'Cells by state' });
    await cells.getByText('accepted 5').waitFor({ timeout: 60_000 });
    await page.getByRole('heading', { name: /completed/ }).waitFor({ timeout: 60_000 });
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'Ended last' }).waitFor();
    await shoot(page, 'overview');
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await page.getByRole('link', { name: 'seen-in-a-browser' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'campaigns');
  }, 120_000);

  it('says what each cell is at, by the keyboard and as a table', async () => {
    await page.getByRole('link', { name: 'seen-in-a-browser' }).click();
    const grid = page.getByRole('group', { name: 'Cells of resnet18 on nano' });
    await grid.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('status').getByText('GPU 460.8 MHz, CPU 1479 MHz: accepted, 2 of 2 accepted.').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('status').getByText('GPU 460.8 MHz, CPU 518.4 MHz: accepted').waitFor();
    await page.getByText('5 cells as a table').click();
    const table = page.getByRole('region', { name: 'Cells of resnet18 on nano' });
    await table.getByRole('rowheader', { name: 'GPU 921.6 MHz, CPU 518.4 MHz' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByText('5 cells as a table').click();
  });

  it('shows what the device did over time, closer with each step, and leads to a trial', async () => {
    const lanes = page.getByRole('group', { name: 'Lanes of the devices over time' });
    const section = page.getByRole('region', { name: 'What each device did', exact: true });
    const inSight = () => section.getByRole('status').textContent();
    const whole = await inSight();
    await section.getByText(/rows? as a table/).click();
    await section
      .getByRole('cell', { name: /accepted/ })
      .first()
      .waitFor();
    await section.getByRole('cell', { name: 'paused by admin' }).waitFor();
    await shoot(page, 'campaign-ended');
    await lanes.focus();
    await page.keyboard.press('+');
    await until(async () => (await inSight()) !== whole);
    const closer = await inSight();
    await section.getByRole('button', { name: 'Earlier' }).click();
    await until(async () => (await inSight()) !== closer);
    await page.keyboard.press('Tab');
    await lanes.focus();
    await page.keyboard.press('Home');
    await until(async () => (await inSight()) === whole);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Campaigns' }).click();
  });

  const act = async (verb: string): Promise<void> => {
    await page.getByRole('button', { name: `${verb}…` }).click();
    await page.getByRole('button', { name: `${verb} campaign` }).click();
  };

  it('shows the energy topology with its optimum, in words and as a table', async () => {
    await page.getByRole('link', { name: 'seen-in-a-browser' }).click();
    await page.getByRole('link', { name: 'Results' }).click();
    await page.getByText('The least is', { exact: false }).first().waitFor();
    await eventually(async () => expect(await page.locator('figure svg title').count()).toBe(4));
    await page.getByText('4 rows as a table').click();
    await page.getByRole('columnheader', { name: 'mJ/inference' }).first().waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    const csv = readFileSync(await (await saving).path(), 'utf8');
    expect(csv.trimEnd().split('\n')).toHaveLength(5);
    expect(csv).toContain('energy_mj_per_inference');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'results');
  });

  it('asks to sign in where the session ended, and loses nothing that was typed', async () => {
    await page.goto(`${lab.controller().url}/fleet/nano`);
    await page.getByRole('button', { name: 'Quarantine…' }).click();
    await page.getByLabel('Reason').fill('a long story');
    await page.context().clearCookies();
    await page.getByRole('dialog').getByRole('button', { name: 'Quarantine', exact: true }).click();
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('admin');
    await page.getByLabel('Password').fill('not the password at all');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('wrong user name or password').waitFor();
    await page.getByLabel('Password').fill(lab.admin.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: /quarantined/ }).waitFor();
    await page.getByText('a long story').first().waitFor();
    await page.getByRole('button', { name: 'Check…' }).waitFor();
  });

  it('mends from the overview what needs a person', async () => {
    await page.getByRole('link', { name: 'Overview' }).click();
    const waiting = page.getByRole('region', { name: 'Needs a person' });
    await waiting.getByText('a long story').waitFor();
    await waiting.getByRole('button', { name: 'Check…' }).click();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await waiting.getByText('Nothing: every device works', { exact: false }).waitFor();
  });

  it('goes on by itself after a restart of the controller', async () => {
    await page.getByRole('link', { name: 'Fleet' }).click();
    const { port } = new URL(lab.controller().url);
    await lab.restartController({ port: Number(port) });
    expect((await lab.call('POST', '/v1/devices/nano/check')).status).toBe(200);
    await page.getByRole('cell', { name: 'ready' }).waitFor();
    await page.getByText('The controller does not answer.').waitFor({ state: 'detached' });
  });

  it('lets a viewer look, and not act', async () => {
    const viewer = await web.openAs('eva', 'viewer', '/fleet/nano');
    await viewer.getByText('Your role may look at devices, not change them.').waitFor();
    await eventually(async () => expect(await viewer.getByRole('button', { name: 'Quarantine…' }).count()).toBe(0));
    await viewer.getByRole('link', { name: 'Overview' }).click();
    await viewer.getByText('No campaign runs.').waitFor();
    await eventually(async () => expect(await viewer.getByRole('link', { name: 'Launch one' }).count()).toBe(0));
    await viewer.getByRole('link', { name: 'Campaigns' }).click();
    await viewer.getByText('None is shared with you.').waitFor();
    await eventually(async () =>
      expect(await viewer.getByRole('link', { name: /Launch|New campaign/ }).count()).toBe(0),
    );
    await viewer.context().close();
  });

  it('asked no other host, broke no rule of its policy, and had no fault', () => {
    expect(web.complaints).toEqual([]);
  });
});
