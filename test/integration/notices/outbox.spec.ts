import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { webhookBody, type NoticeView, type WebhookBody } from '@joulefleet/contracts';
import { until } from '../../testkit/until';
import { FAST, startNoticeLab, type NoticeLab } from './notice-lab';
import { HookReceiver, MailReceiver, SilentReceiver } from './receivers';

const SECRET = 'a secret of the lab';
const MAIL = { kind: 'email', host: '127.0.0.1', from: 'jf@mail.lab', to: ['ada@mail.lab'], tls: 'none' };
/** What the documentation has a receiver do. */
const VERIFY = /```python\n([\s\S]*?)```/.exec(readFileSync('docs/notices.md', 'utf8'))![1]!;

function isOurs(secret: string, signature: string, body: string): boolean {
  const script = `${VERIFY}\nimport json, sys\nprint(is_ours(**{k: v.encode() if k == 'body' else v for k, v in json.load(sys.stdin).items()}))`;
  const { stdout, stderr } = spawnSync('python3', ['-c', script], {
    input: JSON.stringify({ secret, signature, body }),
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return stdout.trim() === 'True';
}

describe('the outbox of notices', () => {
  let lab: NoticeLab;
  const hooks = new HookReceiver();
  const mail = new MailReceiver();
  const silent = new SilentReceiver();
  const servers = [hooks, mail, silent];

  beforeAll(async () => {
    for (const server of servers) await server.start();
    // Longer than a busy machine takes to stop a controller, whose attempts are then interrupted and do not run out.
    // A busy machine lets servers that do answer wait: one that is late would be tried again.
    lab = await startNoticeLab({ ...FAST, connectMs: 3_000, greetingMs: 3_000, answerMs: 4_000, attemptMs: 5_000 });
  });
  afterAll(async () => {
    await lab.stop();
    for (const server of servers) await server.stop();
  });
  afterEach(async () => {
    for (const { name } of await lab.targets()) await lab.call('DELETE', `/v1/notice-targets/${name}`);
  });

  const addHook = (name: string, more: object = {}) =>
    lab.add({ kind: 'webhook', name, url: hooks.url(`/${name}`), tls: 'none', secret: SECRET, ...more });
  const bodies = (name: string): WebhookBody[] =>
    hooks.to(`/${name}`).map(({ body }) => webhookBody.parse(JSON.parse(body)));
  const noted = async (): Promise<boolean> => {
    const rows = await lab.sql(`SELECT 1 FROM schedule_tick WHERE noticed_at IS NULL`);
    return rows.length === 0;
  };
  const ended = async (target: string, count = 1): Promise<NoticeView[]> => {
    const isOver = ({ state }: NoticeView): boolean => state !== 'pending';
    await until(async () => (await lab.log(target)).filter(isOver).length >= count);
    return lab.log(target);
  };

  it('sends one digest of a night that failed to each target, signed, as plain text', async () => {
    await addHook('ci');
    await lab.add({ kind: 'slack', name: 'team', url: hooks.url('/team'), tls: 'none' });
    await lab.add({ ...MAIL, name: 'mail', port: mail.port });
    await lab.addNight('nightly', 0, { underTest: 'v1\n<!channel> @all\n\nBcc: eve@evil.org' });
    for (const target of ['ci', 'team', 'mail']) {
      expect(await ended(target)).toMatchObject([{ kind: 'night', schedule: 'nightly', state: 'sent', attempts: 1 }]);
    }
    const [body] = bodies('ci');
    expect(body).toMatchObject({ target: 'ci', title: 'nightly: night failed' });
    expect(body!.digest).toMatchObject({
      ...{ kind: 'night', schedule: 'nightly', changes: [], learning: 21, notJudged: null },
      night: { outcome: 'failed', endReason: 'resolver_failed', due: { local: '2026-03-01 22:00 +01:00' } },
    });
    const { headers, body: text } = hooks.to('/ci')[0]!;
    const signature = String(headers['joulefleet-signature']);
    expect(isOurs(SECRET, signature, text)).toBe(true);
    expect(isOurs(SECRET, signature, `${text} `)).toBe(false);
    expect(isOurs('another one', signature, text)).toBe(false);
    expect(isOurs(SECRET, signature.replace(/t=\d+/, 't=1'), text)).toBe(false);

    const slack = hooks.to('/team')[0]!.body;
    expect(slack).toContain('&lt;!channel&gt; @\u200ball');
    expect(JSON.parse(slack)).toMatchObject({ mrkdwn: false, blocks: [{ text: { type: 'plain_text' } }, {}] });

    const [{ headers: lines, body: said }] = mail.mails as [(typeof mail.mails)[0]];
    expect(lines).toContain('Subject: nightly: night failed');
    expect(lines.filter((line) => /^(bcc|from|to):/i.test(line))).toHaveLength(2);
    expect(said).toContain('Under test: v1 <!channel> @all Bcc: eve@evil.org');
    expect(said).toContain('Error: exit code 4: <b>no</b> checkout');
    const { id } = (await lab.log('mail'))[0]!;
    expect(lines).toContain(`Message-ID: <${id}@mail.lab>`);
  });

  it('says nothing of a night without news, except to who wants each one, and nothing of other schedules', async () => {
    await addHook('quiet');
    await addHook('each', { always: true });
    await addHook('others', { schedules: ['other'], always: true });
    await lab.addNight('nightly', 1, { skipped: 'paused' });
    expect((await ended('each'))[0]).toMatchObject({ state: 'sent', title: 'nightly: no change' });
    await until(noted);
    expect([await lab.log('quiet'), await lab.log('others')]).toEqual([[], []]);
    await lab.addNight('other', 1);
    expect((await ended('others'))[0]).toMatchObject({ schedule: 'other', title: 'other: night failed' });
    expect((await ended('quiet'))[0]).toMatchObject({ schedule: 'other' });
    expect((await lab.targets()).find(({ name }) => name === 'others')).toMatchObject({
      schedules: ['other'],
      pending: 0,
    });
  });

  it('writes no notice of nights that were over before there was a target', async () => {
    await lab.addNight('nightly', 2);
    await until(noted);
    await addHook('late');
    await lab.addNight('nightly', 3);
    await ended('late');
    expect(await lab.log('late')).toHaveLength(1);
  });

  it('tries again what fails, as the same notice, and records each reason', async () => {
    const failing = { status: 500, text: 'out of order' };
    hooks.answer('/flaky', failing, { status: 503, headers: { 'retry-after': '1' } }, failing, { status: 204 });
    await addHook('flaky');
    await lab.addNight('nightly', 4);
    const [notice] = await ended('flaky');
    expect(notice).toMatchObject({ state: 'sent', attempts: 4, nextAttemptAt: null });
    expect(notice!.tried.map(({ number, sent, detail }) => [number, sent, detail])).toEqual([
      [4, true, 'answered 204'],
      [3, false, 'answered 500: out of order'],
      [2, false, 'answered 503: ok'],
      [1, false, 'answered 500: out of order'],
    ]);
    const [, second, third] = [...notice!.tried].reverse();
    expect(Date.parse(third!.startedAt) - Date.parse(second!.startedAt)).toBeGreaterThanOrEqual(1_000);
    expect(new Set(hooks.to('/flaky').map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([notice!.id]));
    expect(new Set(hooks.to('/flaky').map(({ body }) => body)).size).toBe(1);
  });

  it('gives up at once what is of no use, and shows it with the target', async () => {
    hooks.answer('/closed', { status: 410 });
    await addHook('closed');
    await lab.add({ ...MAIL, name: 'nobody', port: mail.port, to: ['gone@mail.lab'] });
    await lab.addNight('nightly', 5);
    expect((await ended('closed'))[0]).toMatchObject({ state: 'given_up', attempts: 1 });
    expect((await ended('nobody'))[0]).toMatchObject({ state: 'given_up', attempts: 1 });
    const [closed] = await lab.targets();
    expect(closed).toMatchObject({ name: 'closed', lastError: 'answered 410: ok', lastSentAt: null, pending: 0 });
  });

  it('gives up after days', async () => {
    hooks.answer('/never', { status: 500 });
    await addHook('never');
    await lab.addNight('nightly', 6);
    await until(async () => ((await lab.log('never'))[0]?.attempts ?? 0) > 1);
    await lab.sql(`UPDATE notice SET created_at = created_at - interval '4 days' WHERE state = 'pending'`);
    const [notice] = await ended('never');
    expect(notice).toMatchObject({ state: 'given_up', nextAttemptAt: null });
    expect(notice!.tried[0]).toMatchObject({ sent: false, detail: 'answered 500: ok' });
  });

  it('is not held up by targets that hang', async () => {
    hooks.answer('/hangs', 'hang');
    await addHook('hangs');
    await lab.add({ ...MAIL, name: 'silent', port: silent.port });
    await addHook('prompt');
    await lab.addNight('nightly', 7);
    await until(() => silent.connections > 0 && hooks.to('/hangs').length > 0);
    for (const day of [8, 9]) await lab.addNight('nightly', day);
    const sent = await ended('prompt', 3);
    expect(sent.map(({ attempts, state }) => [attempts, state])).toEqual(sent.map(() => [1, 'sent']));
    await until(async () => ((await lab.log('silent')).at(-1)?.tried[0]?.detail ?? '') === 'Greeting never received');
    await until(async () => (await lab.log('hangs')).at(-1)?.tried.at(-1)?.detail === 'no answer within 5 s');
  });

  it('goes on where a controller was stopped while it sent', async () => {
    hooks.answer('/stopped', 'hang', { status: 200 });
    await addHook('stopped');
    await lab.addNight('nightly', 10);
    await until(() => hooks.to('/stopped').length > 0);
    await lab.restartController();
    // As if its leadership had run out, which takes fifteen seconds.
    await lab.sql(`DELETE FROM leadership WHERE name = 'notices'`);
    const [notice] = await ended('stopped');
    expect(notice).toMatchObject({ state: 'sent', attempts: 2 });
    expect(notice!.tried[1]).toMatchObject({ sent: false, detail: 'interrupted: the controller was stopped' });
    const keys = hooks.to('/stopped').map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([notice!.id, notice!.id]);
  });

  it('says why nights could not be judged, and of the night what is known', async () => {
    await addHook('unjudged');
    await lab.sql(`ALTER TABLE night_mark RENAME TO night_mark_away`);
    try {
      await lab.addNight('nightly', 11);
      const [notice] = await ended('unjudged');
      expect(notice).toMatchObject({ state: 'sent', title: 'nightly: night failed, not judged' });
      const [body] = bodies('unjudged');
      expect(body!.digest).toMatchObject({ notJudged: expect.stringContaining('night_mark'), changes: [] });
      expect(body!.text).toContain('The nights could not be judged: ');
    } finally {
      await lab.sql(`ALTER TABLE night_mark_away RENAME TO night_mark`);
    }
  });

  it('sends a summary of each week that is over', async () => {
    await addHook('weekly', { weekly: true, zone: 'Europe/Berlin', schedules: ['nightly'] });
    const nextWeeklyAt = (await lab.targets())[0]!.nextWeeklyAt!;
    const shown = new Date(nextWeeklyAt).toLocaleString('en-GB', {
      timeZone: 'Europe/Berlin',
      weekday: 'long',
      timeStyle: undefined,
      hour: '2-digit',
      minute: '2-digit',
    });
    expect(shown).toMatch(/^Monday.*08:00/);
    await lab.sql(`UPDATE notice_target SET weekly_from = '2026-03-02 07:00Z', next_weekly_at = '2026-03-09 07:00Z'`);
    const [notice] = await ended('weekly');
    expect(notice).toMatchObject({ kind: 'week', schedule: null, title: 'Week to 2026-03-09: 0 open, 0 new, 0 fixed' });
    const [{ digest, text }] = bodies('weekly') as [WebhookBody];
    expect(digest).toMatchObject({
      ...{ kind: 'week', from: { local: '2026-03-02 08:00 +01:00' }, to: { local: '2026-03-09 08:00 +01:00' } },
      schedules: [{ schedule: 'nightly', nights: { complete: 0, incomplete: 0, failed: 6, skipped: 1 }, learning: 21 }],
    });
    expect(text).toContain('nightly: 7 nights: 0 complete, 0 incomplete, 6 failed, 1 skipped.');
    expect((await lab.targets())[0]).toMatchObject({ nextWeeklyAt });
    expect(await lab.log('weekly')).toHaveLength(1);
  });
});
