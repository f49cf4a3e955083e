import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NoticeTargetView, NoticeView } from '@joulefleet/contracts';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { runCli } from '../../run-cli';

const AT = '2026-03-23T21:00:00.000Z';
const TARGET: NoticeTargetView = {
  ...{ name: 'ci', kind: 'webhook', to: 'https://ci.example.com', tls: true, schedules: null, always: false },
  ...{ zone: 'UTC', nextWeeklyAt: null, createdAt: AT, pending: 2, lastSentAt: null, lastError: 'answered 500' },
};
const NOTICE: NoticeView = {
  ...{
    id: '1',
    target: 'ci',
    kind: 'test',
    schedule: null,
    title: 'Test of notices',
    state: 'given_up',
    createdAt: AT,
  },
  ...{ endedAt: AT, nextAttemptAt: null, attempts: 1 },
  tried: [{ number: 1, startedAt: AT, tookMs: 12, sent: false, detail: 'nothing listens there' }],
};
let controller: ControllerDouble;

beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
  controller.answer('POST /v1/notice-targets', TARGET, 201);
  controller.answer('GET /v1/notice-targets', { targets: [TARGET] });
  controller.answer('POST /v1/notice-targets/ci/test', NOTICE);
  controller.answer('GET /v1/notices', { notices: [NOTICE] });
});
afterEach(() => controller.dispose());

type Input = Parameters<typeof captureIo>[1];

async function cli(line: string, input?: Input) {
  const io = captureIo(controller.home, input);
  const exitCode = await runCli(['notice', ...line.split(' ')], io);
  return { exitCode, out: io.out(), err: io.err() };
}
const sent = () => controller.received.at(-1)?.body as Record<string, unknown>;

it('add takes the secret from the terminal, from standard input, or from a file', async () => {
  await cli('add slack team', { tty: true, typed: 'https://hooks.slack.com/x' });
  expect(sent()).toMatchObject({ kind: 'slack', name: 'team', url: 'https://hooks.slack.com/x', schedules: null });
  await cli('add slack team --secret-stdin', { stdin: 'https://hooks.slack.com/y\nrest' });
  expect(sent()).toMatchObject({ url: 'https://hooks.slack.com/y' });
  const file = join(controller.home, 'secret');
  writeFileSync(file, 'sixteen characters\n');
  await cli(`add webhook ci https://ci.example.com/x --secret-file ${file} --schedule a --schedule b --always`);
  expect(sent()).toMatchObject({ kind: 'webhook', secret: 'sixteen characters', schedules: ['a', 'b'], always: true });
});

it('add makes a secret for a webhook, and shows it once', async () => {
  const { out } = await cli('add webhook ci https://ci.example.com/x --generate-secret --weekly --zone Europe/Berlin');
  expect(sent()).toMatchObject({ weekly: true, zone: 'Europe/Berlin', tls: 'required' });
  expect(String(sent().secret)).toHaveLength(24);
  expect(out).toContain(`Secret, shown this once: ${String(sent().secret)}`);
});

it('add asks for the password of a login, and for none without', async () => {
  const options = '--host smtp.lab --from a@b.c --to d@e.f --to g@h.i';
  await cli(`add email lab ${options} --user lab --secret-stdin`, { stdin: 'open sesame\n' });
  expect(sent()).toMatchObject({
    kind: 'email',
    port: 587,
    to: ['d@e.f', 'g@h.i'],
    user: 'lab',
    password: 'open sesame',
  });
  await cli(`add email lab ${options} --port 25 --tls none`);
  expect(sent()).toMatchObject({ port: 25, tls: 'none', user: null, password: null });
});

it.each([
  ['add slack team', 'there is no terminal to ask on'],
  ['add slack team --secret-stdin --secret-file x', 'exclude each other'],
  ['add webhook ci https://x.y --generate-secret --secret-stdin', '--generate-secret excludes'],
  ['add slack team --secret-file missing', 'the file of the URL cannot be read'],
  ['add email lab --host smtp.lab --from a@b.c', '--to'],
])('sends nothing where the secret is not clear: %s', async (line, said) => {
  const { exitCode, err } = await cli(line);
  expect(exitCode).toBe(2);
  expect(err).toContain(said);
  expect(controller.received).toEqual([]);
});

describe('edit', () => {
  const OTHERS = [
    TARGET,
    { ...TARGET, name: 'team', kind: 'slack' as const },
    { ...TARGET, name: 'lab', kind: 'email' as const },
  ];
  beforeEach(() => {
    controller.answer('GET /v1/notice-targets', { targets: OTHERS });
    for (const target of OTHERS) controller.answer(`PATCH /v1/notice-targets/${target.name}`, target);
  });

  it('sends what was named, and nothing else', async () => {
    await cli('edit lab --host smtp.lab --port 465 --to a@b.c --to d@e.f --no-user --no-weekly');
    expect(sent()).toEqual({ host: 'smtp.lab', port: 465, to: ['a@b.c', 'd@e.f'], user: null, weekly: false });
    await cli('edit ci --schedule nightly --always --zone UTC --url https://ci.example.com/y --tls required');
    expect(sent()).toEqual({
      ...{ schedules: ['nightly'], always: true, zone: 'UTC' },
      ...{ url: 'https://ci.example.com/y', tls: 'required' },
    });
    await cli('edit ci --all-schedules --no-always --weekly');
    expect(sent()).toEqual({ schedules: null, always: false, weekly: true });
  });

  it.each([
    ['ci', 'secret'],
    ['team', 'url'],
    ['lab', 'password'],
  ])('takes what is secret of %s as its %s, and does not print it', async (name, field) => {
    const typed = await cli(`edit ${name} --secret`, { tty: true, typed: 'https://hooks.slack.com/typed' });
    expect(sent()).toEqual({ [field]: 'https://hooks.slack.com/typed' });
    const piped = await cli(`edit ${name} --secret-stdin --always`, { stdin: 'https://hooks.slack.com/piped\n' });
    expect(sent()).toEqual({ [field]: 'https://hooks.slack.com/piped', always: true });
    expect(typed.out + typed.err + piped.out + piped.err).not.toMatch(/hooks\.slack\.com/);
  });

  it('makes a secret for a webhook, and shows it once', async () => {
    const { out } = await cli('edit ci --generate-secret');
    expect(String(sent().secret)).toHaveLength(24);
    expect(out).toContain(`Secret, shown this once: ${String(sent().secret)}`);
  });

  it.each([
    ['edit ci', 'no change was given'],
    ['edit ci --schedule a --all-schedules', 'exclude each other'],
    ['edit ci --secret --generate-secret', 'exclude one another'],
    ['edit ci --secret', 'there is no terminal to ask on'],
    ['edit team --generate-secret', 'only the secret of a webhook'],
  ])('changes nothing where it is not clear: %s', async (line, said) => {
    const { exitCode, err } = await cli(line);
    expect(exitCode).toBe(2);
    expect(err).toContain(said);
    expect(controller.received.filter(({ method }) => method === 'PATCH')).toEqual([]);
  });
});

it('list shows how targets are doing', async () => {
  const { out } = await cli('list');
  expect(out).toMatch(/ci +webhook +all +news +2 +https:\/\/ci\.example\.com last error: answered 500/);
});

it('test says what came of it, with an exit code', async () => {
  const failed = await cli('test ci');
  expect([failed.exitCode, failed.out.trim()]).toEqual([4, 'ci: not sent; nothing listens there (12 ms)']);
  controller.answer('POST /v1/notice-targets/ci/test', {
    ...NOTICE,
    state: 'sent',
    tried: [{ ...NOTICE.tried[0]!, sent: true, detail: 'answered 200' }],
  });
  const done = await cli('test ci');
  expect([done.exitCode, done.out.trim()]).toEqual([0, 'ci: sent; answered 200 (12 ms)']);
});

it('log shows each attempt', async () => {
  const { out } = await cli('log ci --limit 5');
  expect(controller.received.at(-1)!.path).toBe('/v1/notices?target=ci&limit=5');
  expect(out).toContain('given up  Test of notices 1. 2026-03-23 21:00 UTC: not sent: nothing listens there');
});
