import type { DeviceView, NightList, ScheduleView } from '@joulefleet/contracts';
import type { Page } from 'playwright-core';
import type { Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import { eventually } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { axeFindings, shoot, type WebPages } from '../../testkit/web-pages';

const SOURCE = `
name: <b>measured</b> at night
workloads: [resnet18]
factors:
  batchSize: 1
  gpuFrequency: 921.6 MHz
  cpuFrequency: 1479 MHz
baseline: none
repetitions: 1
inferences: 640
`;

describe('schedules and nights in the web interface', () => {
  let started: WebLab;
  let lab: Lab;
  let web: WebPages;
  let page: Page;

  beforeAll(async () => {
    started = await startWebLab({ twins: ['jetson-nano'], timeScale: 1000 });
    ({ lab, web, page } = started);
  }, 60_000);
  afterAll(() => started.stop());

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const schedule = async () => (await lab.call('GET', '/v1/schedules/nightly')).body as ScheduleView;
  const open = (path: string) => page.goto(`${lab.controller().url}${path}`);

  it('says how to begin where there is none', async () => {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Schedules' }).click();
    await page.getByRole('heading', { name: 'No schedule yet' }).waitFor();
    await shoot(page, 'schedules-none');
    await page.getByRole('link', { name: 'Calendar of nights' }).click();
    await page.getByRole('heading', { name: 'No schedule yet' }).waitFor();
    await page.getByRole('link', { name: 'Add one here' }).click();
  });

  it('adds one, and shows beforehand when it starts and what is wrong with it', async () => {
    await page.getByLabel('Name of the schedule').fill('nightly');
    await page.getByLabel('Cron expression').fill('0 25 * * *');
    await page.getByText('cannot be read').waitFor();
    await page.getByLabel('Cron expression').fill('0 22 * * *');
    await page.getByLabel('Time zone').fill('Asia/Kolkata');
    await page.getByText('22:00 +05:30 there').first().waitFor();
    await page.getByLabel('Window').fill('22:00-06:00');
    await page.getByLabel('Budget in device-hours').fill('a lot');
    await page.getByRole('textbox', { name: 'Campaign file' }).click();
    await page.keyboard.insertText(SOURCE);
    await page.getByText('Checked: it can be launched.').waitFor();
    await eventually(async () => expect(await page.getByText('The budget is a figure above 0').count()).toBe(1));
    await page.reload();
    await page.getByText('Checked: it can be launched.').waitFor();
    await page.getByLabel('Budget in device-hours').fill('2.5');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'schedule-new');
    await button('Add schedule').click();
    await page.getByRole('heading', { name: 'nightly active' }).waitFor();
    expect(await schedule()).toMatchObject({
      zone: 'Asia/Kolkata',
      window: '22:00-06:00',
      budgetHours: 2.5,
      priority: 0,
    });
  });

  it('starts a night by hand, and shows what it did', async () => {
    const [startsAt, endsAt] = [0, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    const planned = await lab.call('POST', '/v1/devices/nano/maintenance', { startsAt, endsAt, reason: 'a new fan' });
    const [window] = (planned.body as DeviceView).maintenance;
    await button('Run now…').click();
    await button('Start a night').click();
    await page.getByText('0 of 1 accepted, 1 to come.').waitFor();
    await shoot(page, 'schedule-running');
    await lab.call('DELETE', `/v1/devices/nano/maintenance/${window!.id}`);
    await page.getByText('complete', { exact: false }).first().waitFor({ timeout: 60_000 });
    await page.getByText('All was measured (started by admin).').waitFor();
    await page.getByText('1 of 1 accepted.').waitFor();
    await eventually(async () => expect(await page.getByText('<b>measured</b> at night').count()).toBeGreaterThan(0));
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'schedule');
    await page.getByRole('link', { name: 'Campaign', exact: true }).click();
    await page.getByRole('heading', { name: /measured/ }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'nightly active' }).waitFor();
  }, 90_000);

  it('is paused and resumed', async () => {
    await button('Pause…').click();
    await button('Pause schedule').click();
    await page.getByText('None while it is paused.').waitFor();
    await eventually(async () => expect((await schedule()).state).toBe('paused'));
    await button('Resume…').click();
    await button('Resume schedule').click();
    await page.getByRole('heading', { name: 'nightly active' }).waitFor();
  });

  it('sends only what was changed, and says what was changed elsewhere meanwhile', async () => {
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Priority').fill('7');
    await lab.call('PATCH', '/v1/schedules/nightly', { window: null });
    await page.reload();
    await page.getByRole('heading', { name: 'It was changed since you began' }).waitFor();
    await shoot(page, 'schedule-edit');
    const own = '**/v1/schedules/nightly';
    await page.route(own, (route) =>
      route.request().method() === 'GET' ? route.continue() : route.fulfill({ status: 500, body: 'no' }),
    );
    await button('Save changes').click();
    await page.getByText('Status 500 without an explanation.').waitFor();
    await page.unroute(own);
    await page.context().clearCookies();
    await button('Save changes').click();
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await page.getByLabel('Password').fill(lab.admin.password);
    await button('Sign in').click();
    await page.getByRole('heading', { name: 'nightly active' }).waitFor();
    await eventually(async () =>
      expect(await schedule()).toMatchObject({ priority: 7, window: null, budgetHours: 2.5 }),
    );
  });

  it('has a calendar of nights that says why one did not start, for the keyboard too', async () => {
    const id = `(SELECT id FROM schedule WHERE name = 'nightly')`;
    const detail = 'x'.repeat(10_000);
    await queryOnce(
      lab.databaseUrl,
      `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, skipped, detail) VALUES
        (${id}, '2026-03-10 16:30Z', '2026-03-12 16:30Z', 3, 'missed', NULL), (${id}, '2026-03-13 16:30Z', '2026-03-13 16:30Z', 1, 'paused', '${detail}')`,
    );
    expect(((await lab.call('GET', '/v1/schedules/nightly/nights')).body as NightList).nights).toHaveLength(3);
    await open('/nights?day=2026-03-11');
    await page.getByText('No controller ran then.').waitFor();
    await page.getByText('and 2 more until').waitFor();
    await page
      .getByRole('button', { name: /1 failed/ })
      .nth(1)
      .focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByText('The schedule was paused.').waitFor();
    await eventually(() => expect(new URL(page.url()).searchParams.get('day')).toBe('2026-03-13'));
    await page.getByText('Show all 10,000 characters').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'nights');
    await page.keyboard.press('PageUp');
    await page.getByText('No night was due on this day').waitFor();
    await button('Today').click();
    await page.getByText('All was measured (started by admin).').waitFor();
  });

  it('shows a second tab that it was removed in the first', async () => {
    await open('/schedules/nightly');
    await button('Remove…').click();
    expect((await lab.call('DELETE', '/v1/schedules/nightly')).status).toBe(204);
    await button('Remove schedule').click();
    await page.getByRole('heading', { name: 'There is no schedule nightly' }).waitFor();
    await page.getByRole('link', { name: 'Go to the schedules' }).click();
    await page.getByRole('heading', { name: 'No schedule yet' }).waitFor();
  });

  it('broke no rule of its policy, and had no fault', () => {
    // Chromium reports a request that was refused as an error; these are meant to be.
    expect(web.complaints.filter((complaint) => !/status of (4\d\d|500)/.test(complaint))).toEqual([]);
  });
});
