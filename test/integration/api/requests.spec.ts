import { request as sendRaw } from 'node:http';
import { problem, type Problem } from '@joulefleet/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateKeyPair } from '../../../apps/twin/src';
import { CapturedLog } from '../../testkit/captured-log';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

const log = new CapturedLog();
let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ twins: [], controller: { logLevel: 'info', logTo: log } });
});
afterAll(() => lab.stop());

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The admin's, if nothing else is said. */
  key?: string;
}

const send = (path: string, { key = lab.admin.key, headers, ...rest }: Sent = {}): Promise<Response> =>
  fetch(`${lab.controller().url}${path}`, { ...rest, headers: { authorization: `Bearer ${key}`, ...headers } });

const problemOf = async (response: Response): Promise<Problem> => {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  return problem.parse(await response.json());
};
/** Lines that carry a request's id, once its access line is there. */
const linesOf = async (requestId: string): Promise<Record<string, unknown>[]> => {
  for (let i = 0; i < 100; i++) {
    const lines = log.lines().filter((line) => line.requestId === requestId);
    if (lines.some((line) => line.msg === 'request')) return lines;
    await sleep(10);
  }
  throw new Error(`no line of the request ${requestId}`);
};

describe('request ids', () => {
  it('are taken over when they are well formed, generated when they are not, and reported', async () => {
    const kept = await send('/v1/devices/nobody', { headers: { 'x-request-id': 'night-sweep.7' } });
    expect(kept.headers.get('x-request-id')).toBe('night-sweep.7');
    expect((await problemOf(kept)).requestId).toBe('night-sweep.7');
    const made = await send('/v1/devices', { headers: { 'x-request-id': 'two words' } });
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are in every line of a request that fails inside, and nothing inside is shown to the caller', async () => {
    await queryOnce(lab.databaseUrl, 'ALTER TABLE campaign RENAME COLUMN shared_with TO shared_away');
    const response = await send('/v1/campaigns', { headers: { 'x-request-id': 'broken-1' } });
    await queryOnce(lab.databaseUrl, 'ALTER TABLE campaign RENAME COLUMN shared_away TO shared_with');
    expect(response.status).toBe(500);
    const told = await problemOf(response);
    expect(told).toMatchObject({ code: 'internal_error', origin: 'bug', requestId: 'broken-1' });
    expect(JSON.stringify(told)).not.toContain('shared_with');
    const lines = await linesOf('broken-1');
    expect(lines).toContainEqual(expect.objectContaining({ level: 50, context: 'http' }));
    expect(JSON.stringify(lines)).toContain('shared_with');
  });

  it('are in lines that are logged further inside', async () => {
    await send('/v1/devices', { key: 'jf_000000000000_nothing', headers: { 'x-request-id': 'refused-1' } });
    const inside = (await linesOf('refused-1')).filter((line) => line.msg !== 'request');
    expect(inside.length).toBeGreaterThan(0);
  });

  it('are there for a body that no handler saw', async () => {
    const headers = { 'content-type': 'application/json', 'x-request-id': 'syntax-1' };
    const response = await send('/v1/devices', { method: 'POST', headers, body: '{"name": ' });
    expect((await problemOf(response)).requestId).toBe('syntax-1');
    expect(await linesOf('syntax-1')).toHaveLength(1);
  });
});

describe('the access log', () => {
  it('has one line for a request, with the template of its path and who asked', async () => {
    await send('/v1/devices/nobody?x=secret-in-query', { headers: { 'x-request-id': 'access-1' } });
    const lines = await linesOf('access-1');
    expect(lines).toEqual([
      expect.objectContaining({
        level: 30,
        msg: 'request',
        method: 'GET',
        route: '/v1/devices/:name',
        status: 422,
        principal: 'admin',
        durationMs: expect.any(Number) as number,
      }),
    ]);
    expect(log.text).not.toContain('secret-in-query');
  });

  it('leaves out what machines ask all the time', async () => {
    for (const path of ['/v1/health', '/v1/health/live', '/v1/health/ready', '/v1/metrics'])
      await send(path, { headers: { 'x-request-id': 'quiet-1' } });
    await send('/v1/devices', { headers: { 'x-request-id': 'after-quiet-1' } });
    await linesOf('after-quiet-1');
    expect(log.lines().filter((line) => line.requestId === 'quiet-1')).toEqual([]);
  });

  it('never has a secret', async () => {
    const post = (path: string, body: object, headers = {}): Promise<Response> =>
      send(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      });
    const { privateKey } = generateKeyPair('test');
    const headers = { cookie: 'joulefleet_session=cookie-5ecret', 'x-csrf-token': 'csrf-5ecret' };
    await post('/v1/identities/import', { name: 'x', privateKey, passphrase: 'phrase-5ecret' }, headers);
    await post('/v1/identities/import', { name: 'y', privateKey: '-----BEGIN no-5ecret', passphrase: 'phrase-5ecret' });
    await post('/v1/session', { name: 'admin', password: 'wrong-5ecret-password' });
    const login = await post('/v1/session', { name: 'admin', password: lab.admin.password });
    const cookie = login.headers.get('set-cookie')!.split(';')[0]!.split('=')[1]!;
    const { csrfToken } = (await login.json()) as { csrfToken: string };
    await send('/v1/devices', { key: 'jf_abcdefabcdef_key-5ecret', headers: { 'x-request-id': 'secrets-1' } });
    await linesOf('secrets-1');
    const keySecret = lab.admin.key.replace(/^jf_[^_]+_/, '');
    const secrets = [lab.admin.password, keySecret, cookie, csrfToken, privateKey.split('\n')[1]!];
    for (const secret of [...secrets, '5ecret']) {
      expect(secret.length).toBeGreaterThanOrEqual('5ecret'.length);
      expect(log.text).not.toContain(secret);
    }
  });
});

describe('security headers', () => {
  it('are on every answer', async () => {
    for (const path of ['/v1/health/live', '/v1/devices', '/v1/nowhere', '/v1/openapi.json']) {
      const { headers } = await send(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.has('x-powered-by')).toBe(false);
    }
  });

  it('insist on https only where there is https', async () => {
    expect((await send('/v1/health/live')).headers.has('strict-transport-security')).toBe(false);
    const behindProxy = await send('/v1/health/live', { headers: { 'x-forwarded-proto': 'https' } });
    expect(behindProxy.headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/);
  });
});

describe('requests that no handler takes', () => {
  const json = { 'content-type': 'application/json' };

  it.each<[string, string, Sent, number, string]>([
    ['JSON that does not parse', '/v1/devices', { method: 'POST', headers: json, body: '{"a"' }, 400, 'bad_json'],
    ['JSON that is no object', '/v1/devices', { method: 'POST', headers: json, body: '"a"' }, 400, 'bad_json'],
    [
      'a body that is too large',
      '/v1/campaigns',
      { method: 'POST', headers: json, body: JSON.stringify({ source: 'x'.repeat(600_000) }) },
      413,
      'body_too_large',
    ],
    [
      'a form',
      '/v1/devices',
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
      415,
      'unsupported_media_type',
    ],
    ['plain text', '/v1/devices', { method: 'POST', body: 'a=b' }, 415, 'unsupported_media_type'],
    [
      'an encoding of letters that is unknown',
      '/v1/devices',
      { method: 'POST', headers: { 'content-type': 'application/json; charset=klingon' }, body: '{}' },
      415,
      'unsupported_media_type',
    ],
    ['a path that does not decode', '/v1/devices/%FF', {}, 400, 'bad_http'],
    ['an unknown path', '/v1/nowhere', {}, 404, 'not_found'],
    ['a method that the path does not know', '/v1/devices/nano', { method: 'PUT' }, 405, 'method_not_allowed'],
    ['a wrong query', '/v1/devices?limit=0', {}, 422, 'bad_request'],
  ])('are refused with a problem: %s', async (_case, path, init, status, code) => {
    const response = await send(path, init);
    expect(await problemOf(response)).toMatchObject({ status, code, origin: 'operator', transient: false });
    expect(response.status).toBe(status);
  });

  it.each<[string, Sent, string]>([
    ['/v1/campaigns//pause', { method: 'POST' }, 'there is no endpoint POST /v1/campaigns//pause'],
    ['/v1/devices/%FF', {}, 'the request is malformed or incomplete'],
    ['/v1/devices/nano', { method: 'PUT' }, 'PUT is not allowed on /v1/devices/nano'],
    ['/v1/devices', { method: 'POST', headers: json, body: '{"a":}' }, 'the body is not a JSON object'],
    ['/v1/devices', { method: 'POST', headers: json, body: '"a"' }, 'the body is not a JSON object'],
    [
      '/v1/devices',
      { method: 'POST', headers: { 'content-type': 'application/json; charset=klingon' }, body: '{}' },
      'unsupported charset or encoding of the body',
    ],
  ])('have words of ours: %s %j', async (path, init, detail) => {
    expect((await problemOf(await send(path, init))).detail).toBe(detail);
  });

  it('say which methods there are', async () => {
    const response = await send('/v1/campaigns', { method: 'DELETE' });
    expect(response.headers.get('allow')).toBe('POST, GET');
  });

  it('take a POST without a body, whatever its type is said to be', async () => {
    const response = await send('/v1/campaigns/none/pause', { method: 'POST', headers: { 'content-type': 'text/x' } });
    expect((await problemOf(response)).code).toBe('campaign_unknown');
  });

  it('end with the connection when the caller goes away', async () => {
    const { hostname, port } = new URL(lab.controller().url);
    await new Promise<void>((resolve) => {
      const headers = { ...json, 'content-length': 1000, 'x-request-id': 'gone-1' };
      const half = sendRaw({ hostname, port, method: 'POST', path: '/v1/devices', headers });
      half.on('error', () => resolve());
      half.write('{"name":', () => setTimeout(() => half.destroy(new Error('gone')), 50));
    });
    expect(await linesOf('gone-1')).toEqual([expect.objectContaining({ msg: 'request', aborted: true })]);
  });
});
