import { Audit } from '@joulefleet/access';
import { auditList, createdKey, type AuditEntryView } from '@joulefleet/contracts';
import { CONTROLLER_ACTOR } from '@joulefleet/core';
import { inTransaction, openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Call, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

const PASSWORD = 'a rather long password';

describe('the audit log', () => {
  let lab: Lab;
  let database: Database;

  beforeAll(async () => {
    lab = await startLab({ twins: [], limits: { refusals: { times: 5, windowS: 900 } } });
    database = openDatabase(lab.databaseUrl, { maxConnections: 2 });
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  const read = async (query = '', call: Call = lab.call): Promise<AuditEntryView[]> => {
    const { status, body } = await call('GET', `/v1/audit?limit=500${query}`);
    expect(status).toBe(200);
    return auditList.parse(body).entries;
  };

  it('says who did what to whom, when, from where and how, with before and after', async () => {
    await lab.call('POST', '/v1/users', { name: 'ada', role: 'viewer', password: PASSWORD });
    await lab.call('PATCH', '/v1/users/ada', { role: 'researcher', password: `${PASSWORD}!` });
    const made = createdKey.parse((await lab.call('POST', '/v1/users/ada/keys', { name: 'x' })).body);
    await lab.call('DELETE', `/v1/users/ada/keys/${made.id}`);
    const [edited, created, ...none] = await read('&subject=user&subjectId=ada');
    expect(none).toEqual([]);
    expect(created).toMatchObject({ action: 'user.create', before: null, after: { role: 'viewer' } });
    expect(edited).toMatchObject({
      actor: 'admin',
      via: expect.stringMatching(/^key \w{12}$/),
      address: '127.0.0.1',
      requestId: expect.any(String),
      action: 'user.edit',
      before: { role: 'viewer' },
      after: { role: 'researcher', passwordChanged: true },
    });
    expect(Math.abs(Date.parse(edited!.at) - Date.now())).toBeLessThan(60_000);
    const keys = await read(`&subjectId=${made.id}`);
    expect(keys.map(({ action }) => action)).toEqual(['key.revoke', 'key.create']);
    const [dump] = await queryOnce<{ all: string }>(
      lab.databaseUrl,
      `SELECT string_agg(a::text, ' ') AS all FROM audit_entry a`,
    );
    for (const secret of [PASSWORD, made.key, made.key.split('_').slice(2).join('_'), 'scrypt$']) {
      expect(dump!.all).not.toContain(secret);
    }
  });

  it('is narrowed by action, or what actions begin with, and by time', async () => {
    await queryOnce(
      lab.databaseUrl,
      `INSERT INTO audit_entry (id, at, actor, via, action, subject, subject_id) VALUES
        (gen_random_uuid(), '2026-01-02 10:00Z', 'old', 'none', 'device.edit', 'device', 'nano'),
        (gen_random_uuid(), '2026-01-03 10:00Z', 'old', 'none', 'device.retire', 'device', 'nano')`,
    );
    const actions = async (query: string) => (await read(`&actor=old${query}`)).map(({ action }) => action).sort();
    expect(await actions('&action=device.e')).toEqual(['device.edit']);
    expect(await actions('&action=device')).toEqual(['device.edit', 'device.retire']);
    for (const pattern of ['device%25', 'device_edit', 'device%5C'])
      expect(await actions(`&action=${pattern}`)).toEqual([]);
    expect(await actions('&from=2026-01-02T10:00:00Z&to=2026-01-03T10:00:00Z')).toEqual(['device.edit']);
    expect((await lab.call('GET', '/v1/audit?from=yesterday')).status).toBe(422);
  });

  it('takes secrets out of whatever it is given', async () => {
    const audit = new Audit(database);
    const after = {
      privateKey: '-----BEGIN PRIVATE KEY-----\nhunter2',
      nested: [{ passphrase: 'hunter2' }],
      group: 'a',
    };
    await audit.record(CONTROLLER_ACTOR, { action: 'identity.import', subject: 'identity', subjectId: 'lab', after });
    const [entry] = await read('&subject=identity');
    expect(entry).toMatchObject({ actor: 'controller', address: null, after: { group: 'a' } });
    expect(JSON.stringify(entry)).not.toContain('hunter2');
  });

  it('keeps nothing of a change that was rolled back', async () => {
    const audit = new Audit(database);
    const change = { action: 'device.edit', subject: 'device', subjectId: 'rolled-back' } as const;
    await expect(
      inTransaction(database, async (client) => {
        await audit.record(CONTROLLER_ACTOR, change, client);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await read('&subjectId=rolled-back')).toEqual([]);
  });

  it.each(['UPDATE audit_entry SET actor = $$nobody$$', 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])(
    'is only added to: the database refuses %s',
    async (sql) => {
      const before = (await read()).length;
      await expect(queryOnce(lab.databaseUrl, sql)).rejects.toThrow('append-only');
      expect((await read()).length).toBe(before);
      expect(before).toBeGreaterThan(0);
    },
  );

  it('pages through all of it, and filters', async () => {
    const all = await read();
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await lab.call('GET', `/v1/audit?limit=2${cursor && `&cursor=${cursor}`}`);
      const page = auditList.parse(body);
      ids.push(...page.entries.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(ids).toEqual(all.map(({ id }) => id));
    const times = all.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect((await read('&actor=controller')).every(({ actor }) => actor === 'controller')).toBe(true);
    expect((await lab.call('GET', '/v1/audit?cursor=nonsense')).status).toBe(422);
    expect((await lab.call('GET', '/v1/audit?actor=a%00b')).status).toBe(422);
  });

  it('has what was refused, at a rate that nobody can flood it with', async () => {
    const eve = await lab.as('eve', 'viewer');
    const beyond = await eve('POST', '/v1/keys', { name: 'more', scopes: ['users:write'] });
    expect(beyond.status).toBe(403);
    for (let i = 0; i < 12; i++) expect((await eve('GET', '/v1/users?x=secret')).status).toBe(403);
    const refused = await read('&actor=eve');
    expect(refused).toHaveLength(5);
    expect(refused.at(-1)).toMatchObject({ subjectId: 'POST /v1/keys', after: { code: 'scopes_beyond' } });
    expect(refused[0]).toMatchObject({
      action: 'request.refused',
      subject: 'request',
      subjectId: 'GET /v1/users',
      after: { code: 'forbidden', detail: expect.stringContaining('users:write') },
    });
  });

  it('has failed logins, without what was typed', async () => {
    const other = await startLab({ twins: [] });
    try {
      for (const name of ['admin', 'my-password-by-mistake']) {
        expect((await other.callWith(null)('POST', '/v1/session', { name, password: 'hunter2-typed' })).status).toBe(
          401,
        );
      }
      const entries = auditList.parse((await other.call('GET', '/v1/audit?subject=session')).body).entries;
      expect(entries).toMatchObject([
        { actor: 'anonymous', action: 'session.refused', subjectId: '(unknown)', after: { knownUser: false } },
        { actor: 'anonymous', action: 'session.refused', subjectId: 'admin', after: { knownUser: true } },
      ]);
      expect(JSON.stringify(entries)).not.toMatch(/by-mistake|hunter2/);
    } finally {
      await other.stop();
    }
  });
});
