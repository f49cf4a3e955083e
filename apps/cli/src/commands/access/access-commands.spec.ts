import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditEntryView, CreateKeyRequest, CreateUserRequest, KeyView, UserView } from '@joulefleet/contracts';
import { scopesOf } from '@joulefleet/core';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { sampleProblem } from '../../fixtures/sample-views';
import { runCli } from '../../run-cli';

const KEY_ID = 'Abcdefghijk1';
const KEY = `jf_${KEY_ID}_${'s'.repeat(43)}`;
const AT = '2026-01-02T10:00:00.000Z';
const WHO = { name: 'ada', role: 'researcher', scopes: scopesOf('researcher'), via: `key ${KEY_ID}` };
const user = (over: Partial<UserView> = {}): UserView => ({
  name: 'ada',
  role: 'researcher',
  disabledAt: null,
  hasPassword: true,
  keys: 2,
  createdAt: AT,
  ...over,
});
const key = (over: Partial<KeyView> = {}): KeyView => ({
  id: KEY_ID,
  name: 'nightly',
  user: 'ada',
  scopes: ['self', 'campaigns:read'],
  createdAt: AT,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  ...over,
});

let controller: ControllerDouble;
beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
  controller.answer('GET /v1/whoami', WHO);
});
afterEach(() => controller.dispose());

type More = Parameters<typeof captureIo>[1];
async function cli(args: string, more: More = {}, variables: { url?: string; apiKey?: string } = {}) {
  const { environment } = captureIo(controller.home);
  const io = captureIo(controller.home, { ...more, environment: { ...environment, ...variables } });
  const exitCode = await runCli(args.split(' '), io);
  return { exitCode, out: io.out(), err: io.err(), json: () => JSON.parse(io.out()) as Record<string, unknown> };
}
const credentials = (): string => join(controller.home, 'credentials.json');
const kept = (): unknown => JSON.parse(readFileSync(credentials(), 'utf8'));
const urlOf = ({ home }: ControllerDouble): string =>
  (JSON.parse(readFileSync(join(home, 'controller.json'), 'utf8')) as { url: string }).url;
const url = (): string => urlOf(controller);
const OTHER_KEY = KEY.replace(KEY_ID, 'Bbcdefghijk1');

/** A second controller, of another home. */
async function withAnother(run: (there: string, elsewhere: ControllerDouble) => Promise<void>): Promise<void> {
  const elsewhere = new ControllerDouble();
  await elsewhere.start();
  elsewhere.answer('GET /v1/whoami', { ...WHO, name: 'elsewhere' });
  try {
    await run(urlOf(elsewhere), elsewhere);
  } finally {
    await elsewhere.dispose();
  }
}

describe('login', () => {
  it('keeps a key from standard input that the controller knows, for its owner only', async () => {
    const { exitCode, out } = await cli('login --key-stdin', { stdin: `${KEY}\n` });
    expect(exitCode).toBe(0);
    expect(out).toContain('ada, researcher');
    expect(kept()).toEqual({ key: KEY });
    expect(statSync(credentials()).mode & 0o777).toBe(0o600);
    expect(controller.received[0]!.authorization).toBe(`Bearer ${KEY}`);
  });

  it('keeps nothing that the controller refuses, or that is no key', async () => {
    controller.answer('GET /v1/whoami', sampleProblem({ status: 401, code: 'unauthorized', origin: 'operator' }), 401);
    expect(await cli('login --key-stdin', { stdin: KEY })).toMatchObject({ exitCode: 2 });
    expect(await cli('login --key-stdin', { stdin: 'hello' })).toMatchObject({ exitCode: 2 });
    expect(await cli('login --key-stdin', { stdin: '' })).toMatchObject({ exitCode: 2 });
    expect(kept()).toEqual({ key: 'secret' });
  });

  it('gets a key for a name and a password, as a browser would, and leaves no session', async () => {
    const session = { name: 'ada', role: 'researcher', scopes: ['self'], csrfToken: 'the-token', expiresAt: AT };
    const headers = { 'set-cookie': 'joulefleet_session=the-cookie; Path=/; HttpOnly; SameSite=Strict' };
    controller.answerWith('POST /v1/session', () => ({ status: 200, content: session, headers }));
    controller.answer('POST /v1/keys', { ...key(), key: KEY }, 201);
    controller.answer('DELETE /v1/session', null, 204);
    const typing = { tty: true, ask: async () => 'ada', askSecret: async () => 'a long password' };
    const { exitCode, out, err } = await cli('login', typing);
    expect(exitCode).toBe(0);
    expect(out + err).not.toContain('a long password');
    const [login, make, logout] = controller.received;
    expect(login).toMatchObject({ body: { name: 'ada', password: 'a long password' }, authorization: undefined });
    const proof = { cookie: 'joulefleet_session=the-cookie', 'x-csrf-token': 'the-token' };
    expect(make).toMatchObject({ path: '/v1/keys', headers: proof, body: { name: 'command line of me' } });
    expect(logout).toMatchObject({ method: 'DELETE', path: '/v1/session', headers: proof });
    expect(kept()).toEqual({ key: KEY });
  });

  it('does not ask without a terminal', async () => {
    expect(await cli('login')).toMatchObject({ exitCode: 2, err: expect.stringContaining('--key-stdin') });
    expect(controller.received).toEqual([]);
  });

  it('keeps the login elsewhere beside that of this home, and sends neither key to another', () =>
    withAnother(async (there, elsewhere) => {
      const login = await cli(`login --url ${there} --key-stdin`, { stdin: KEY });
      expect(login).toMatchObject({ exitCode: 0, err: '' });
      expect(kept()).toEqual({ key: 'secret', remote: { url: there, key: KEY } });
      expect((await cli('whoami')).out).toContain('elsewhere');
      expect(elsewhere.received.at(-1)!.authorization).toBe(`Bearer ${KEY}`);
      await cli('whoami', {}, { url: url() });
      expect(controller.received.at(-1)!.authorization).toBe('Bearer secret');
      await cli('whoami', {}, { url: url(), apiKey: 'from-the-environment' });
      expect(controller.received.at(-1)!.authorization).toBe('Bearer from-the-environment');
      await withAnother(async (third, stranger) => {
        await cli('whoami', {}, { url: third });
        expect(stranger.received.at(-1)!.authorization).toBeUndefined();
      });
      expect(await cli('login --url ftp://x --key-stdin', { stdin: KEY })).toMatchObject({ exitCode: 2 });
    }));

  it('keeps the address also where JOULEFLEET_URL or an earlier login names it', () =>
    withAnother(async (there, elsewhere) => {
      expect(await cli('login --key-stdin', { stdin: KEY }, { url: there })).toMatchObject({ exitCode: 0 });
      expect(await cli('whoami', {}, { url: there })).toMatchObject({ exitCode: 0 });
      expect(elsewhere.received.at(-1)!.authorization).toBe(`Bearer ${KEY}`);
      expect(await cli('login --key-stdin', { stdin: OTHER_KEY })).toMatchObject({ exitCode: 0, err: '' });
      expect(kept()).toEqual({ key: 'secret', remote: { url: there, key: OTHER_KEY } });
      expect((await cli('whoami')).out).toContain('elsewhere');
    }));

  it('to this home’s controller leaves the login elsewhere, and says that commands go there', () =>
    withAnother(async (there) => {
      await cli(`login --url ${there} --key-stdin`, { stdin: OTHER_KEY });
      const own = await cli(`login --url ${url()}/ --key-stdin`, { stdin: KEY });
      expect(own).toMatchObject({ exitCode: 0, err: expect.stringContaining(`Commands go to ${there}, not to`) });
      expect(own.err).toContain('`joulefleet logout` ends that');
      expect(kept()).toEqual({ key: KEY, remote: { url: there, key: OTHER_KEY } });
    }));

  it('says which login it takes the place of', () =>
    withAnother(async (there) => {
      await cli(`login --url ${there} --key-stdin`, { stdin: OTHER_KEY });
      await withAnother(async (third) => {
        const { err } = await cli(`login --url ${third} --key-stdin`, { stdin: KEY });
        expect(err).toContain(`The login at ${there} is forgotten here; its key Bbcdefghijk1 stays valid`);
        expect(kept()).toEqual({ key: 'secret', remote: { url: third, key: KEY } });
      });
    }));

  it('understands what an older version has kept of a controller elsewhere', () =>
    withAnother(async (there, elsewhere) => {
      writeFileSync(credentials(), JSON.stringify({ url: there, key: OTHER_KEY }));
      expect((await cli('whoami')).out).toContain('elsewhere');
      expect(elsewhere.received.at(-1)!.authorization).toBe(`Bearer ${OTHER_KEY}`);
      await cli('login --key-stdin', { stdin: KEY }, { url: url() });
      expect(kept()).toEqual({ key: KEY, remote: { url: there, key: OTHER_KEY } });
      writeFileSync(credentials(), JSON.stringify({ url: url(), key: OTHER_KEY }));
      await cli('login --key-stdin', { stdin: KEY });
      expect(kept()).toEqual({ key: KEY });
    }));
});

describe('logout', () => {
  it('revokes the key that is kept, and forgets it', async () => {
    writeFileSync(credentials(), JSON.stringify({ key: KEY }));
    controller.answer(`DELETE /v1/keys/${KEY_ID}`, null, 204);
    expect((await cli('logout --json')).json()).toEqual({ loggedIn: true, revoked: true });
    expect(existsSync(credentials())).toBe(false);
    expect((await cli('logout')).out).toBe('You were not logged in.\n');
  });

  it('forgets a key that is good no more', async () => {
    writeFileSync(credentials(), JSON.stringify({ key: KEY }));
    const refusal = sampleProblem({ status: 401, code: 'unauthorized', origin: 'operator', transient: false });
    controller.answer(`DELETE /v1/keys/${KEY_ID}`, refusal, 401);
    const { exitCode, out, err } = await cli('logout');
    expect(exitCode).toBe(0);
    expect(out).toContain('no key was revoked');
    expect(err).toContain('could not be revoked');
    expect(existsSync(credentials())).toBe(false);
  });

  it('keeps a key while the controller is away, unless it must forget it', async () => {
    writeFileSync(credentials(), JSON.stringify({ key: KEY }));
    await controller.stop();
    const { exitCode, err } = await cli('logout');
    expect(exitCode).toBe(4);
    expect(err).toContain('You are still logged in');
    expect(err).toContain('`joulefleet logout --keep-key`');
    expect(kept()).toEqual({ key: KEY });
    rmSync(join(controller.home, 'controller.json'));
    expect(await cli('logout')).toMatchObject({ exitCode: 4 });
    expect(kept()).toEqual({ key: KEY });
    expect(await cli('logout --keep-key')).toMatchObject({ exitCode: 0, err: '' });
    expect(existsSync(credentials())).toBe(false);
    await controller.start();
  });

  it('revokes at the controller that the key is for, whatever JOULEFLEET_URL says, and leaves the login at home', () =>
    withAnother(async (there, elsewhere) => {
      writeFileSync(credentials(), JSON.stringify({ key: OTHER_KEY, remote: { url: there, key: KEY } }));
      elsewhere.answer(`DELETE /v1/keys/${KEY_ID}`, null, 204);
      await withAnother(async (third, stranger) => {
        const { out } = await cli('logout', {}, { url: third, apiKey: 'from-the-environment' });
        expect(out).toContain(`Logged out of ${there}; the key is revoked. The login at the controller of this home`);
        expect(stranger.received).toEqual([]);
      });
      expect(elsewhere.received.at(-1)!.authorization).toBe(`Bearer ${KEY}`);
      expect(kept()).toEqual({ key: OTHER_KEY });
    }));

  it('is about the controller of this home where JOULEFLEET_URL is that', () =>
    withAnother(async (there, elsewhere) => {
      writeFileSync(credentials(), JSON.stringify({ key: KEY, remote: { url: there, key: OTHER_KEY } }));
      controller.answer(`DELETE /v1/keys/${KEY_ID}`, null, 204);
      expect((await cli('logout --json', {}, { url: url() })).json()).toEqual({ loggedIn: true, revoked: true });
      expect(elsewhere.received).toEqual([]);
      expect(kept()).toEqual({ remote: { url: there, key: OTHER_KEY } });
    }));
});

describe('user', () => {
  it('list shows who is who', async () => {
    controller.answer('GET /v1/users', { users: [user(), user({ name: 'bo', disabledAt: AT })], nextCursor: null });
    const { out } = await cli('user list');
    expect(out).toMatch(/ada +researcher +enabled +yes +2 +2026-01-02 10:00 UTC\nbo +researcher +disabled/);
  });

  it('add makes a password and prints it once, or takes one from standard input, or none', async () => {
    controller.answer('POST /v1/users', user(), 201);
    const sent = () => controller.received.at(-1)!.body as CreateUserRequest;
    const { out } = await cli('user add ada --role researcher');
    expect(sent()).toMatchObject({ name: 'ada', role: 'researcher', password: expect.stringMatching(/^[\w-]{24}$/) });
    expect(out.split(sent().password!)).toHaveLength(2);
    const given = await cli('user add ada --role viewer --password-stdin', { stdin: 'from a file of mine\n' });
    expect(sent().password).toBe('from a file of mine');
    expect(given.out + given.err).not.toContain('from a file of mine');
    await cli('user add ada --role viewer --no-password');
    expect(sent()).toEqual({ name: 'ada', role: 'viewer' });
    expect(await cli('user add ada --role boss')).toMatchObject({ exitCode: 2 });
    expect(await cli('user add ada')).toMatchObject({ exitCode: 2 });
  });

  it('role, disable and enable change one thing', async () => {
    controller.answer('PATCH /v1/users/ada', user());
    for (const [args, body] of [
      ['role ada admin', { role: 'admin' }],
      ['disable ada --yes', { disabled: true }],
      ['enable ada', { disabled: false }],
    ] as const) {
      expect(await cli(`user ${args}`)).toMatchObject({ exitCode: 0 });
      expect(controller.received.at(-1)!.body).toEqual(body);
    }
    controller.received.length = 0;
    expect(await cli('user disable ada', { tty: true, typed: 'n' })).toMatchObject({ exitCode: 2 });
    expect(controller.received).toEqual([]);
  });

  it('password changes one’s own after the old one, and gives others a new one', async () => {
    controller.answer('PUT /v1/password', null, 204);
    controller.answer('PATCH /v1/users/bo', user({ name: 'bo' }));
    const typed = ['the old one', 'the new long one', 'the new long one'];
    const typing = { tty: true, askSecret: async () => typed.shift()! };
    expect(await cli('user password', typing)).toMatchObject({ exitCode: 0 });
    expect(controller.received.at(-1)!.body).toEqual({ oldPassword: 'the old one', newPassword: 'the new long one' });
    const differing = ['old', 'one', 'other'];
    expect(await cli('user password', { tty: true, askSecret: async () => differing.shift()! })).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('differ'),
    });
    expect(await cli('user password')).toMatchObject({ exitCode: 2, err: expect.stringContaining('--stdin') });
    const { out } = await cli('user password bo');
    expect(out).toContain((controller.received.at(-1)!.body as { password: string }).password);
  });
});

describe('key and audit', () => {
  it('create prints the key alone on stdout, with fewer scopes and an expiry when asked for', async () => {
    controller.answer('POST /v1/keys', { ...key(), key: KEY }, 201);
    expect((await cli('key create nightly --scope self campaigns:read --expires +90d')).out).toBe(`${KEY}\n`);
    const sent = controller.received.at(-1)!.body as CreateKeyRequest;
    expect(sent).toMatchObject({ name: 'nightly', scopes: ['self', 'campaigns:read'] });
    expect(Date.parse(sent.expiresAt!)).toBeGreaterThan(Date.now() + 89 * 86_400_000);
    expect(await cli('key create nightly --expires soon')).toMatchObject({ exitCode: 2 });
    expect(await cli('key create nightly --scope everything')).toMatchObject({ exitCode: 2 });
  });

  it('list and revoke are about one’s own keys, or those of --user', async () => {
    const revoked = key({ id: 'Bbcdefghijk1', revokedAt: AT });
    controller.answer('GET /v1/keys', { keys: [key(), revoked], nextCursor: null });
    controller.answer('GET /v1/users/bo/keys', { keys: [], nextCursor: null });
    expect((await cli('key list')).out).toMatch(
      /Abcdefghijk1 +nightly +good +never +self campaigns:read\nBbcdefghijk1 +nightly +revoked/,
    );
    expect((await cli('key list --user bo')).out).toContain('There is no key');
    controller.answer(`DELETE /v1/keys/${KEY_ID}`, null, 204);
    controller.answer(`DELETE /v1/users/bo/keys/${KEY_ID}`, null, 204);
    expect(await cli(`key revoke ${KEY_ID}`)).toMatchObject({ exitCode: 0 });
    expect(await cli(`key revoke ${KEY_ID} --user bo`)).toMatchObject({ exitCode: 0 });
  });

  it('audit sends the filters and shows what changed', async () => {
    const entry: AuditEntryView = {
      id: '0199c3f2-0000-7000-8000-000000000000',
      at: AT,
      actor: 'ada',
      via: 'session',
      address: '10.0.0.9',
      requestId: 'r1',
      action: 'user.edit',
      subject: 'user',
      subjectId: 'bo',
      before: { name: 'bo', role: 'viewer' },
      after: { name: 'bo', role: 'admin', passwordChanged: true },
    };
    controller.answer('GET /v1/audit', { entries: [entry], nextCursor: null });
    const { out } = await cli('audit --actor ada --subject user --id bo --limit 7');
    expect(out).toMatch(/ada +session at 10\.0\.0\.9 +user\.edit +bo +role: viewer -> admin; passwordChanged: true\n$/);
    const query = new URL(controller.received[0]!.path, 'http://x').searchParams;
    expect(Object.fromEntries(query)).toEqual({ actor: 'ada', subject: 'user', subjectId: 'bo', limit: '7' });
    expect((await cli('audit --json')).json()).toEqual({ entries: [entry] });
  });
});

describe('help', () => {
  const COMMANDS = ['login', 'logout', 'whoami', 'audit', 'admin-reset', 'user', 'key'].concat(
    ['list', 'add', 'role', 'disable', 'enable', 'password'].map((command) => `user ${command}`),
    ['list', 'create', 'revoke'].map((command) => `key ${command}`),
  );

  it.each(COMMANDS)('joulefleet %s --help has an example, and takes no secret as an argument', async (command) => {
    const { exitCode, out } = await cli(`${command} --help`);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Example:\n {2}\$ joulefleet/);
    expect(out).not.toMatch(/--(password|key|secret|token) [<[]/);
  });
});
