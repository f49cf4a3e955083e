import { sessionView } from '@joulefleet/contracts';
import { Client } from 'pg';
import { Browser } from '../../testkit/browser';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import { until } from '../../testkit/until';

const PASSWORD = 'a rather long password';

describe('sessions of a browser', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    const body = { name: 'ada', role: 'researcher', password: PASSWORD };
    expect((await lab.call('POST', '/v1/users', body)).status).toBe(201);
  });
  afterAll(() => lab.stop());

  const logIn = async (password = PASSWORD, headers: Record<string, string> = {}) => {
    const browser = new Browser(() => lab.controller().url);
    const answer = await browser.send('POST', '/v1/session', { body: { name: 'ada', password }, headers });
    return { browser, answer };
  };

  it('gives a cookie that scripts cannot read and other sites do not send, and keeps its hash', async () => {
    const { browser, answer } = await logIn();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const session = sessionView.parse(answer.body);
    expect(session).toMatchObject({ name: 'ada', role: 'researcher' });
    expect(Date.parse(session.expiresAt)).toBeGreaterThan(Date.now() + 11 * 3600_000);
    expect(browser.setCookie).toMatch(/^joulefleet_session=[\w-]{43}; /);
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=43200']) {
      expect(browser.setCookie).toContain(attribute);
    }
    expect(browser.setCookie).not.toContain('Secure');
    const secret = browser.cookie!.split('=')[1]!;
    const [row] = await queryOnce<{ kept: string }>(lab.databaseUrl, 'SELECT s::text AS kept FROM session s');
    expect(row!.kept).not.toContain(secret);
    expect(JSON.stringify(answer.body)).not.toContain(secret);
    expect((await browser.send('GET', '/v1/session')).body).toEqual(session);
    expect((await browser.send('GET', '/v1/whoami')).body).toMatchObject({ name: 'ada', via: 'session' });
  });

  it('marks the cookie Secure for a page that was loaded over https', async () => {
    const host = new URL(lab.controller().url).host;
    expect((await logIn(PASSWORD, { origin: `https://${host}` })).browser.setCookie).toContain('; Secure');
  });

  it('changes nothing for a page of another origin, or without the token of this session', async () => {
    const [{ browser, answer }, other] = [await logIn(), await logIn()];
    const { csrfToken } = sessionView.parse(answer.body);
    const create = (headers: Record<string, string>) =>
      browser.send('POST', '/v1/keys', { body: { name: 'from a page' }, headers });
    const foreign = sessionView.parse(other.answer.body).csrfToken;
    const refused: Record<string, string>[] = [
      {},
      { 'x-csrf-token': '' },
      { 'x-csrf-token': foreign },
      { 'x-csrf-token': csrfToken, 'sec-fetch-site': 'cross-site' },
      { 'x-csrf-token': csrfToken, 'sec-fetch-site': 'same-site' },
      { 'x-csrf-token': csrfToken, origin: 'https://evil.example' },
      { 'x-csrf-token': csrfToken, origin: 'null' },
    ];
    for (const headers of refused) {
      expect(await create(headers)).toMatchObject({ status: 403, body: { code: 'csrf_refused' } });
    }
    expect((await create({ 'x-csrf-token': csrfToken })).status).toBe(201);
    const sameOrigin = { 'x-csrf-token': csrfToken, origin: lab.controller().url, 'sec-fetch-site': 'same-origin' };
    expect((await create(sameOrigin)).status).toBe(201);
    expect(await logIn(PASSWORD, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ answer: { status: 403 } });
  });

  it('ends with logging out, with its time, and with a new password', async () => {
    const [one, two, three] = [await logIn(), await logIn(), await logIn()];
    const token = { 'x-csrf-token': sessionView.parse(one.answer.body).csrfToken };
    const oldCookie = one.browser.cookie;
    expect((await one.browser.send('DELETE', '/v1/session', { headers: token })).status).toBe(204);
    expect(one.browser.cookie).toBeNull();
    one.browser.cookie = oldCookie;
    expect((await one.browser.send('GET', '/v1/whoami')).status).toBe(401);
    expect((await two.browser.send('GET', '/v1/whoami')).status).toBe(200);
    await queryOnce(
      lab.databaseUrl,
      `UPDATE session SET expires_at = now() - interval '1 second' WHERE id =
        (SELECT id FROM session ORDER BY id DESC LIMIT 1)`,
    );
    expect((await three.browser.send('GET', '/v1/whoami')).status).toBe(401);

    const headers = { 'x-csrf-token': sessionView.parse(two.answer.body).csrfToken };
    const change = (oldPassword: string, newPassword: string) =>
      two.browser.send('PUT', '/v1/password', { body: { oldPassword, newPassword }, headers });
    expect(await change(PASSWORD, 'too short')).toMatchObject({ status: 422, body: { code: 'bad_request' } });
    expect(await change('not the password', 'another long password')).toMatchObject({
      body: { code: 'wrong_password' },
    });
    expect((await change(PASSWORD, 'another long password')).status).toBe(204);
    expect((await two.browser.send('GET', '/v1/whoami')).status).toBe(401);
    expect((await logIn()).answer).toMatchObject({ status: 401, body: { code: 'login_failed' } });
    expect((await logIn('another long password')).answer.status).toBe(200);
    await lab.call('PATCH', '/v1/users/ada', { password: PASSWORD });
  });

  it('lets nobody in, nor change a password, with one that was taken away while it was being compared', async () => {
    const { browser, answer } = await logIn();
    const headers = { 'x-csrf-token': sessionView.parse(answer.body).csrfToken };
    const change = { oldPassword: PASSWORD, newPassword: 'one of an intruder' };
    const stolen = async () => {
      const database = new Client({ connectionString: lab.databaseUrl });
      await database.connect();
      await database.query('BEGIN');
      await database.query(`UPDATE account SET password_hash = 'another one' WHERE name = 'ada'`);
      // Their transactions wait for this one: whoever looked before it is behind it.
      const tries = Promise.all([logIn(), browser.send('PUT', '/v1/password', { body: change, headers })]);
      await until(async () => (await waitingForLocks(lab.databaseUrl)) === 2);
      await database.query('COMMIT');
      await database.end();
      return tries;
    };
    const [opened, changed] = await stolen();
    expect(opened.answer).toMatchObject({ status: 401, body: { code: 'login_failed' } });
    expect(changed).toMatchObject({ body: { code: 'wrong_password' } });
    await lab.call('PATCH', '/v1/users/ada', { password: PASSWORD });
    expect((await logIn()).answer.status).toBe(200);
  }, 60_000);

  it('opens none for a disabled user, nor for one without a password, and gives no reason', async () => {
    await lab.call('POST', '/v1/users', { name: 'robot', role: 'viewer' });
    await lab.call('POST', '/v1/users', { name: 'gone', role: 'viewer', password: PASSWORD });
    await lab.call('PATCH', '/v1/users/gone', { disabled: true });
    const told = [];
    for (const name of ['robot', 'gone', 'nobody-at-all']) {
      const browser = new Browser(() => lab.controller().url);
      const { body } = await browser.send('POST', '/v1/session', { body: { name, password: PASSWORD } });
      told.push(JSON.stringify({ ...(body as object), requestId: null }));
    }
    expect(new Set(told).size).toBe(1);
    expect(JSON.parse(told[0]!)).toMatchObject({ status: 401, code: 'login_failed' });
  });

  it('says that a key is no session', async () => {
    expect(await lab.call('GET', '/v1/session')).toMatchObject({ status: 404, body: { code: 'no_session' } });
  });
});

async function waitingForLocks(url: string): Promise<number> {
  const sql = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return (await queryOnce(url, sql)).length;
}
