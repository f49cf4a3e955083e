import { createHmac } from 'node:crypto';
import type { Problem } from '@joulefleet/contracts';
import { claimSealing, openDatabase, readSealingKeyId } from '@joulefleet/store';
import { FAST, startNoticeLab, type NoticeLab } from './notice-lab';
import { HookReceiver, MailReceiver, mailTls, SilentReceiver } from './receivers';

const SECRET = 'a secret of the lab';
const MAIL = { kind: 'email', host: '127.0.0.1', from: 'jf@mail.lab', to: ['ada@mail.lab'], tls: 'none' };

describe('targets of notices', () => {
  let lab: NoticeLab;
  const hooks = new HookReceiver();
  const mail = new MailReceiver({ allowInsecureAuth: true });
  const secureMail = new MailReceiver(mailTls());
  const silent = new SilentReceiver();
  const drip = new SilentReceiver({ greeting: '220 mail.lab\r\n', line: '250-wait\r\n' });
  const servers = [hooks, mail, secureMail, silent, drip];

  beforeAll(async () => {
    for (const server of servers) await server.start();
    lab = await startNoticeLab();
  });
  afterAll(async () => {
    await lab.stop();
    for (const server of servers) await server.stop();
  });

  it('send a marked test, and say what came of it', async () => {
    await lab.add({ kind: 'webhook', name: 'ci', url: hooks.url('/ci?key=very-secret'), tls: 'none', secret: SECRET });
    await lab.add({ kind: 'slack', name: 'team', url: hooks.url('/services/T0/B0/very-secret'), tls: 'none' });
    await lab.add({ ...MAIL, name: 'mail', port: mail.port, user: 'lab', password: 'open sesame' });
    for (const name of ['ci', 'team', 'mail']) {
      expect(await lab.test(name)).toMatchObject({ target: name, kind: 'test', state: 'sent', attempts: 1 });
    }
    const { headers, body } = hooks.to('/ci?key=very-secret')[0]!;
    const sent = JSON.parse(body) as { id: string; title: string; digest: object };
    expect(sent).toMatchObject({ target: 'ci', title: 'Test of notices', digest: { kind: 'test', by: 'admin' } });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': sent.id });
    expect(headers['joulefleet-signature']).toMatch(/^t=\d{10},v1=[0-9a-f]{64}$/);
    expect(JSON.parse(hooks.to('/services/T0/B0/very-secret')[0]!.body)).toMatchObject({
      text: expect.stringContaining('Test of notices'),
      blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Test of notices' } }, { type: 'section' }],
    });
    expect(mail.mails[0]).toMatchObject({ from: 'jf@mail.lab', to: ['ada@mail.lab'], login: 'lab' });
    expect(mail.mails[0]!.headers).toEqual(
      expect.arrayContaining([
        'Subject: Test of notices',
        'Auto-Submitted: auto-generated',
        'From: Joulefleet <jf@mail.lab>',
      ]),
    );
    expect(mail.mails[0]!.body).toContain('admin asked for this test of the target mail.');
  });

  it('keep what is secret encrypted, and show it nowhere', async () => {
    const shown = [await lab.targets(), await lab.log(), (await lab.call('GET', '/v1/audit')).body];
    const rows = await lab.sql(`SELECT to_jsonb(t) AS target, encode(sealed, 'escape') AS sealed FROM notice_target t`);
    expect(rows).toHaveLength(3);
    for (const secret of [SECRET, 'very-secret', 'open sesame']) {
      expect(JSON.stringify([...shown, ...rows])).not.toContain(secret);
    }
    const actions = JSON.stringify(shown[2]).match(/"notice\.\w+"/g);
    expect(new Set(actions)).toEqual(new Set(['"notice.add"', '"notice.test"']));
    expect((await lab.targets()).map(({ to }) => to)).toEqual([
      new URL(hooks.url('')).origin,
      `ada@mail.lab by 127.0.0.1:${mail.port}`,
      new URL(hooks.url('')).origin,
    ]);
  });

  it('keep the master key from being replaced', async () => {
    const database = openDatabase(lab.databaseUrl, { maxConnections: 1 });
    try {
      const sealing = await readSealingKeyId(database.pool);
      expect(sealing).toMatch(/^[0-9a-f]{16}$/);
      await claimSealing(database.pool, sealing!);
      await claimSealing(database.pool, '0123456789abcdef');
      expect(await readSealingKeyId(database.pool)).toBe(sealing);
    } finally {
      await database.close();
    }
  });

  it('are for admins', async () => {
    const ida = await lab.as('ida', 'researcher');
    for (const [method, path] of [
      ['GET', '/v1/notice-targets'],
      ['GET', '/v1/notices'],
      ['POST', '/v1/notice-targets/ci/test'],
      ['DELETE', '/v1/notice-targets/ci'],
      ['PATCH', '/v1/notice-targets/ci'],
    ] as const) {
      expect((await ida(method, path)).status).toBe(403);
    }
    const body = { kind: 'slack', name: 'mine', url: hooks.url('/'), tls: 'none' };
    expect((await ida('POST', '/v1/notice-targets', body)).status).toBe(403);
  });

  it.each([
    ['notice_host_refused', { url: 'http://example.org/x', tls: 'none' }],
    ['notice_host_refused', { url: 'http://127.0.0.1.example.org/x', tls: 'none' }],
    ['notice_target_invalid', { url: 'http://127.0.0.1/x' }],
    ['notice_target_invalid', { url: 'file:///etc/passwd', tls: 'none' }],
    ['notice_target_invalid', { url: 'http://user:word@127.0.0.1/x', tls: 'none' }],
    ['notice_target_invalid', { url: 'very-secret' }],
    ['schedule_unknown', { url: 'https://127.0.0.1/x', schedules: ['missing'] }],
    ['zone_unknown', { url: 'https://127.0.0.1/x', zone: 'Europe/Atlantis' }],
    ['notice_target_exists', { url: 'https://127.0.0.1/x', name: 'ci' }],
    ['bad_request', { url: 'https://127.0.0.1/x', name: 'a b' }],
    ['notice_target_invalid', { ...MAIL, user: 'lab' }],
    ['notice_host_refused', { ...MAIL, host: 'mail.example.org' }],
    ['bad_request', { ...MAIL, to: ['a@b.org\r\nBcc: c@d.org'] }],
    ['bad_request', { ...MAIL, from: 'Ada <a@b.org>' }],
    ['bad_request', { ...MAIL, to: [] }],
  ])('are refused as %s: %j', async (code, more) => {
    const before = await lab.targets();
    const { status, body } = await lab.add({ kind: 'slack', name: 'bad', ...more });
    expect(body.code).toBe(code);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.detail).not.toContain('very-secret');
    expect((await lab.targets()).map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  });

  it('say why a test did not arrive, and do not try it again', async () => {
    hooks.answer('/gone', { status: 404, text: `no_service at /gone for ${SECRET}\n<b>` });
    hooks.answer('/moved', { status: 302, headers: { location: hooks.url('/elsewhere') } });
    hooks.answer('/hang', 'hang');
    const add = (name: string, body: object) => lab.add({ name, tls: 'none', ...body });
    await add('gone', { kind: 'webhook', url: hooks.url('/gone'), secret: SECRET });
    await add('moved', { kind: 'slack', url: hooks.url('/moved') });
    await add('hang', { kind: 'slack', url: hooks.url('/hang') });
    await add('refused', { kind: 'slack', url: 'http://127.0.0.1:1/x' });
    await add('silent', { ...MAIL, port: silent.port });
    await add('drip', { ...MAIL, port: drip.port });
    await add('stranger', { ...MAIL, port: mail.port, user: 'lab', password: 'wrong word' });
    await add('untrusted', { ...MAIL, port: secureMail.port, tls: 'implicit' });
    await add('plain', { ...MAIL, port: mail.port, tls: 'implicit' });
    await add('nobody', { ...MAIL, port: mail.port, to: ['gone@mail.lab'] });
    const said: Record<string, string> = {
      gone: 'answered 404: no_service at [hidden] for [hidden] <b>',
      moved: 'answered 302; redirects are not followed',
      hang: 'no answer within 0.9 s',
      refused: 'nothing listens there',
      silent: 'Greeting never received',
      drip: 'no answer within 0.9 s',
      stranger: '535 Invalid username or password',
      untrusted: 'self-signed certificate',
      nobody: '550 no such mailbox',
    };
    for (const [name, detail] of Object.entries(said)) {
      const { state, tried, attempts } = await lab.test(name);
      expect({ name, state, attempts, detail: tried[0]!.detail }).toEqual({
        ...{ name, state: 'given_up', attempts: 1 },
        detail: expect.stringContaining(detail),
      });
      expect(tried[0]!.tookMs).toBeLessThan(5_000);
    }
    expect(await lab.test('plain')).toMatchObject({ state: 'given_up' });
    expect([silent.opened, drip.opened]).toEqual([0, 0]);
    expect(hooks.to('/elsewhere')).toEqual([]);
    expect(mail.mails).toHaveLength(1);
    expect(JSON.stringify(await lab.log())).not.toContain('wrong word');
  });

  describe('that are edited', () => {
    const edit = async (name: string, body: object) =>
      (await lab.call('PATCH', `/v1/notice-targets/${name}`, body)) as {
        status: number;
        body: Problem & { to: string };
      };
    const shown = async (name: string) => (await lab.targets()).find((target) => target.name === name)!;

    it('keep what is left out, with the history', async () => {
      const before = await shown('ci');
      const { status, body } = await edit('ci', {
        schedules: ['other'],
        always: true,
        weekly: true,
        zone: 'Europe/Berlin',
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        ...before,
        schedules: ['other'],
        always: true,
        zone: 'Europe/Berlin',
        nextWeeklyAt: expect.any(String),
      });
      await edit('ci', { schedules: null, weekly: false });
      expect(await shown('ci')).toEqual({ ...before, always: true, zone: 'Europe/Berlin' });
      expect(await lab.log('ci')).not.toEqual([]);
      expect(await lab.test('ci')).toMatchObject({ state: 'sent' });
    });

    it('send to another address, signed with another secret', async () => {
      await edit('ci', { url: hooks.url('/moved-here'), secret: 'another secret of it' });
      await edit('team', { url: hooks.url('/services/new') });
      await edit('mail', { to: ['eva@mail.lab', 'ada@mail.lab'] });
      for (const name of ['ci', 'team', 'mail']) expect(await lab.test(name)).toMatchObject({ state: 'sent' });
      const [{ headers, body }] = hooks.to('/moved-here') as [ReturnType<typeof hooks.to>[0]];
      const [, t, hex] = /t=(\d+),v1=(\w+)/.exec(String(headers['joulefleet-signature']))!;
      const expected = createHmac('sha256', 'another secret of it').update(`${t}.${body}`).digest('hex');
      expect(hex).toBe(expected);
      expect(hooks.to('/services/new')).toHaveLength(1);
      expect(mail.mails.at(-1)).toMatchObject({ to: ['eva@mail.lab', 'ada@mail.lab'], login: 'lab' });
    });

    it('keep a password from going elsewhere, until it is given again or the login is taken away', async () => {
      for (const change of [{ host: 'localhost' }, { port: 2525 }, { tls: 'starttls' }, { user: 'eve' }]) {
        const { status, body } = await edit('mail', change);
        expect([status, body.code]).toEqual([422, 'notice_target_invalid']);
        expect(body.detail).toContain(
          `the password is needed again, because ${Object.keys(change).join()} would change`,
        );
      }
      expect((await edit('mail', { port: mail.port, user: 'lab' })).status).toBe(200);
      expect((await edit('mail', { user: 'eve', password: 'wrong word' })).status).toBe(200);
      expect((await lab.test('mail')).tried[0]!.detail).toContain('535');
      expect((await edit('mail', { user: 'lab', password: 'open sesame' })).status).toBe(200);
      expect(await lab.test('mail')).toMatchObject({ state: 'sent' });
      expect((await edit('mail', { user: null })).status).toBe(200);
      const [{ sealed }] = (await lab.sql<{ sealed: Buffer | null }>(
        `SELECT sealed FROM notice_target WHERE name = 'mail'`,
      )) as [{ sealed: null }];
      expect(sealed).toBeNull();
    });

    it.each([
      ['notice_host_refused', 'ci', { url: 'https://example.org/x' }],
      ['notice_host_refused', 'mail', { host: 'mail.example.org' }],
      ['notice_target_invalid', 'ci', { host: '127.0.0.1' }],
      ['notice_target_invalid', 'team', { secret: 'sixteen characters' }],
      ['notice_target_invalid', 'mail', { tls: 'required' }],
      ['notice_target_invalid', 'mail', { password: 'without a user' }],
      ['schedule_unknown', 'ci', { schedules: ['missing'] }],
      ['zone_unknown', 'ci', { zone: 'Europe/Atlantis' }],
      ['notice_target_unknown', 'missing', { always: true }],
      ['bad_request', 'ci', { name: 'other' }],
      ['bad_request', 'ci', { secret: 'short' }],
      ['bad_request', 'mail', { to: [] }],
    ])('are refused as %s: %s %j', async (code, name, change) => {
      const before = await lab.sql('SELECT * FROM notice_target ORDER BY name');
      expect((await edit(name, change)).body.code).toBe(code);
      expect(await lab.sql('SELECT * FROM notice_target ORDER BY name')).toEqual(before);
    });

    it('show what is secret nowhere, and are audited', async () => {
      const entries = (await lab.call('GET', '/v1/audit?action=notice.edit')).body;
      const rows = await lab.sql(
        `SELECT to_jsonb(t) AS target, encode(sealed, 'escape') AS sealed FROM notice_target t`,
      );
      const all = JSON.stringify([entries, rows, await lab.targets(), await lab.log()]);
      for (const secret of ['another secret of it', 'moved-here', 'services/new', 'open sesame', 'wrong word']) {
        expect(all).not.toContain(secret);
      }
      const { entries: audited } = entries as { entries: { subjectId: string; after: { newSecret: boolean } }[] };
      expect(audited.filter(({ after }) => after.newSecret).map(({ subjectId }) => subjectId)).toEqual(
        expect.arrayContaining(['ci', 'team', 'mail']),
      );
    });
  });

  it('reach the recipients that a server takes', async () => {
    await lab.add({ ...MAIL, name: 'some', port: mail.port, to: ['gone@mail.lab', 'ada@mail.lab'] });
    const { state, tried } = await lab.test('some');
    expect(state).toBe('sent');
    expect(tried[0]!.detail).toContain('refused: gone@mail.lab');
    expect(mail.mails.at(-1)!.to).toEqual(['ada@mail.lab']);
  });

  it('are removed with their history', async () => {
    expect((await lab.call('DELETE', '/v1/notice-targets/gone')).status).toBe(204);
    const answers = [
      await lab.call('DELETE', '/v1/notice-targets/gone'),
      await lab.call('POST', '/v1/notice-targets/gone/test'),
      await lab.call('GET', '/v1/notices?target=gone'),
    ];
    for (const { status, body } of answers) {
      expect([status, (body as Problem).code]).toEqual([404, 'notice_target_unknown']);
    }
    expect(JSON.stringify(await lab.log())).not.toContain('no_service');
  });

  it('send nothing to a host that is no longer allowed', async () => {
    const closed = await startNoticeLab({ ...FAST, hosts: [] });
    await closed.sql(
      `INSERT INTO notice_target (id, name, kind, settings, every_schedule, always, zone)
       VALUES (gen_random_uuid(), 'old', 'email', '{"host":"127.0.0.1","port":${mail.port},"tls":"none","from":"a@b.c","to":["d@e.f"],"user":null}', true, true, 'UTC')`,
    );
    const { tried } = await closed.test('old').finally(() => closed.stop());
    expect(tried[0]!.detail).toBe(`127.0.0.1:${mail.port} is not in JOULEFLEET_NOTICE_HOSTS of the controller`);
  });
});
