import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '@joulefleet/contracts';
import { nameFromHost } from '@joulefleet/core';
import { ControllerDouble, captureIo } from './fixtures/controller-double';
import {
  FINGERPRINT,
  sampleCampaign,
  sampleDevice,
  sampleIdentity,
  sampleLaunch,
  sampleProblem,
  sampleProgress,
  sampleReport,
} from './fixtures/sample-views';
import { runCli } from './run-cli';

const ID = sampleCampaign().id;
const completed = sampleCampaign({ state: 'completed' });
let controller: ControllerDouble;

beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
});
afterEach(() => controller.dispose());

type More = Parameters<typeof captureIo>[1];
async function cli(args: string, more: More = {}) {
  const io = captureIo(controller.home, more);
  const exitCode = await runCli(args.split(' '), io);
  return { exitCode, out: io.out(), err: io.err(), json: () => JSON.parse(io.out()) as Record<string, unknown> };
}
function campaignFile(text: string): string {
  const path = join(controller.home, 'sweep.yaml');
  writeFileSync(path, text);
  return path;
}

describe('device', () => {
  it('list sends the key and prints one document, or a table', async () => {
    controller.answer('GET /v1/devices', { devices: [sampleDevice()], nextCursor: null });
    const asJson = await cli('device list --json');
    expect(asJson).toMatchObject({ exitCode: 0, err: '' });
    expect(asJson.json()).toEqual({ devices: [sampleDevice()] });
    expect(controller.received[0]!.authorization).toBe('Bearer secret');
    expect((await cli('device list')).out).toMatch(/nano-1 .*SIMULATED/);
  });

  it('show passes the name on unharmed', async () => {
    controller.answer('GET /v1/devices/a%2F..%2Fb', sampleProblem({ origin: 'operator', code: 'unknown_device' }), 404);
    const { exitCode, err } = await cli('device show a/../b');
    expect(exitCode).toBe(2);
    expect(err).toContain('unknown_device');
  });

  describe('enroll', () => {
    const key = '--identity id_lab';
    const kept = sampleIdentity();
    const enrollments = () =>
      controller.received.filter(({ method, path }) => `${method} ${path}` === 'POST /v1/devices');
    const imports = () => controller.received.filter(({ path }) => path === '/v1/identities/import');
    const unconfirmed = sampleProblem({ code: 'host_key_unconfirmed', origin: 'operator', fingerprint: FINGERPRINT });

    beforeEach(() => {
      writeFileSync(join(controller.home, 'id_lab'), 'the private key\n');
      controller.answer('POST /v1/identities/import', kept);
      controller.answerWith('POST /v1/devices', ({ body }) =>
        (body as { fingerprint?: string }).fingerprint
          ? { status: 201, content: sampleDevice() }
          : { status: 409, content: unconfirmed },
      );
    });

    it('pins the key that is given', async () => {
      const enrolled = await cli(
        `device enroll Nano-1.lab ${key} --label a --label b --fingerprint ${FINGERPRINT} --json`,
      );
      expect(enrolled.exitCode).toBe(0);
      expect(controller.received.map(({ body }) => body)).toEqual([
        { privateKey: 'the private key\n' },
        {
          name: 'nano-1',
          host: 'Nano-1.lab',
          port: 22,
          user: 'me',
          identity: kept.fingerprint,
          fingerprint: FINGERPRINT,
          labels: ['a', 'b'],
        },
      ]);
    });

    it('names a file that cannot be read, relative to the working folder, and sends nothing', async () => {
      const { exitCode, err } = await cli(`device enroll nano-1 --identity keys/lab --fingerprint ${FINGERPRINT}`);
      expect(exitCode).toBe(2);
      expect(err).toContain(join(controller.home, 'keys/lab'));
      expect(controller.received).toEqual([]);
    });

    it('logs in with a key that the controller keeps: the one that is named, or where there is no key its own', async () => {
      await cli(`device enroll nano-1 --identity-name lab --fingerprint ${FINGERPRINT}`);
      await cli(`device enroll nano-1 --fingerprint ${FINGERPRINT}`);
      expect(imports()).toEqual([]);
      expect(enrollments().map(({ body }) => (body as { identity?: string }).identity)).toEqual(['lab', undefined]);
      expect((await cli(`device enroll nano-1 ${key} --identity-name lab`)).err).toContain('exclude each other');
    });

    it('passes on which line is to be put where', async () => {
      const remedy = `Put this line into ~jetson/.ssh/authorized_keys of the device:\n${kept.publicKey}`;
      controller.answer('POST /v1/devices', sampleProblem({ code: 'login_refused', origin: 'operator', remedy }), 422);
      expect((await cli('device enroll nano-1')).err).toContain(kept.publicKey);
    });

    it('asks on a terminal and shows the key seen', async () => {
      const { exitCode, err } = await cli(`device enroll nano-1 ${key}`, { tty: true, typed: 'y' });
      expect(exitCode).toBe(0);
      expect(err).toContain(FINGERPRINT);
      expect(controller.received.at(-1)!.body).toMatchObject({ fingerprint: FINGERPRINT });
    });

    it('enrolls nothing after a no, nor where nobody can be asked', async () => {
      expect(await cli(`device enroll nano-1 ${key}`, { tty: true, typed: '' })).toMatchObject({ exitCode: 2 });
      const asked = await cli(`device enroll nano-1 ${key} --json`);
      expect(asked.exitCode).toBe(2);
      expect(asked.json().error).toMatchObject({ code: 'host_key_unconfirmed', fingerprint: FINGERPRINT });
      expect(enrollments()).toHaveLength(2);
    });

    it('--yes trusts on first use and says so, but never a changed key', async () => {
      const { exitCode, err } = await cli(`device enroll nano-1 ${key} --yes`);
      expect(exitCode).toBe(0);
      expect(err).toContain('Trusting the host key seen on first use');
      controller.answer(
        'POST /v1/devices',
        sampleProblem({ code: 'host_key_changed', origin: 'device', fingerprint: FINGERPRINT }),
        409,
      );
      expect((await cli(`device enroll nano-1 ${key} --yes`)).exitCode).toBe(3);
    });

    it.each([
      ['--port 0', /from 1 to 65535/],
      ['--fingerprint MD5:aa', /SHA256/],
      ['--name Under_score', /lower-case/],
    ])('%s is refused before anything is sent', async (option, message) => {
      const { exitCode, err } = await cli(`device enroll nano-1 ${key} ${option}`);
      expect(exitCode).toBe(2);
      expect(err).toMatch(message);
      expect(controller.received).toEqual([]);
    });

    it.each([
      ['', /no device is named/],
      ['a b --name c', /about one device/],
      ['a --inventory rack.yaml', /exclude each other/],
      ['--inventory /nowhere/rack.yaml', /cannot be read/],
      ['--inventory rack.txt', /cannot be read|form/],
    ])('%s: refused as a list', async (args, message) => {
      const { exitCode, err } = await cli(`device enroll ${args} ${key}`.replace('  ', ' '));
      expect(exitCode).toBe(2);
      expect(err).toMatch(message);
      expect(controller.received).toEqual([]);
    });

    describe('--inventory', () => {
      const file = (name: string, text: string): string => {
        writeFileSync(join(controller.home, name), text);
        return join(controller.home, name);
      };
      const csv = `name,host,user,fingerprint\nnano-1,10.0.0.7,jetson,${FINGERPRINT}\nnano-2,10.0.0.8,jetson,\n`;

      beforeEach(() => controller.answer('GET /v1/devices', { devices: [], nextCursor: null }));

      it('enrolls all it can, says of the others why, and exits with 6', async () => {
        const enrolled = await cli(`device enroll --inventory ${file('rack.csv', csv)} ${key} --label lab --json`);
        expect(enrolled.exitCode).toBe(6);
        expect(enrolled.json()).toMatchObject({
          counts: { enrolled: 1, updated: 0, unchanged: 0, failed: 1, left: 0 },
          devices: [
            { name: 'nano-1', outcome: 'enrolled', where: join(controller.home, 'rack.csv:2:1') },
            { name: 'nano-2', outcome: 'failed', error: { code: 'host_key_unconfirmed', fingerprint: FINGERPRINT } },
          ],
        });
        expect(enrolled.err).toMatch(/✔ nano-1 .*\n|✘ nano-2 .*host_key_unconfirmed/);
        const bodies = controller.received.flatMap(({ body }) => (body ? [body] : []));
        expect(bodies).toContainEqual({
          name: 'nano-1',
          host: '10.0.0.7',
          port: 22,
          user: 'jetson',
          identity: kept.fingerprint,
          fingerprint: FINGERPRINT,
          labels: ['lab'],
          onlyIfChanged: true,
        });
        expect(imports()).toHaveLength(1);
      });

      it('exits with 0 when every device is enrolled, with --yes those without a fingerprint too', async () => {
        const { exitCode, out } = await cli(`device enroll --inventory ${file('rack.csv', csv)} ${key} --yes`);
        expect({ exitCode, out }).toEqual({ exitCode: 0, out: '2 enrolled\n' });
      });

      it('contacts no device when the file has an error, and names every place', async () => {
        const path = file('rack.csv', `${csv}nano-1,$(reboot),jetson,\n`);
        const refused = await cli(`device enroll --inventory ${path} ${key} --json`);
        expect(refused.exitCode).toBe(2);
        expect(refused.json().error).toMatchObject({
          code: 'bad_inventory',
          errors: [{ where: `${path}:4:8`, message: '"$(reboot)" is not valid here' }],
        });
        expect(controller.received).toEqual([]);
      });

      it('takes hosts, ports, users, identities and keys from files of OpenSSH', async () => {
        const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAILhYYHd8p/whVRH14Wj9DtUVBjoFWG6zX63Dpbl0fi0z';
        const hosts = file('known_hosts', `[nano-1.lab]:2222 ssh-ed25519 ${blob}\n`);
        file('lab', 'another private key');
        const config = file('config', 'Host Nano-1\nHostName nano-1.lab\nPort 2222\nUser root\nIdentityFile ~/lab\n');
        const { exitCode } = await cli(`device enroll --ssh-config ${config} --known-hosts ${hosts}`);
        expect(exitCode).toBe(0);
        expect(controller.received.at(-1)!.body).toEqual({
          name: 'nano-1',
          host: 'nano-1.lab',
          port: 2222,
          user: 'root',
          identity: kept.fingerprint,
          fingerprint: 'SHA256:2Jom5N5w+rf5niWPakP5Pgx7ObjPQcAazYhyCKycAhU',
          hostKeyType: 'ssh-ed25519',
          labels: [],
          onlyIfChanged: true,
        });
        expect(imports().map(({ body }) => body)).toEqual([{ privateKey: 'another private key' }]);
      });

      it('lets the agent of the only host work through sudo, with its keys from known_hosts', async () => {
        const hosts = file('known_hosts', '');
        const one = await cli(`device enroll nano-1 ${key} --known-hosts ${hosts} --sudo --yes`);
        expect(one.exitCode).toBe(0);
        expect(controller.received.at(-1)!.body).toMatchObject({ name: 'nano-1', privilege: 'sudo' });
        const two = await cli(`device enroll nano-1 nano-2 ${key} --known-hosts ${hosts} --sudo --yes`);
        expect(two).toMatchObject({
          exitCode: 2,
          err: expect.stringContaining('--sudo is about one device') as string,
        });
      });

      it('fails those alone whose private key cannot be read', async () => {
        const rows = [`nano-1,h1,jetson,${FINGERPRINT},nowhere`, `nano-2,h2,jetson,${FINGERPRINT},id_lab`];
        const text = ['name,host,user,fingerprint,identity', ...rows, ''].join('\n');
        const enrolled = await cli(`device enroll --inventory ${file('rack.csv', text)} --json`);
        expect(enrolled.json()).toMatchObject({
          devices: [
            { name: 'nano-1', outcome: 'failed', error: { code: 'identity_missing' } },
            { name: 'nano-2', outcome: 'enrolled' },
          ],
        });
      });
    });

    it.each([
      ['Nano-1.lab.example', 'nano-1'],
      ['10.0.0.7', '10-0-0-7'],
      ['fe80::1', 'fe80-1'],
    ])('calls %s %s', (host, name) => expect(nameFromHost(host)).toBe(name));
  });
});

describe('campaign launch', () => {
  it('sends the file and shows the plan', async () => {
    controller.answer('POST /v1/campaigns', sampleLaunch(), 201);
    const path = campaignFile('name: x\nworkloads: [alexnet]\n');
    const { exitCode, out } = await cli(`campaign launch ${path}`);
    expect(exitCode).toBe(0);
    expect(out).toContain(`joulefleet campaign watch ${ID}`);
    expect(controller.received[0]!.body).toEqual({
      source: 'name: x\nworkloads: [alexnet]\n',
      sourceName: path,
      dryRun: false,
    });
  });

  it('plans only with --dry-run, from standard input with -', async () => {
    controller.answer('POST /v1/campaigns', { ...sampleLaunch(), campaign: null });
    const { out } = await cli('campaign launch - --dry-run', { stdin: 'name: x\nworkloads: [alexnet]\n' });
    expect(out).toContain('nothing is stored');
    expect(controller.received[0]!.body).toMatchObject({ dryRun: true, sourceName: 'standard input' });
  });

  it('finds the errors of a file without a controller', async () => {
    const path = campaignFile('name: x\nworkloads: [alxnet]\n');
    const { exitCode, err } = await cli(`campaign launch ${path}`);
    expect(exitCode).toBe(2);
    expect(err).toContain(`${path}:2:13  unknown workload "alxnet"\n      did you mean: alexnet`);
    const asJson = await cli(`campaign launch ${path} --json`);
    expect(problem.parse(asJson.json().error).errors).toHaveLength(1);
  });

  it('says the same of what only the controller can find', async () => {
    const errors = [{ where: 'x.yaml:3:1', message: 'no enrolled device has the label rakc-a', nearest: 'rack-a' }];
    const found = sampleProblem({ code: 'bad_campaign', title: 'bad campaign', origin: 'operator', errors });
    controller.answer('POST /v1/campaigns', found, 422);
    const { exitCode, err } = await cli(`campaign launch ${campaignFile('name: x\nworkloads: [alexnet]\n')}`);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^error The campaign file is wrong \(bad_campaign\)\n.*1 error; nothing was stored\n/);
    expect(err).toContain('x.yaml:3:1  no enrolled device has the label rakc-a\n      did you mean: rack-a');
  });

  it('reads a file relative to the working folder', async () => {
    controller.answer('POST /v1/campaigns', sampleLaunch(), 201);
    campaignFile('name: x\nworkloads: [alexnet]\n');
    expect((await cli('campaign launch sweep.yaml')).exitCode).toBe(0);
    expect(controller.received[0]!.body).toMatchObject({ sourceName: 'sweep.yaml' });
  });

  it('says when the file cannot be read', async () => {
    expect((await cli('campaign launch /no/such.yaml')).err).toContain('/no/such.yaml');
  });
});

describe('campaign list and report', () => {
  it('report takes the newest campaign', async () => {
    const older = sampleCampaign({ id: 'older', createdAt: '2025-01-01T00:00:00.000Z' });
    controller.answer('GET /v1/campaigns', { campaigns: [completed, older], nextCursor: null });
    controller.answer(`GET /v1/campaigns/${ID}/report`, sampleReport());
    expect((await cli('campaign report')).out).toContain('SIMULATED');
    expect((await cli('campaign report --json')).json()).toEqual(sampleReport());
    expect((await cli('campaign list')).out).toMatch(/0199c3f2.*\nolder/);
  });

  it('report without any campaign names the command that launches one', async () => {
    controller.answer('GET /v1/campaigns', { campaigns: [], nextCursor: null });
    expect(await cli('campaign report')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('campaign launch'),
    });
    expect((await cli('campaign list')).out).toContain('campaign launch FILE');
  });
});

describe('campaign watch', () => {
  const path = `GET /v1/campaigns/${ID}/progress`;
  const final = (failed: number) =>
    sampleProgress({ campaign: { ...completed, trials: { ...completed.trials, failed } } });

  it.each([
    [0, 0],
    [2, 5],
  ])('ends with the campaign; %i failed trials give exit code %i', async (failed, exitCode) => {
    let asked = 0;
    controller.answerWith(path, () => ({ status: 200, content: (asked += 1) < 2 ? sampleProgress() : final(failed) }));
    const watched = await cli(`campaign watch ${ID} --json`);
    expect(watched.exitCode).toBe(exitCode);
    const states = watched.out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { campaign: { state: string } }).campaign.state);
    expect(states).toEqual(['running', 'completed']);
  });

  it('redraws bars in place on a terminal', async () => {
    let asked = 0;
    controller.answerWith(path, () => ({ status: 200, content: (asked += 1) < 3 ? sampleProgress() : final(0) }));
    const { out } = await cli(`campaign watch ${ID}`, { tty: true });
    expect(out.match(/\u001b\[H/g)).toHaveLength(3);
    expect(out.split('\u001b[?1049l')[1]).toMatch(/^.*three boards.*completed.*\n.*nano-1/);
  });

  it('Ctrl-C leaves the campaign running and says so', async () => {
    const io = captureIo(controller.home);
    controller.answerWith(path, () => {
      setTimeout(() => io.interrupt(), 20);
      return { status: 200, content: sampleProgress() };
    });
    expect(await runCli(['campaign', 'watch', ID], io)).toBe(130);
    expect(io.err()).toContain('The campaign continues');
    expect(io.err()).toContain(`campaign pause ${ID}`);
    expect(io.err()).toContain(`campaign cancel ${ID}`);
  });

  it('waits for a controller that is away for a moment', async () => {
    let asked = 0;
    const away = sampleProblem({ origin: 'controller', transient: true, detail: 'PostgreSQL is away' });
    controller.answerWith(path, () =>
      (asked += 1) < 2 ? { status: 503, content: away } : { status: 200, content: final(0) },
    );
    expect(await cli(`campaign watch ${ID}`)).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('PostgreSQL is away'),
    });
  });
});

describe('errors', () => {
  it.each([
    ['operator', 2],
    ['device', 3],
    ['network', 4],
    ['controller', 1],
    ['bug', 1],
  ] as const)('a problem of origin %s ends with exit code %i', async (origin, exitCode) => {
    controller.answer('GET /v1/devices', sampleProblem({ origin }), 500);
    const { json, ...result } = await cli('device list --json');
    expect(result.exitCode).toBe(exitCode);
    expect(json().error).toMatchObject({ origin });
    expect(result.err).toContain('connection refused');
  });

  it('names `joulefleet up` when the controller does not answer, or never did', async () => {
    await controller.stop();
    expect(await cli('device list')).toMatchObject({ exitCode: 4, err: expect.stringContaining('`joulefleet up`') });
    const nobody = captureIo(join(controller.home, 'empty'));
    expect(await runCli(['device', 'list'], nobody)).toBe(4);
    expect(nobody.err()).toContain('controller.json');
    await controller.start();
  });

  it('does not trust an answer of another shape, or none at all', async () => {
    controller.answer('GET /v1/devices', { devices: [{ name: 1 }], nextCursor: null });
    expect(await cli('device list')).toMatchObject({ exitCode: 1, err: expect.stringContaining('devices.0.name') });
    controller.answer('GET /v1/devices', 'gateway timeout', 504);
    expect((await cli('device list')).err).toContain('status 504 without a problem document');
  });

  it('lets no device steer the terminal', async () => {
    controller.answer('GET /v1/devices', {
      devices: [sampleDevice({ reason: 'x\u001b[2J\u0007y' })],
      nextCursor: null,
    });
    expect((await cli('device list')).out).toContain('x\ufffd[2J\ufffdy');
  });
});

describe('usage', () => {
  const COMMANDS = [
    '',
    'up',
    'down',
    'demo',
    'device',
    'device enroll',
    'device list',
    'device show',
    'campaign',
    'campaign launch',
    'campaign watch',
    'campaign list',
    'campaign report',
    'campaign pause',
    'campaign resume',
    'campaign cancel',
    'campaign share',
  ];

  it.each(COMMANDS)('joulefleet %s --help has an example and the common options', async (command) => {
    const { exitCode, out } = await cli(`${command} --help`.trim());
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Example:\n {2}\$ (JOULEFLEET_HOME=\S+ )?joulefleet/);
    expect(out).toContain('--json');
    expect(out).toContain('--no-color');
  });

  it('explains the exit codes', async () =>
    expect((await cli('--help')).out).toContain('5    a campaign ended with failures'));

  it.each(['lunch', 'device', 'device enroll', 'campaign launch', 'device list --jsn', 'demo --time-scale fast'])(
    '`%s` is a usage error',
    async (args) => expect((await cli(args)).exitCode).toBe(2),
  );

  it('suggests the nearest command and gives JSON where it was asked for', async () => {
    const { err, json } = await cli('campaing list --json');
    expect(err).toContain('  what      there is no command "campaing"\n');
    expect(err).toContain('  to do     Did you mean campaign?\n');
    expect(json().error).toMatchObject({ code: 'usage', origin: 'operator', remedy: 'Did you mean campaign?' });
  });

  it.each([
    ['on a terminal', 'device list', {}, true],
    ['not with --no-color', 'device list --no-color', {}, false],
    ['not with NO_COLOR', 'device list', { colorAllowed: false }, false],
  ])('colours %s', async (_when, args, environment, colored) => {
    controller.answer('GET /v1/devices', { devices: [sampleDevice()], nextCursor: null });
    const base = captureIo(controller.home, { tty: true });
    const io = captureIo(controller.home, { tty: true, environment: { ...base.environment, ...environment } });
    await runCli(args.split(' '), io);
    expect(io.out().includes('\u001b[')).toBe(colored);
  });
});

it('--version prints the version, without a controller', async () => {
  writeFileSync(join(controller.home, 'package.json'), '{ "version": "1.2.3" }');
  expect(await cli('--version')).toMatchObject({ exitCode: 0, out: 'joulefleet 1.2.3\n' });
  expect((await cli('--json -V')).json()).toEqual({ version: '1.2.3', commit: null });
  expect((await cli('device list --version')).out).toBe('joulefleet 1.2.3\n');
  expect(controller.received).toEqual([]);
});
