import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { DeviceList, DoctorView, NightlyReport } from '@joulefleet/contracts';
import type { Page } from 'playwright-core';
import type { Twin } from '../../../apps/twin/src';
import type { Lab } from '../../testkit/lab';
import { eventually } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { axeFindings, shoot, type WebPages } from '../../testkit/web-pages';

/** Its only trial lasts until it is cancelled. */
const ENDLESS = `
name: endless
workloads: [alexnet]
baseline: none
factors: { gpuFrequency: [460.8 MHz], cpuFrequency: 1479 MHz }
repetitions: 1
inferences: 1000000
`;
/** A sensor that shows 1 % too little. */
const PAIRS = `reading,meter\n${[1, 2, 3, 4, 5, 6, 8, 10].map((watt) => `${990 * watt},${1000 * watt}`).join('\n')}\n`;
/** Holds a board as an agent of another login does (agent/joulefleet_agent/locks.py), until its input ends. */
const HOLD_BOARD = `
import socket, sys
holder = socket.socket(socket.AF_UNIX)
holder.bind('\\0joulefleet-board:' + sys.argv[1])
holder.listen(1)
print('held', flush=True)
sys.stdin.read()
`;
const DUE = { at: '2026-05-01T22:00:00.000Z', local: '2026-05-01 22:00 +00:00' };
const FAILED_NIGHT: NightlyReport['nights'][number] = {
  schedule: 'nightly',
  night: {
    ...{ schedule: 'nightly', due: DUE, lastDue: DUE, count: 1, outcome: 'failed', skipped: null },
    ...{ startedAt: DUE.at, endedAt: DUE.at, endReason: 'launch_failed', triggeredBy: null, underTest: null },
    ...{ detail: '<b>no</b> device', campaign: null, continued: null, again: null, trials: null, deviceHours: 0 },
  },
};
/** Of a board; a twin has no libraries. */
const DOCTOR: DoctorView = {
  ...{ name: 'nano', simulated: false, jetpack: '4.6.4', l4t: { release: 32, revision: '7.4' } },
  ...{ python: '3.6.9', machine: 'aarch64' },
  modules: { torch: { version: '1.10.0', error: null, cuda: '10.2', gpu: true }, torchvision: null },
  runs: [
    { workload: 'resnet18', runtime: 'pytorch', missing: ['torchvision'], broken: [], gpu: true, runsOn: null },
    { workload: 'yolov4tiny', runtime: 'pytorch', missing: [], broken: [], gpu: true, runsOn: 'gpu' },
  ],
  advice: [
    {
      ...{ need: 'torchvision', why: 'it is not installed', commands: ['pip3 install torchvision==0.11.1'] },
      ...{ source: 'https://example.org/t', note: null },
    },
  ],
};

describe('the page of a device', () => {
  let started: WebLab;
  let lab: Lab;
  let web: WebPages;
  let page: Page;

  beforeAll(async () => {
    started = await startWebLab({ twins: ['jetson-nano', 'jetson-nano'], enrolled: false });
    ({ lab, web, page } = started);
    await lab.enroll(lab.twins[0]!);
    await page.goto(`${lab.controller().url}/fleet/nano`);
  }, 60_000);
  afterAll(() => started.stop());

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const section = (name: string | RegExp) => page.getByRole('region', { name });

  it('shows what the running trial measures, with its clocks, as it comes', async () => {
    await page.getByText('Nothing is read now.').waitFor();
    const { id } = await lab.launch(ENDLESS);
    await section('Live')
      .getByText(/endless: alexnet, .*GPU 460\.8 MHz.*: measuring/)
      .waitFor({ timeout: 30_000 });
    await page.getByRole('img', { name: /^Power, total of the last .* W to .* W$/ }).waitFor();
    await page.getByRole('img', { name: /^Power, POM_5V_GPU of the last .* W to .* W$/ }).waitFor();
    await page.getByRole('img', { name: /^Temperature, hottest zone of the last/ }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'device-live');
    await button('Quarantine…').click();
    await page.getByLabel('At once: its current trial does not count').waitFor();
    await page.keyboard.press('Escape');
    await lab.call('POST', `/v1/campaigns/${id}/cancel`);
    await page.getByRole('heading', { name: /^nano ready/ }).waitFor();
  }, 60_000);

  it('shows how it spent its time', async () => {
    await page.reload();
    await section('Utilisation')
      .getByText(/at work \d+\.\d %$/)
      .first()
      .waitFor();
    const periods = section('Utilisation').getByText(/Last day|Last 7 days|Last 30 days/);
    await eventually(async () => expect(await periods.count()).toBe(3));
  });

  it('edits what the command line can, and sends only what was changed', async () => {
    await button('Edit…').click();
    const dialog = page.getByRole('dialog', { name: 'Edit nano' });
    await dialog.getByLabel('Labels').fill('rack-a fast');
    await dialog.getByLabel('Group').fill('lab-2');
    await dialog.getByLabel('Notes').fill('<b>new</b> fan');
    await dialog.getByLabel('Recovery may reboot it').check();
    await dialog.getByLabel('Recovery may cut its power').selectOption('http');
    await dialog.getByLabel('Address, seen by all').fill('http://plug-7.lab/cycle');
    // Meanwhile somebody else: the owner stays, of the notes the last one counts.
    await lab.call('PATCH', '/v1/devices/nano', { owner: 'ada', notes: 'theirs' });
    await dialog.getByText('Somebody else changed notes meanwhile').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'device-edit');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await lab.call('GET', '/v1/devices/nano')).body).toMatchObject({
      ...{ labels: ['fast', 'rack-a'], group: 'lab-2', owner: 'ada', notes: '<b>new</b> fan', allowReboot: true },
      powerCycle: { kind: 'http', url: 'http://plug-7.lab/cycle' },
    });
    await page.getByText('<b>new</b> fan').first().waitFor();
    await page.getByText('may reboot it; cuts its power by http://plug-7.lab/cycle').waitFor();
  });

  it('limits how many devices of a group work at once', async () => {
    await page.goto(`${lab.controller().url}/fleet`);
    await page.getByRole('link', { name: 'Groups' }).click();
    const row = page.getByRole('row', { name: /^lab-2 1 0 / });
    await row.getByText('all', { exact: true }).waitFor();
    await button('Limit lab-2…').click();
    const dialog = page.getByRole('dialog', { name: 'Limit lab-2' });
    await dialog.getByLabel('Devices at once').fill('0');
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Set limit' }).click();
    await row.getByText('at most 0').waitFor();
    await button('Limit another group…').click();
    await page.getByLabel('Name of the group').fill('rack-7');
    await page.getByLabel('Devices at once').fill('3');
    await button('Set limit').click();
    await page.getByRole('row', { name: /^rack-7 0 0 at most 3 / }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'groups');
    for (const group of ['lab-2', 'rack-7']) {
      await button(`Limit ${group}…`).click();
      await page.getByLabel('Devices at once').fill('');
      await button('Set limit').click();
    }
    await row.getByText('all', { exact: true }).waitFor();
    await page.getByRole('row', { name: /^rack-7/ }).waitFor({ state: 'detached' });
    expect((await lab.call('GET', '/v1/groups')).body).toEqual({
      groups: [{ group: 'lab-2', devices: 1, working: 0, maxAtOnce: null }],
    });
    await page.getByRole('link', { name: 'lab-2' }).click();
    await page.getByText('1 of 1 device', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'nano', exact: true }).click();
  });

  it('has the audit entries of the device, and the evidence of its history', async () => {
    await section('Audit').getByRole('cell', { name: 'device.edit' }).first().waitFor();
    await section('Audit')
      .getByRole('cell', { name: /group: null -> lab-2/ })
      .waitFor();
    await section('History').getByText('Evidence').first().click();
    await section(/^Facts of/)
      .getByText('Probes, with what had changed')
      .click();
    await section(/^Facts of/)
      .getByText(/JetPack .*, L4T .*, kernel/)
      .last()
      .waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'device-whole');
  });

  it('says what it can run, with the commands for what is missing', async () => {
    await button('Examine').click();
    await page.getByText('nano is a twin: it simulates the six models').waitFor();
    await page.route('**/doctor', (route) => route.fulfill({ json: DOCTOR }));
    await button('Examine').click();
    await page.getByRole('row', { name: 'resnet18 no' }).waitFor();
    await page.getByText('pip3 install torchvision==0.11.1').waitFor();
    await section(/^Doctor/).scrollIntoViewIfNeeded();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'device-doctor');
    await page.unroute('**/doctor');
  });

  it('says that another login has the board, and takes it back when that leaves it', async () => {
    const { root } = lab.twins[0]!;
    const name = createHash('sha256').update(root).digest('hex').slice(0, 32);
    const holder = spawn('python3', ['-c', HOLD_BOARD, name], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    await lab.call('POST', '/v1/devices/nano/check');
    await page.getByRole('heading', { name: /^nano offline/ }).waitFor();
    await page
      .getByText(/another agent executes on this board/)
      .first()
      .waitFor();
    await page.getByText('Next: comes back when the other login, or program, has left it').waitFor();
    await page.getByRole('link', { name: 'Fleet' }).click();
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'nano', exact: true }) });
    await row.getByText(/another agent executes/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'fleet-in-use');
    holder.stdin.end();
    await once(holder, 'exit');
    await lab.call('POST', '/v1/devices/nano/check');
    await row.getByText('ready').waitFor();
    await page.getByRole('link', { name: 'nano', exact: true }).click();
  });

  it('adds a calibration from pairs, and withdraws it', async () => {
    await page.getByText('None: readings count as the sensor shows them').waitFor();
    await button('Add a calibration…').click();
    const dialog = page.getByRole('dialog', { name: 'Calibrate a rail of nano' });
    await dialog.getByLabel('Pairs: reading').fill('1000,990\n2000,oops');
    await dialog.getByText('Line 2 of the pairs: "oops" must be a number.').waitFor();
    await dialog.getByLabel('Pairs: reading').fill(PAIRS);
    await dialog.getByLabel('Meter and accuracy').fill('WT310, 0.1 % + 5 mW');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'calibrate');
    await dialog.getByRole('button', { name: 'Fit and store' }).click();
    await dialog.waitFor({ state: 'detached' });
    await section('Calibrations').getByText('in force').waitFor();
    await section('Calibrations').getByText('Fit and pairs').click();
    await section('Calibrations').getByRole('cell', { name: '10000.0' }).waitFor();
    await button('Withdraw…').click();
    await button('Withdraw').click();
    await section('Calibrations').getByText('withdrawn', { exact: true }).waitFor();
  });

  it('keeps what was typed when it is refused, or the controller fails', async () => {
    const label = 'x'.repeat(10_000);
    await button('Edit…').click();
    const dialog = page.getByRole('dialog', { name: 'Edit nano' });
    await dialog.getByLabel('Labels').fill(`rack-a fast ${label}`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').getByText('addLabels', { exact: false }).first().waitFor();
    await eventually(async () => expect(await dialog.getByLabel('Labels').inputValue()).toContain(label));
    await shoot(page, 'device-long-label');
    await dialog.getByLabel('Labels').fill('rack-a fast spare');
    await page.route('**/v1/devices/nano', (route) => route.fulfill({ status: 500, body: 'no' }));
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Status 500 without an explanation.').waitFor();
    await page.unroute('**/v1/devices/nano');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('rack-a, spare').or(page.getByText('fast, rack-a, spare')).first().waitFor();
  });

  it('has on the overview what failed last night, what is next and what is short of disk', async () => {
    const [startsAt, endsAt] = [1, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    await lab.call('POST', '/v1/devices/nano/maintenance', { startsAt, endsAt, reason: 'a <i>new</i> fan' });
    const schedule = { name: 'nightly', source: ENDLESS, cron: '0 22 * * *' };
    expect((await lab.call('POST', '/v1/schedules', schedule)).status).toBe(201);
    await page.getByRole('link', { name: 'Overview' }).click();
    await section('Last night').getByText('No schedule has started anything yet.').waitFor();
    await section('Next')
      .getByText(/maintenance of nano until .*: a <i>new<\/i> fan/)
      .waitFor();
    await section('Next')
      .getByText(/nightly launches endless/)
      .waitFor();
    await page.route('**/v1/nights', (route) => route.fulfill({ json: { nights: [FAILED_NIGHT] } }));
    await page.route('**/v1/devices?*', async (route) => {
      const answer = (await (await route.fetch()).json()) as DeviceList;
      for (const { facts } of answer.devices) if (facts) facts.diskFreeBytes = 3e8;
      await route.fulfill({ json: answer });
    });
    await page.reload();
    await section('Needs a person').getByText('its campaign could not be launched', { exact: false }).waitFor();
    await section('Needs a person').getByText('286 MiB were free', { exact: false }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'overview-night');
    await page.unrouteAll();
    await page.goBack();
    await page.getByRole('heading', { name: /^nano ready/ }).waitFor();
    await page.goForward();
    await section('Last night').waitFor();
  });

  it('enrolls an inventory, and pins no key that nobody confirmed', async () => {
    const [nano, other] = lab.twins as [Twin, Twin];
    const login = `host: 127.0.0.1, user: ${nano.user}`;
    const file = `devices:
  - { name: nano, port: ${nano.port}, ${login}, fingerprint: '${nano.fingerprint}' }
  - { name: spare, port: ${other.port}, ${login}, labels: [rack-b] }
  - { name: gone, port: 1, ${login} }
`;
    await page.getByRole('link', { name: 'Fleet' }).click();
    await page.getByRole('link', { name: 'many from an inventory' }).click();
    await page.getByLabel('Or its text (inventory.yaml)').fill(file.replace('port: 1,', 'port: 0,'));
    await page.getByLabel('Key of boards').selectOption({ index: 1 });
    await button('Read the list').click();
    await page.getByRole('alert').getByText('inventory.yaml:4:', { exact: false }).first().waitFor();
    await shoot(page, 'inventory-mistake');
    await page.getByLabel('Or its text (inventory.yaml)').fill(file);
    await button('Read the list').click();
    await button('Enroll 3 devices').click();
    await page.getByText('unchanged').or(page.getByText('updated')).waitFor();
    await page.getByText('failed', { exact: true }).waitFor();
    const compare = page.getByRole('group', { name: 'Host key of spare' });
    await compare.getByText(other.fingerprint).waitFor();
    expect((await lab.call('GET', '/v1/devices/spare')).status).toBe(404);
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'inventory');
    await compare.getByLabel('What the board prints').fill(`256 ${other.fingerprint} root@spare (ED25519)`);
    await button('Pin this key and enroll spare').click();
    await page.getByText('enrolled', { exact: true }).waitFor();
    expect((await lab.call('GET', '/v1/devices/spare')).body).toMatchObject({ labels: ['rack-b'] });
  });

  it('lets a viewer see it all but the audit log', async () => {
    const viewer = await web.openAs('eva', 'viewer', '/fleet/nano');
    await viewer.getByText('Your role may not read the audit log.').waitFor();
    await viewer.getByText('Your role may not examine devices.').waitFor();
    await eventually(async () =>
      expect(await viewer.getByRole('button', { name: /Edit…|Add a calibration…|Examine/ }).count()).toBe(0),
    );
    await shoot(viewer, 'device-viewer');
    await viewer.goto(`${lab.controller().url}/groups`);
    await viewer.getByRole('row', { name: /^lab-2/ }).waitFor();
    await viewer.getByText('Your role may look at them, not set limits.').waitFor();
    await viewer.context().close();
  });

  it('broke no rule of its policy, and had no fault', () => {
    // Chromium reports a request that was refused as an error; these are meant to be.
    expect(web.complaints.filter((complaint) => !/status of (4\d\d|50\d)/.test(complaint))).toEqual([]);
  });
});
