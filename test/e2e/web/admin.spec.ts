import type { InstallationView, KeyList, UserList } from '@joulefleet/contracts';
import type { Page } from 'playwright-core';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import { eventually } from '../../testkit/until';
import { axeFindings, openWebPages, shoot, type WebPages } from '../../testkit/web-pages';

const PASSWORD = 'a rather long password';
const ADMINS = ['Users', 'Identities', 'Audit log', 'System'];

describe('administration in the web interface', () => {
  let lab: Lab;
  let web: WebPages;
  let page: Page;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    web = await openWebPages(lab);
    page = await web.openAsAdmin();
  }, 60_000);
  afterAll(async () => {
    await web.close();
    await lab.stop();
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const tab = (name: string) => page.getByRole('link', { name, exact: true }).click();
  const open = (path: string, on = page) => on.goto(`${lab.controller().url}${path}`);
  const signIn = async (on: Page, name: string, password: string): Promise<void> => {
    await on.getByLabel('Name', { exact: true }).fill(name);
    await on.getByLabel('Password', { exact: true }).fill(password);
    await on.getByRole('button', { name: 'Sign in', exact: true }).click();
  };

  it('adds a user with a password that is shown once, and good for a login', async () => {
    await tab('Admin');
    await button('Add a user…').click();
    await page.getByLabel('Name: lower-case').fill('<b>Eva</b>');
    await button('Add user').click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.getByLabel('Name: lower-case').fill('eva');
    await page.getByRole('dialog').getByRole('combobox').selectOption('viewer');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'admin-add-user');
    await button('Add user').click();
    const secret = page.getByRole('status', { name: 'Password of eva' });
    const password = await secret.innerText();
    expect(password).toMatch(/^[\w-]{24}$/);
    await shoot(page, 'admin-shown-once');
    await button('I have it').click();
    await secret.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(password);
    expect((await lab.callWith(null)('POST', '/v1/session', { name: 'eva', password })).status).toBe(200);
  });

  it('changes role, password and access of a user', async () => {
    await button('Role of eva…').click();
    await page.getByRole('dialog').getByRole('combobox').selectOption('researcher');
    await button('Set role').click();
    await page.getByRole('cell', { name: 'researcher', exact: true }).waitFor();
    await button('Password of eva…').click();
    await page.getByLabel('Type one').check();
    await page.getByLabel('Password, at least').fill(PASSWORD);
    await button('Set password').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await button('Disable eva…').click();
    await button('Disable user').click();
    await page.getByText('disabled', { exact: false }).waitFor();
    const eva = async () =>
      ((await lab.call('GET', '/v1/users')).body as UserList).users.find(({ name }) => name === 'eva');
    await eventually(async () => expect(await eva()).toMatchObject({ role: 'researcher', hasPassword: true }));
    await button('Disable admin…').click();
    await button('Disable user').click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await button('Back').click();
    await button('Enable eva…').click();
    await button('Enable user').click();
    await button('Disable eva…').waitFor();
    await eventually(async () => expect((await eva())?.disabledAt).toBeNull());
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'admin-users');
  });

  it('makes a key of a user that is shown once, and revokes it, also where another tab did so', async () => {
    await open('/admin/users');
    await page.getByRole('row', { name: /^eva/ }).getByRole('link').click();
    await button('Create a key…').click();
    await page.getByLabel('What it is for').fill('nightly');
    await page.getByLabel('campaigns:write').uncheck();
    expect(await axeFindings(page)).toEqual([]);
    await button('Create key').click();
    const key = await page.getByRole('status', { name: 'API key nightly' }).innerText();
    expect((await lab.callWith(key)('GET', '/v1/whoami')).body).toMatchObject({ name: 'eva' });
    await button('I have it').click();
    await page.getByRole('rowheader', { name: 'nightly' }).waitFor();
    expect(await page.content()).not.toContain(key);
    await shoot(page, 'admin-keys');
    const { keys } = (await lab.call('GET', '/v1/users/eva/keys')).body as KeyList;
    expect(keys[0]!.scopes).not.toContain('campaigns:write');
    await button('Revoke nightly…').click();
    await lab.call('DELETE', `/v1/users/eva/keys/${keys[0]!.id}`);
    await button('Revoke key').click();
    await page.getByRole('cell', { name: 'revoked' }).waitFor();
    expect((await lab.callWith(key)('GET', '/v1/whoami')).status).toBe(401);
  });

  it('makes and removes identities', async () => {
    await open('/admin/identities');
    await button('Make a key…').click();
    await page.getByLabel('Name: lower-case').fill('lab');
    await button('Make key').click();
    await page.getByRole('rowheader', { name: 'lab' }).waitFor();
    await button('Copy the line of lab').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'admin-identities');
    await button('Remove lab…').click();
    await button('Remove key').click();
    await page.getByRole('heading', { name: 'The controller has no key yet' }).waitFor();
  });

  it('filters the audit log in its URL, and shows long values cut', async () => {
    const name = '<script>alert(1)</script>'.padEnd(10_000, 'x');
    await queryOnce(
      lab.databaseUrl,
      `INSERT INTO audit_entry (id, at, actor, via, action, subject, subject_id)
       VALUES ('01900000-0000-7000-8000-000000000000', '2026-01-02 10:00Z', 'admin', 'none', 'device.edit', 'device', '${name}')`,
    );
    await open('/admin/audit');
    await page.getByLabel('Action, or its beginning').fill('user.');
    await page.getByLabel('Name or id of the object').fill('eva');
    await page.getByRole('cell', { name: 'user.create' }).waitFor();
    await eventually(() => expect(new URL(page.url()).searchParams.get('action')).toBe('user.'));
    await page.getByRole('cell', { name: 'key.create' }).waitFor({ state: 'detached' });
    await page.getByText('before and after').first().click();
    await page.locator('details[open] pre').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'admin-audit');
    await open('/admin/audit?subject=device&from=2026-01-01T00:00&to=2026-01-04T00:00');
    await button('Show all 10,000 characters').click();
    await button('Show less').waitFor();
    await eventually(async () => expect(await page.getByText('alert(1)').count()).toBe(1));
    await page.goBack();
    await page.getByRole('cell', { name: 'user.create' }).waitFor();
  });

  it('shows health, queues, services and room', async () => {
    await tab('System');
    await page.getByRole('heading', { name: 'Health ready' }).waitFor();
    const installation = (await lab.call('GET', '/v1/installation')).body as InstallationView;
    await page.getByRole('heading', { name: `PostgreSQL ${installation.postgres.version}` }).waitFor();
    await page.getByRole('cell', { name: 'shards', exact: true }).waitFor();
    await page.getByRole('cell', { name: installation.postgres.tables[0]!.name, exact: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'admin-system');
  });

  it('shows what is not ready with what to do, and what a fault of the controller is', async () => {
    const remedy = 'Start a worker, or start the controller with --all.';
    const broken = { ok: false, detail: '2 jobs wait in shards', remedy };
    const queue = { waiting: 2, active: 0, delayed: 1, workers: 0, oldestWaitingS: 90 };
    const good = { ok: true, detail: null, remedy: null };
    const health = {
      ok: false,
      version: 'test',
      postgres: good,
      redis: good,
      log: good,
      queues: { ...broken, shards: queue, traces: queue },
    };
    await page.route('**/v1/health/ready', (route) => route.fulfill({ status: 503, json: health }));
    await page.route('**/v1/installation', (route) => route.fulfill({ status: 500, body: 'no json' }));
    await open('/admin/system');
    await page.getByRole('heading', { name: 'Health not ready' }).waitFor();
    await page.getByText(`To do: ${remedy}`).waitFor();
    await page.getByRole('alert').getByText('Status 500').waitFor({ timeout: 30_000 });
    await shoot(page, 'admin-system-broken');
    await page.unroute('**/v1/health/ready');
    await page.unroute('**/v1/installation');
    await button('Try again').click();
    await page
      .getByRole('heading', { name: /^PostgreSQL / })
      .first()
      .waitFor();
  });

  it('keeps what was typed where the session ended in mid-form', async () => {
    await open('/admin/users');
    await button('Add a user…').click();
    await page.getByLabel('Name: lower-case').fill('mia');
    await page.context().clearCookies();
    await button('Add user').click();
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await page.getByLabel('Password', { exact: true }).fill(lab.admin.password);
    await button('Sign in').click();
    await page.getByRole('status', { name: 'Password of mia' }).waitFor();
    await button('I have it').click();
    await page.getByRole('rowheader', { name: 'mia' }).waitFor();
  });

  it('offers a researcher what is theirs, and says of the rest that it is not', async () => {
    const other = await web.open();
    await open('/admin/users', other);
    await signIn(other, 'eva', PASSWORD);
    await other.getByRole('heading', { name: 'You may not open this page' }).waitFor();
    await eventually(async () => expect(await other.getByRole('link', { name: 'Admin', exact: true }).count()).toBe(0));
    for (const name of ADMINS) {
      const links = other.getByRole('link', { name, exact: true });
      await eventually(async () => expect(await links.count()).toBe(name === 'Users' || name === 'Audit log' ? 0 : 1));
    }
    await shoot(other, 'admin-not-permitted');
    await other.getByRole('link', { name: 'Identities' }).click();
    await other.getByText('Your role may look at them, not change them.').waitFor();
    await other.getByRole('link', { name: 'eva' }).click();
    await other.getByRole('button', { name: 'Change password…' }).click();
    await other.getByLabel('Old password').fill(PASSWORD);
    await other.getByLabel('New password, at least').fill(`${PASSWORD}!`);
    await other.getByLabel('The same again').fill(`${PASSWORD}!`);
    expect(await axeFindings(other)).toEqual([]);
    await other.getByRole('button', { name: 'Change password', exact: true }).click();
    await other.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await other.getByLabel('Password', { exact: true }).fill(`${PASSWORD}!`);
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
    await other.getByRole('heading', { name: 'API keys' }).waitFor();
    await shoot(other, 'account');
    await other.context().close();
  });

  it('is reached by the palette, as far as it is permitted', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Device, campaign or action').fill('audit');
    await page.getByRole('option', { name: /Audit log/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Audit log' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Device, campaign or action').fill('log out');
    await page.getByRole('option', { name: /Sign out/ }).waitFor();
    await page.keyboard.press('Enter');
    await signIn(page, 'eva', `${PASSWORD}!`);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Device, campaign or action').fill('users');
    await page.getByText('Nothing matches.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('leaves no secret in the browser, broke no rule of its policy, and had no fault', async () => {
    const stored = await page.evaluate('JSON.stringify([{ ...sessionStorage }, { ...localStorage }])');
    expect(stored).not.toMatch(/jf_|password/i);
    // Chromium reports a request that was refused as an error; these are meant to be.
    expect(web.complaints.filter((complaint) => !/status of [45]\d\d/.test(complaint))).toEqual([]);
  });
});
