import { loginCodeView, problem, sessionView, type CreatedKey } from '@joulefleet/contracts';
import { Browser } from '../../testkit/browser';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

describe('the code of an address', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
  });
  afterAll(() => lab.stop());

  const makeCode = async (call = lab.call): Promise<string> => {
    const { status, body } = await call('POST', '/v1/session/codes');
    expect(status).toBe(201);
    return loginCodeView.parse(body).code;
  };
  const redeem = async (code: string, headers: Record<string, string> = {}) => {
    const browser = new Browser(() => lab.controller().url);
    return { browser, answer: await browser.send('POST', '/v1/session/code', { body: { code }, headers }) };
  };
  const keyOf = async (more: object): Promise<CreatedKey> => {
    const { body } = await lab.call('POST', '/v1/keys', { name: 'for a browser', ...more });
    return body as CreatedKey;
  };

  it('logs one browser in, once', async () => {
    const code = await makeCode();
    const { browser, answer } = await redeem(code);
    expect(answer.status).toBe(200);
    expect(sessionView.parse(answer.body)).toMatchObject({ name: 'admin', role: 'admin' });
    expect(browser.setCookie).toContain('HttpOnly');
    expect((await browser.send('GET', '/v1/whoami')).body).toMatchObject({ name: 'admin', via: 'session' });
    const again = await redeem(code);
    expect(problem.parse(again.answer.body)).toMatchObject({ status: 401, code: 'code_refused' });
    expect(again.browser.cookie).toBeNull();
  });

  it('is made for a key with every scope of its user only, and not for a session', async () => {
    const narrow = await keyOf({ scopes: ['self', 'campaigns:read'] });
    const refused = await lab.callWith(narrow.key)('POST', '/v1/session/codes');
    expect(problem.parse(refused.body)).toMatchObject({ status: 403, code: 'scopes_beyond' });
    const { browser, answer } = await redeem(await makeCode());
    const headers = { 'x-csrf-token': sessionView.parse(answer.body).csrfToken };
    const made = await browser.send('POST', '/v1/session/codes', { headers });
    expect(problem.parse(made.body)).toMatchObject({ status: 403, code: 'key_needed' });
  });

  it('is worth nothing once its key is revoked', async () => {
    const { id, key } = await keyOf({});
    const code = await makeCode(lab.callWith(key));
    expect((await lab.call('DELETE', `/v1/keys/${id}`)).status).toBe(204);
    expect((await redeem(code)).answer.status).toBe(401);
  });

  it('opens a session that ends with the key', async () => {
    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    const { key } = await keyOf({ expiresAt });
    const { answer } = await redeem(await makeCode(lab.callWith(key)));
    expect(sessionView.parse(answer.body).expiresAt).toBe(expiresAt);
  });

  it('is taken from a page of this controller only, and audited without the code', async () => {
    const code = await makeCode();
    const foreign = await redeem(code, { 'sec-fetch-site': 'cross-site' });
    expect(problem.parse(foreign.answer.body)).toMatchObject({ status: 403, code: 'csrf_refused' });
    expect((await redeem(code)).answer.status).toBe(200);
    const sql = `SELECT a::text AS entry FROM audit_entry a WHERE action = 'session.open'`;
    const entries = await queryOnce<{ entry: string }>(lab.databaseUrl, sql);
    expect(entries.some(({ entry }) => entry.includes('code of key'))).toBe(true);
    expect(JSON.stringify(entries)).not.toContain(code);
  });

  it('cannot be guessed for long', async () => {
    const strict = await startLab({ twins: [], limits: { credentials: { times: 3, windowS: 900 } } });
    try {
      const guess = () =>
        new Browser(() => strict.controller().url).send('POST', '/v1/session/code', { body: { code: 'x' } });
      const statuses = [];
      for (let i = 0; i < 4; i++) statuses.push((await guess()).status);
      expect(statuses).toEqual([401, 401, 401, 429]);
    } finally {
      await strict.stop();
    }
  });
});
