import { problem, type AuditList } from '@joulefleet/contracts';
import { queryOnce } from '../../testkit/service-client';
import { startLab, type Lab, type LabOptions } from '../../testkit/lab';

const PASSWORD = 'a rather long password';
const LIMITS = {
  loginsOfName: { times: 3, windowS: 900 },
  loginsOfAddress: { times: 8, windowS: 900 },
  credentials: { times: 5, windowS: 900 },
};

describe('who comes too often', () => {
  let lab: Lab;

  const open = async (limits: LabOptions['limits'], trustedProxies: string[] = []) => {
    lab = await startLab({ twins: [], limits, trustedProxies });
    for (const name of ['ada', 'bob']) {
      await lab.call('POST', '/v1/users', { name, role: 'viewer', password: PASSWORD });
    }
  };
  afterEach(() => lab.stop());

  const send = async (path: string, init: RequestInit) => {
    const response = await fetch(`${lab.controller().url}${path}`, init);
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
  };
  const logIn = (name: string, password: string) =>
    send('/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password }),
    });

  it('may not guess passwords on: not with a success in between, and not with the right one afterwards', async () => {
    await open(LIMITS);
    const statuses = [];
    for (const password of ['wrong', 'wrong', PASSWORD, 'wrong', 'wrong', PASSWORD]) {
      statuses.push((await logIn('ada', password)).status);
    }
    expect(statuses).toEqual([401, 401, 200, 401, 429, 429]);
    const refused = await logIn('ada', PASSWORD);
    expect(problem.parse(refused.body)).toMatchObject({ code: 'too_many_attempts', transient: true });
    expect(Number(refused.retryAfter)).toBeGreaterThan(800);
    expect((await logIn('bob', PASSWORD)).status).toBe(200);
  });

  it('is not held to account for what could not be compared', async () => {
    await open(LIMITS);
    await queryOnce(lab.databaseUrl, 'ALTER TABLE account RENAME TO away');
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await logIn('ada', PASSWORD)).status);
    expect(statuses).toEqual(Array<number>(5).fill(500));
    await queryOnce(lab.databaseUrl, 'ALTER TABLE away RENAME TO account');
    expect((await logIn('ada', PASSWORD)).status).toBe(200);
  });

  it('may not guess with many names either, nor all at once', async () => {
    await open(LIMITS);
    const names = Array.from({ length: 12 }, (_, i) => `name-${i}`);
    const statuses = (await Promise.all(names.map((name) => logIn(name, 'wrong')))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(8);
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
    expect((await logIn('bob', PASSWORD)).status).toBe(429);
  });

  it('may not try keys on; who has a right one goes on', async () => {
    await open(LIMITS);
    const wrong = { headers: { authorization: `Bearer jf_${'a'.repeat(12)}_${'b'.repeat(43)}` } };
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) {
      statuses.push((await send('/v1/whoami', wrong)).status);
      expect((await lab.call('GET', '/v1/whoami')).status).toBe(200);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(Number((await send('/v1/whoami', wrong)).retryAfter)).toBeGreaterThan(800);
  });

  it('gets the time to retry after, and others are not delayed', async () => {
    await open({ requests: { times: 15, windowS: 2 } });
    const other = await lab.as('other', 'viewer');
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const answers = await Promise.all(Array.from({ length: 20 }, () => lab.call('GET', '/v1/whoami')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(15);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(problem.parse(refused.body)).toMatchObject({ code: 'rate_limited', transient: true });
    expect((await other('GET', '/v1/whoami')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await lab.call('GET', '/v1/whoami')).status).toBe(200);
  });

  it('is distinguished behind a trusted proxy, and by nothing that a client can forge', async () => {
    const guess = (forwardedFor: string) =>
      send('/v1/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor },
        body: JSON.stringify({ name: 'ada', password: 'wrong' }),
      });
    const statuses = async (addresses: string[]) => {
      const seen: number[] = [];
      for (const address of addresses) seen.push((await guess(address)).status);
      return seen;
    };
    await open(LIMITS, ['127.0.0.1']);
    const addresses = [...Array<string>(4).fill('192.0.2.1'), '192.0.2.2', '192.0.2.3, 192.0.2.1'];
    expect(await statuses(addresses)).toEqual([401, 401, 401, 429, 401, 429]);
    const { entries } = (await lab.call('GET', '/v1/audit')).body as AuditList;
    expect(entries.map(({ address }) => address)).toContain('192.0.2.2');
    await lab.stop();
    await open(LIMITS);
    expect(await statuses(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'])).toEqual([401, 401, 401, 429]);
  });
});
