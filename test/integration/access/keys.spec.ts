import { createdKey, keyList, problem, userList, type CreatedKey } from '@joulefleet/contracts';
import { scopesOf } from '@joulefleet/core';
import { startLab, type Call, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

describe('users and their API keys', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
  });
  afterAll(() => lab.stop());

  const makeKey = async (call: Call, path = '/v1/keys', body: object = {}): Promise<CreatedKey> => {
    const made = await call('POST', path, { name: 'a test', ...body });
    expect(made.status).toBe(201);
    return createdKey.parse(made.body);
  };
  const statusOf = async (key: string) => (await lab.callWith(key)('GET', '/v1/whoami')).status;

  it('gives a key that is shown once and kept as a hash', async () => {
    const ada = await lab.as('ada', 'researcher');
    const { id, key, scopes } = await makeKey(ada);
    expect(key).toMatch(new RegExp(`^jf_${id}_[A-Za-z0-9_-]{43}$`));
    expect(scopes).toEqual(scopesOf('researcher'));
    expect(await lab.callWith(key)('GET', '/v1/whoami')).toMatchObject({
      body: { name: 'ada', role: 'researcher', via: `key ${id}` },
    });
    const secret = key.slice(`jf_${id}_`.length);
    const [kept] = await queryOnce<{ row: string; bytes: number }>(
      lab.databaseUrl,
      `SELECT k::text AS row, length(secret_hash) AS bytes FROM api_key k WHERE id = '${id}'`,
    );
    expect(kept!.bytes).toBe(32);
    expect(kept!.row).not.toContain(secret);
    const listed = await ada('GET', '/v1/keys');
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    expect(keyList.parse(listed.body).keys[0]).toMatchObject({ id, user: 'ada', lastUsedAt: expect.any(String) });
  });

  it('refuses keys that are wrong, revoked, expired, or of a disabled user, all alike', async () => {
    const bob = await lab.as('bob', 'viewer');
    const good = await makeKey(bob);
    const revoked = await makeKey(bob);
    expect((await bob('DELETE', `/v1/keys/${revoked.id}`)).status).toBe(204);
    const expired = await makeKey(bob, '/v1/keys', { expiresAt: new Date(Date.now() + 500).toISOString() });
    const tail = good.key.endsWith('AA') ? 'BB' : 'AA';
    const wrong = `${good.key.slice(0, -2)}${tail}`;
    const unknown = good.key.replace(good.id, 'x'.repeat(12));
    await new Promise((resolve) => setTimeout(resolve, 600));
    const answers = await Promise.all(
      [wrong, unknown, revoked.key, expired.key, 'jf_', '', 'Basic abc'].map((key) =>
        lab.callWith(key)('GET', '/v1/whoami'),
      ),
    );
    const told = answers.map(({ body }) => ({ ...problem.parse(body), requestId: undefined }));
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(told[0]).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(await statusOf(good.key)).toBe(200);
    await lab.call('PATCH', '/v1/users/bob', { disabled: true });
    expect(await statusOf(good.key)).toBe(401);
    await lab.call('PATCH', '/v1/users/bob', { disabled: false });
    expect(await statusOf(good.key)).toBe(200);
  });

  it('takes a scope from a key as soon as its user loses it, and gives it back with the role', async () => {
    const cleo = await lab.as('cleo', 'admin');
    expect((await cleo('GET', '/v1/users')).status).toBe(200);
    await lab.call('PATCH', '/v1/users/cleo', { role: 'viewer' });
    expect(await cleo('GET', '/v1/users')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await cleo('GET', '/v1/whoami')).toMatchObject({ body: { role: 'viewer', scopes: scopesOf('viewer') } });
    await lab.call('PATCH', '/v1/users/cleo', { role: 'admin' });
    expect((await cleo('GET', '/v1/users')).status).toBe(200);
  });

  it('makes no key that has more than who makes it', async () => {
    const dan = await lab.as('dan', 'researcher');
    expect(await dan('POST', '/v1/keys', { name: 'more', scopes: ['self', 'users:write'] })).toMatchObject({
      status: 403,
      body: { code: 'scopes_beyond', detail: expect.stringContaining('users:write') },
    });
    const narrow = await makeKey(dan, '/v1/keys', { scopes: ['self', 'campaigns:read'] });
    const through = lab.callWith(narrow.key);
    expect((await makeKey(through)).scopes).toEqual(['self', 'campaigns:read']);
    expect(await through('POST', '/v1/keys', { name: 'more', scopes: ['campaigns:write'] })).toMatchObject({
      status: 403,
    });
    expect(await lab.call('POST', '/v1/users/dan/keys', { name: 'more', scopes: ['audit:read'] })).toMatchObject({
      status: 403,
      body: { code: 'scopes_beyond' },
    });
  });

  it('makes no key that outlives the one that made it', async () => {
    const dora = await lab.as('dora', 'researcher');
    const end = new Date(Date.now() + 60_000);
    const { key } = await makeKey(dora, '/v1/keys', { expiresAt: end.toISOString() });
    const through = lab.callWith(key);
    expect((await makeKey(through)).expiresAt).toBe(end.toISOString());
    const later = new Date(end.getTime() + 1).toISOString();
    expect(await through('POST', '/v1/keys', { name: 'for ever', expiresAt: later })).toMatchObject({
      status: 422,
      body: { code: 'bad_expiry', detail: expect.stringContaining(end.toISOString()) },
    });
    expect((await makeKey(dora)).expiresAt).toBeNull();
  });

  it('revokes nobody else’s key, but for an admin', async () => {
    const [eve, finn] = [await lab.as('eve', 'researcher'), await lab.as('finn', 'researcher')];
    const { id, key } = await makeKey(eve);
    expect(await finn('DELETE', `/v1/keys/${id}`)).toMatchObject({ status: 404, body: { code: 'key_unknown' } });
    expect(await finn('DELETE', `/v1/users/eve/keys/${id}`)).toMatchObject({ status: 403 });
    expect(await statusOf(key)).toBe(200);
    expect((await lab.call('DELETE', `/v1/users/eve/keys/${id}`)).status).toBe(204);
    expect(await statusOf(key)).toBe(401);
    expect(await lab.call('DELETE', `/v1/users/eve/keys/${id}`)).toMatchObject({ status: 404 });
  });

  it('notes when a key is used, once a minute', async () => {
    const gus = await lab.as('gus', 'viewer');
    const used = async () => keyList.parse((await gus('GET', '/v1/keys')).body).keys[0]!.lastUsedAt;
    const first = await used();
    expect(Date.now() - Date.parse(first!)).toBeLessThan(60_000);
    expect(await used()).toBe(first);
    await queryOnce(lab.databaseUrl, `UPDATE api_key SET last_used_at = now() - interval '61 seconds'`);
    await gus('GET', '/v1/whoami');
    expect(Date.parse((await used())!)).toBeGreaterThan(Date.now() - 5000);
  });

  it('keeps one admin, also against two that demote each other at once', async () => {
    const solo = await startLab({ twins: [] });
    try {
      for (const change of [{ disabled: true }, { role: 'researcher' }]) {
        expect(await solo.call('PATCH', '/v1/users/admin', change)).toMatchObject({
          status: 409,
          body: { code: 'last_admin' },
        });
      }
      await solo.as('second', 'admin');
      const changes = await Promise.all(
        ['admin', 'second'].map((name) => solo.call('PATCH', `/v1/users/${name}`, { role: 'viewer' })),
      );
      expect(changes.map(({ status }) => status).sort()).not.toEqual([200, 200]);
      const [counted] = await queryOnce<{ n: number }>(
        solo.databaseUrl,
        `SELECT count(*)::int AS n FROM account WHERE role = 'admin'`,
      );
      expect(counted!.n).toBe(1);
    } finally {
      await solo.stop();
    }
  });

  it('pages through users and keys, and refuses hostile names', async () => {
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await lab.call('GET', `/v1/users?limit=2${cursor && `&cursor=${cursor}`}`);
      const { users, nextCursor } = userList.parse(page.body);
      names.push(...users.map(({ name }) => name));
      cursor = nextCursor;
    }
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('admin');
    for (let i = 0; i < 4; i++) await makeKey(lab.call);
    const all = keyList.parse((await lab.call('GET', '/v1/keys')).body).keys.map(({ id }) => id);
    const first = keyList.parse((await lab.call('GET', '/v1/keys?limit=2')).body);
    const rest = keyList.parse((await lab.call('GET', `/v1/keys?cursor=${first.nextCursor}`)).body);
    expect([...first.keys, ...rest.keys].map(({ id }) => id)).toEqual(all);
    for (const name of ['', 'Admin', '../x', "a'b", 'a\u0000b', 'everyone', 'controller', '-x', 'é', 'a'.repeat(64)]) {
      expect((await lab.call('POST', '/v1/users', { name, role: 'viewer' })).status).toBe(422);
      const there = await lab.call('PATCH', `/v1/users/${encodeURIComponent(name)}`, { role: 'viewer' });
      expect(there.status).toBe(name === '' ? 405 : 404);
    }
    expect(await lab.call('POST', '/v1/users', { name: 'admin', role: 'viewer' })).toMatchObject({ status: 409 });
    expect(await lab.call('DELETE', '/v1/keys/a%00b')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
