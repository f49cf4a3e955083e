import type { NightChanges } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { CHANGED_IN, NIGHTS, nightAt, seedNights } from '../../testkit/seed-nights';
import { eventually } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { axeFindings, shoot } from '../../testkit/web-pages';
import { smallTargets, walkByTab } from '../../testkit/web-reach';

const CELL = 'alexnet, batch 16, GPU 614.4 MHz, CPU 1479 MHz';

describe('changes over nights in the web interface', () => {
  let started: WebLab;
  let database: Database;
  let page: Page;

  beforeAll(async () => {
    started = await startWebLab({ twins: [] }, async (lab) => {
      database = openDatabase(lab.databaseUrl);
      await seedNights(database);
    });
    ({ page } = started);
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await started.stop();
  });

  const open = (path: string, on = page) => on.goto(`${started.lab.controller().url}${path}`);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const changes = async () => (await started.lab.call('GET', '/v1/schedules/nightly/changes')).body as NightChanges;
  const openOnes = async () => (await changes()).changes.filter(({ state }) => /suspected|confirmed/.test(state));
  /** The card of the change of the cell's power. */
  const card = () => page.getByRole('listitem').filter({ hasText: 'mean power, worse' }).filter({ hasText: CELL });

  it('are on the page of their schedule, with size, place, first night and versions', async () => {
    await open('/schedules/nightly');
    await card().getByText('v1 before, v2 since', { exact: false }).waitFor();
    await card().getByText('Since the night of', { exact: false }).waitFor();
    await card().getByText('Put down to', { exact: false }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'All changes, night by night' }).click();
    await page.getByRole('heading', { name: 'Changes of nightly' }).waitFor();
  });

  it('are shown night by night, with how certain that is and all that is judged', async () => {
    const { calendar } = await changes();
    const verdicts = page.getByRole('region', { name: 'Night by night' });
    await eventually(async () => expect(await verdicts.locator('ol > li').count()).toBe(NIGHTS));
    for (const verdict of ['learning', 'changed'] as const) {
      const count = calendar.filter((night) => night.verdict === verdict).length;
      expect(
        await verdicts
          .locator('ol')
          .getByText(new RegExp(`: ${verdict}`))
          .count(),
      ).toBe(count);
    }
    await page.getByText('Each night tests itself', { exact: false }).waitFor();
    await page.getByText('for the worse and 0 for the better', { exact: false }).waitFor();
    const judged = page.getByRole('region', { name: 'What is judged' }).first();
    await judged.getByLabel('Cell, group or device').fill('614.4');
    await judged.getByRole('combobox', { name: 'Metric', exact: true }).selectOption('power');
    await judged.getByText('1 of ', { exact: false }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'changes');
    await page.setViewportSize({ width: 360, height: 800 });
    await eventually(async () => expect(await smallTargets(page)).toEqual([]));
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('lead to their series with reference, band and marks, as figure, table and file', async () => {
    await page.getByRole('region', { name: 'What is judged' }).getByRole('link', { name: CELL }).click();
    await page.getByRole('heading', { name: `nano-1: ${CELL}`, level: 1 }).waitFor();
    const figure = page.getByRole('region', { name: /^Figure: mean power/ });
    await figure.getByText('first night of a change').waitFor();
    await figure.getByText('what is under test was changed').waitFor();
    await page.getByText(`${NIGHTS} nights; the last one`, { exact: false }).waitFor();
    await page.getByText(`${NIGHTS} rows as a table`).click();
    await page.getByRole('columnheader', { name: 'reference, mW' }).waitFor();
    const saving = page.waitForEvent('download');
    await button('Save as CSV').click();
    const csv = readFileSync(await (await saving).path(), 'utf8');
    expect(csv.trimEnd().split('\n')).toHaveLength(NIGHTS + 1);
    await card().getByRole('button', { name: 'Acknowledge…' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'night-series');
    await page.reload();
    await figure.getByText('first night of a change').waitFor();
    await page.getByRole('link', { name: 'nano-1 as a whole' }).click();
    await page.getByRole('heading', { name: 'all of nano-1', level: 1 }).waitFor();
    await page.getByText('No change was seen.', { exact: false }).waitFor();
    await page.reload();
    await page.getByText('No change was seen.', { exact: false }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await walkByTab(page)).toEqual([]);
  });

  it('are acknowledged, accepted as the new reference and reopened, with a note and a link', async () => {
    await open('/schedules/nightly/changes');
    const count = (await openOnes()).length;
    await card().getByRole('button', { name: 'Acknowledge…' }).click();
    await page.getByLabel('Note (optional)').fill('<b>bisecting</b>');
    await page.getByLabel('Link (optional)').fill('https://git.example/7');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'changes-acknowledge');
    await button('Acknowledge change').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await card().getByText('<b>bisecting</b>').waitFor();
    await card().getByRole('link', { name: 'https://git.example/7' }).waitFor();
    await card().getByRole('button', { name: 'Expected…' }).click();
    await button('Accept as new reference').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await card().waitFor({ state: 'detached' });
    await eventually(async () => expect((await openOnes()).length).toBeLessThan(count));
    await page.getByRole('combobox', { name: 'Show', exact: true }).selectOption('all');
    await card().getByText('expected', { exact: true }).waitFor();
    await card().getByRole('button', { name: 'Reopen…' }).click();
    await button('Reopen change').click();
    await card().getByText('confirmed', { exact: true }).waitFor();
    expect((await openOnes()).length).toBe(count);
  });

  it('say so where another tab was first, and keep what was typed', async () => {
    const [change] = (await openOnes()).filter(({ metric, about }) => metric === 'power' && about === CELL);
    await open('/schedules/nightly/changes?show=all');
    await card().getByRole('button', { name: 'Dismiss…' }).click();
    await page.getByLabel('Note (optional)').fill('noise');
    const path = `/v1/schedules/nightly/changes/${change!.id}/marks`;
    expect((await started.lab.call('POST', path, { mark: 'expected' })).status).toBe(201);
    await button('Dismiss change').click();
    await page.getByRole('dialog').getByRole('alert').getByText('cannot be marked', { exact: false }).waitFor();
    expect(await page.getByLabel('Note (optional)').inputValue()).toBe('noise');
    await button('Back').click();
    expect((await started.lab.call('POST', path, { mark: 'reopened' })).status).toBe(201);
  });

  it('are hidden from others, and name what is not there', async () => {
    const other = await started.web.openAs('eva', 'researcher', '/schedules/nightly/changes');
    await other.getByRole('heading', { name: 'Schedule unknown', level: 1 }).waitFor();
    await other.getByRole('link', { name: 'Go to the schedules' }).waitFor();
    await other.context().close();
    await open('/schedules/nightly/series?key=none&metric=power');
    await page.getByRole('heading', { name: 'Series unknown', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Go to what is judged' }).click();
    await page.getByRole('heading', { name: 'Changes of nightly' }).waitFor();
  });

  it('say with intervals how large they are, and what measuring again showed, on a sibling as well', async () => {
    const [change] = (await changes()).changes.filter(({ metric, about }) => metric === 'power' && about === CELL);
    const { flagged, kind, key, changePct, lowPct, highPct } = change!;
    const size = `+${changePct.toFixed(1)} % (${lowPct.toFixed(1)} to ${highPct.toFixed(1)}) mean power, worse`;
    await open('/schedules/nightly/changes?show=all');
    await card().getByRole('heading', { name: size }).waitFor();

    const sibling = { device: 'nano-2', outcome: 'alike', shift: 0.001, reach: 0.005 };
    await database.pool.query(
      `INSERT INTO night_rematch (schedule_id, tick, kind, key, metric, outcome, shift, reach, sibling, executions)
       SELECT id, $1, $2, $3, 'power', 'differ', 0.04, 0.005, $4, 24 FROM schedule`,
      [flagged.at, kind, key, JSON.stringify(sibling)],
    );
    await database.pool.query('UPDATE schedule_tick SET ended_at = now() WHERE tick = $1', [flagged.at]);
    await page.reload();
    await card().getByText('measured in turn in that night, differ: +4.1 % (3.6 to 4.6).', { exact: false }).waitFor();
    await card().getByText('On its sibling nano-2 they are alike: +0.1 % (-0.4 to 0.6).', { exact: false }).waitFor();
    await card().getByText('Put down to device: ', { exact: false }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('are confirmed before the next nights decide, and dismissed', async () => {
    await database.pool.query('DELETE FROM night_rematch');
    await database.pool.query('DELETE FROM schedule_tick WHERE tick > $1', [nightAt(CHANGED_IN)]);
    await open('/schedules/nightly/changes?show=all');
    await card().getByText('suspected', { exact: true }).waitFor();
    await card().getByText('the next nights decide', { exact: false }).waitFor();
    await card().getByRole('button', { name: 'Confirm…' }).click();
    await page.getByText('It is a change, whatever the next nights show.').waitFor();
    await page.getByLabel('Note (optional)').fill('measured by hand');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'changes-confirm');
    await button('Confirm change').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await card().getByText('confirmed', { exact: true }).waitFor();
    await card().getByText('measured by hand').waitFor();
    expect(await card().getByRole('button', { name: 'Confirm…' }).count()).toBe(0);
    await card().getByRole('button', { name: 'Dismiss…' }).click();
    await button('Dismiss change').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await card().getByText('confirmed', { exact: true }).waitFor({ state: 'detached' });
    expect((await openOnes()).filter(({ metric, about }) => metric === 'power' && about === CELL)).toEqual([]);
  });

  it('have the verdict of each night on its card in the calendar, which leads to them', async () => {
    const { calendar } = await changes();
    await database.pool.query(
      `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, skipped)
       SELECT id, '2026-04-20 21:00Z', '2026-04-20 21:00Z', 1, 'paused' FROM schedule`,
    );
    const badge = page.getByRole('link', { name: /: changes of nightly$/ });
    for (const verdict of ['learning', 'quiet', 'changed'] as const) {
      const { night } = calendar.find((each) => each.verdict === verdict)!;
      await open(`/nights?day=${night.at.slice(0, 10)}`);
      await page.getByRole('link', { name: `${verdict}: changes of nightly` }).waitFor();
      expect(await badge.count()).toBe(1);
      expect(await badge.innerText()).toMatch(new RegExp(`^\\S ${verdict}$`));
      expect(await axeFindings(page)).toEqual([]);
    }
    await shoot(page, 'nights-verdict');
    await badge.click();
    await page.getByRole('heading', { name: 'Changes of nightly' }).waitFor();
    await open('/nights?day=2026-04-20');
    await page.getByText('The schedule was paused.').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await badge.count()).toBe(0);
  });

  it('are not judged before enough nights are there', async () => {
    await database.pool.query(`DELETE FROM schedule_tick WHERE tick >= '2026-03-06T21:00:00Z'`);
    await open('/schedules/nightly/changes');
    await page.getByRole('heading', { name: 'Judged after 16 more nights' }).waitFor();
    await eventually(async () => expect(await page.getByText('Each night tests itself').count()).toBe(0));
    await shoot(page, 'changes-learning');
  });

  it('broke no rule of its policy, and had no fault', () => {
    // Chromium reports a request that was refused as an error; these are meant to be.
    expect(started.web.complaints.filter((complaint) => !/status of 4\d\d/.test(complaint))).toEqual([]);
  });
});
