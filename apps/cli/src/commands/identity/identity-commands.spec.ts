import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { FINGERPRINT, sampleIdentity, sampleProblem } from '../../fixtures/sample-views';
import { runCli } from '../../run-cli';

let controller: ControllerDouble;

beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
  controller.answer('GET /v1/identities', { identities: [sampleIdentity()], nextCursor: null });
});
afterEach(() => controller.dispose());

async function cli(args: string, more: Parameters<typeof captureIo>[1] = {}) {
  const io = captureIo(controller.home, more);
  const exitCode = await runCli(['identity', ...args.split(' ')], io);
  return { exitCode, out: io.out(), err: io.err(), json: () => JSON.parse(io.out()) as Record<string, unknown> };
}

it('list shows the keys and how many devices need each', async () => {
  expect((await cli('list')).out).toMatch(/fleet +ssh-ed25519 +made here +2 +2026-01-02 10:00 UTC +SHA256:/);
  expect((await cli('list --json')).json()).toEqual({ identities: [sampleIdentity()] });
  controller.answer('GET /v1/identities', { identities: [], nextCursor: null });
  expect((await cli('list')).out).toContain('joulefleet identity make fleet');
});

it.each(['fleet', FINGERPRINT])('show %s prints the line for authorized_keys and nothing else', async (name) => {
  const { out, err } = await cli(`show ${name}`, { tty: true });
  expect({ out, err }).toEqual({ out: `${sampleIdentity().publicKey}\n`, err: '' });
});

it('show of a name that is none names the nearest', async () => {
  expect(await cli('show flet')).toMatchObject({ exitCode: 2, err: expect.stringContaining('Did you mean fleet?') });
});

it('make prints the line and says on stderr where it goes', async () => {
  controller.answer('POST /v1/identities', sampleIdentity());
  const { out, err } = await cli('make fleet');
  expect(out).toBe(`${sampleIdentity().publicKey}\n`);
  expect(err).toContain('authorized_keys');
  expect(controller.received[0]!.body).toEqual({ name: 'fleet' });
});

it('remove asks on a terminal only', async () => {
  controller.answer('DELETE /v1/identities/fleet', undefined, 204);
  expect(await cli('remove fleet', { tty: true, typed: '' })).toMatchObject({ exitCode: 2 });
  expect(controller.received).toEqual([]);
  expect((await cli('remove fleet --json')).json()).toEqual({ removed: 'fleet' });
});

describe('import', () => {
  const encrypted = sampleProblem({ code: 'identity_encrypted', origin: 'operator' });

  beforeEach(() => {
    writeFileSync(join(controller.home, 'lab'), 'a key');
    controller.answerWith('POST /v1/identities/import', ({ body }) =>
      (body as { passphrase?: string }).passphrase === 'open sesame'
        ? { status: 200, content: sampleIdentity({ name: 'lab', generated: false }) }
        : { status: 422, content: encrypted },
    );
  });
  const bodies = () => controller.received.map(({ body }) => body);

  it('reads the file relative to the working folder and asks for the passphrase only when it is needed', async () => {
    const { exitCode, out } = await cli('import lab --name lab', { tty: true, typed: 'open sesame' });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/lab .*imported/);
    const request = { name: 'lab', privateKey: 'a key' };
    expect(bodies()).toEqual([request, { ...request, passphrase: 'open sesame' }]);
  });

  it('takes the passphrase from standard input where there is no terminal', async () => {
    expect(await cli('import lab --passphrase-stdin', { stdin: 'open sesame\n' })).toMatchObject({ exitCode: 0 });
    expect(bodies()).toHaveLength(1);
  });

  it('never prints passphrase or key, and says what is missing', async () => {
    const { exitCode, out, err } = await cli('import lab --passphrase-stdin', { stdin: 'hunter2\n' });
    expect(exitCode).toBe(2);
    expect(err).toContain('identity_encrypted');
    expect(out + err).not.toMatch(/hunter2|a key/);
    expect(await cli('import lab')).toMatchObject({ exitCode: 2 });
  });

  it('names the file, which the controller does not know', async () => {
    const detail = 'privateKey: the private key cannot be read';
    const content = sampleProblem({ code: 'identity_unreadable', origin: 'operator', where: 'privateKey', detail });
    controller.answerWith('POST /v1/identities/import', () => ({ status: 422, content }));
    const { json, err } = await cli('import lab --json');
    expect(json().error).toMatchObject({ where: 'lab', detail: 'lab: the private key cannot be read' });
    expect(err).not.toContain('privateKey');
  });

  it('says when the file cannot be read', async () => {
    expect((await cli('import /no/such')).err).toContain('/no/such');
    expect(bodies()).toEqual([]);
  });
});

it.each(['list', 'make', 'import', 'show', 'remove'])(
  'joulefleet identity %s --help has an example',
  async (command) => {
    const { exitCode, out } = await cli(`${command} --help`);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Example:\n {2}\$ joulefleet identity/);
  },
);
