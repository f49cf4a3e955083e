import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PreparationView } from '@joulefleet/contracts';
import type { Page } from 'playwright-core';
import type { Lab } from '../../testkit/lab';
import { eventually } from '../../testkit/until';
import { startWebLab, type WebLab } from '../../testkit/web-lab';
import { axeFindings, shoot, type WebPages } from '../../testkit/web-pages';

const ANOTHER_KEY = `SHA256:${'a'.repeat(43)}`;

describe('enrolling a device in the web interface', () => {
  let started: WebLab;
  let lab: Lab;
  let web: WebPages;
  let page: Page;

  beforeAll(async () => {
    started = await startWebLab({ twins: ['jetson-nano'], timeScale: 200, enrolled: false });
    ({ lab, web, page } = started);
  }, 60_000);
  afterAll(() => started.stop());

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const agree = () => page.getByLabel('I compared them: the board has this key');

  it('asks for the board, and names it after its host', async () => {
    await page.getByRole('link', { name: 'Fleet' }).click();
    await page.getByRole('heading', { name: 'No device is enrolled yet' }).waitFor();
    await page.getByRole('link', { name: 'Enroll a device' }).click();
    await page.getByLabel('Host name or address').fill('Nano-7.lab');
    await eventually(async () => expect(await page.getByLabel('Name in the fleet').inputValue()).toBe('nano-7'));
    await page.getByText('How the board lets this key in').click();
    await button('Make one').click();
    await page.getByText(/ssh-ed25519 AAAA/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'enroll-board');
  });

  it('takes in a private key, and says where there is none', async () => {
    const enrolling: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/v1/devices')) enrolling.push(request.method());
    });
    await button('Import another key…').click();
    const dialog = page.getByRole('dialog', { name: 'Import a private key' });
    await dialog.getByLabel('Private key').fill('no key at all');
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.getByRole('alert').waitFor();
    await shoot(page, 'enroll-key');
    await dialog.getByLabel('Private key').fill(readFileSync(lab.identityFile, 'utf8'));
    await dialog.getByLabel('Name here').fill('lab');
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(async () =>
      expect(await page.getByRole('combobox', { name: 'Key', exact: true }).inputValue()).toBe('lab'),
    );
    // The form in which the dialog stands was not sent along.
    expect(enrolling).toEqual([]);
  });

  it('has what a login without root rights needs, before the board is enrolled', async () => {
    await page.getByText('How the board lets this login set clocks through sudo').click();
    expect(await button('Make the script').getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('Login name on the board').fill('jetson');
    await button('Make the script').click();
    const { body } = await lab.call('GET', '/v1/sudoers?user=jetson');
    const { agent, commands } = body as PreparationView;
    await page.getByText(`scp agent.pyz Nano-7.lab:${agent.path}`).waitFor();
    const script = await page.getByRole('region', { name: 'Sudo rule' }).locator('code').textContent();
    expect(script).toContain(commands.join('\n'));
    const saving = page.waitForEvent('download');
    await button('Save as agent.pyz').click();
    const saved = readFileSync(await (await saving).path());
    expect(createHash('sha256').update(saved).digest('hex')).toBe(agent.sha256);
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'enroll-sudo');
  });

  it('says what is wrong with an address, and keeps what was typed', async () => {
    const { host, user } = lab.twins[0]!;
    await page.getByLabel('Host name or address').fill(host);
    await page.getByLabel('SSH port').fill('1');
    await page.getByLabel('Login name on the board').fill(user);
    await page.getByLabel('Name in the fleet').fill('nano');
    await button('Next: look at its host key').click();
    await page.getByRole('alert').waitFor();
    await eventually(async () => expect(await page.getByLabel('Name in the fleet').inputValue()).toBe('nano'));
  });

  it('has a person compare the host key before anything is pinned', async () => {
    const { port, fingerprint } = lab.twins[0]!;
    await page.getByLabel('SSH port').fill(String(port));
    await button('Next: look at its host key').click();
    await page.getByText(fingerprint).waitFor();
    await eventually(async () =>
      expect(await button('Pin this key and enroll').getAttribute('aria-disabled')).toBe('true'),
    );
    await page.getByLabel('What the board prints').fill(`256 ${ANOTHER_KEY} root@nano (ED25519)`);
    await page.getByText('These are different keys.').waitFor();
    await eventually(async () => expect(await agree().isDisabled()).toBe(true));
    await shoot(page, 'enroll-other-key');
    await page.getByLabel('What the board prints').fill(`256 ${fingerprint} root@nano (ED25519)`);
    await page.getByText('They are the same.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'enroll-compare');
    expect((await lab.call('GET', '/v1/devices')).body).toMatchObject({ devices: [] });
  });

  it('enrolls, and shows what the pre-flight found', async () => {
    await button('Pin this key and enroll').click();
    await page.getByText('nano is enrolled as jetson-nano').waitFor();
    await page.getByText('passed').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'enrolled');
    await page.getByRole('link', { name: 'nano', exact: true }).click();
    await page.getByRole('heading', { name: /^nano ready/ }).waitFor();
  });

  it('plans maintenance from now on, and ends it', async () => {
    await button('Maintenance…').click();
    await page.getByLabel('Reason').fill('a new fan');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'maintenance');
    await button('Plan maintenance').click();
    await page.getByRole('heading', { name: /^nano maintenance/ }).waitFor();
    await page.getByText('a new fan (by admin)').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await button('End now…').click();
    await button('End maintenance').click();
    await page.getByRole('heading', { name: /^nano ready/ }).waitFor();
    await page.getByText('a new fan (by admin)').waitFor({ state: 'detached' });
  });

  it('pins another host key only after it was compared', async () => {
    await button('Re-pin host key…').click();
    await button('Look at its key').click();
    await page.getByText('there is nothing to pin').waitFor();
    await button('Good').click();
    await lab.restartTwin(0, { newHostKey: true });
    await button('Re-pin host key…').click();
    await button('Look at its key').click();
    const dialog = page.getByRole('dialog', { name: 'Pin another host key of nano?' });
    await dialog.getByText(lab.twins[0]!.fingerprint).waitFor();
    await eventually(async () => expect(await button('Pin this key').getAttribute('aria-disabled')).toBe('true'));
    await agree().check();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'repin');
    await button('Pin this key').click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: /^nano ready/ }).waitFor();
    expect((await lab.call('GET', '/v1/devices/nano')).body).toMatchObject({ fingerprint: lab.twins[0]!.fingerprint });
    await shoot(page, 'device-actions');
  });

  it('names who may, to a viewer', async () => {
    const viewer = await web.openAs('eva', 'viewer', '/enroll');
    await viewer.getByRole('heading', { name: 'You may not enroll devices' }).waitFor();
    await viewer.context().close();
  });

  it('broke no rule of its policy, and had no fault', () => {
    // Chromium reports a request that was refused as an error; these are meant to be.
    expect(web.complaints.filter((complaint) => !/status of (4\d\d|502|504)/.test(complaint))).toEqual([]);
  });
});
