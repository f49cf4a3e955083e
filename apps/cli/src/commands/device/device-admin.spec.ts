import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { FINGERPRINT, sampleDevice, sampleFacts, sampleProblem } from '../../fixtures/sample-views';
import { runCli } from '../../run-cli';

const SEEN = `SHA256:${'b'.repeat(43)}`;
const DEVICE = '/v1/devices/nano-1';
let controller: ControllerDouble;

beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
  controller.answer(`GET ${DEVICE}`, sampleDevice());
});
afterEach(() => controller.dispose());

async function cli(args: readonly string[], more: Parameters<typeof captureIo>[1] = {}) {
  const io = captureIo(controller.home, more);
  const exitCode = await runCli(args, io);
  return { exitCode, out: io.out(), err: io.err(), json: () => JSON.parse(io.out()) as Record<string, unknown> };
}
const sent = () =>
  controller.received
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, body }) => ({ method, path, body }));

describe('device list', () => {
  it('passes the filters on and says when nothing matches', async () => {
    controller.answer('GET /v1/devices', { devices: [], nextCursor: null });
    const args = 'device list --class jetson-nano --label a --group rack-a --availability offline --health bad';
    expect((await cli(args.split(' '))).out).toBe('No device matches all of that.\n');
    const query = Object.fromEntries(new URL(controller.received[0]!.path, 'http://x').searchParams);
    const filter = { class: 'jetson-nano', label: 'a', group: 'rack-a', availability: 'offline', health: 'bad' };
    expect(query).toEqual({ ...filter, limit: '500' });
    expect((await cli(['device', 'list'])).out).toContain('joulefleet device enroll HOST');
    expect((await cli(['device', 'list', '--availability', 'away'])).err).toContain('quarantined');
  });

  it('reads all pages', async () => {
    controller.answerWith('GET /v1/devices', ({ path }) => {
      const second = path.includes('cursor=nano-1');
      const devices = [sampleDevice({ name: second ? 'nano-2' : 'nano-1' })];
      return { status: 200, content: { devices, nextCursor: second ? null : 'nano-1' } };
    });
    expect((await cli(['device', 'list', '--json'])).json().devices).toHaveLength(2);
  });
});

describe('device history and facts', () => {
  const event = (id: string) => ({
    id,
    at: '2026-01-02T10:00:00.000Z',
    kind: 'condition',
    actor: 'ada',
    message: `quarantined: ${id}`,
    body: { availability: 'quarantined' },
  });

  it('history shows the newest events, as many as asked for, with evidence as JSON', async () => {
    controller.answerWith(`GET ${DEVICE}/events`, ({ path }) => {
      const limit = Number(new URL(path, 'http://x').searchParams.get('limit'));
      return { status: 200, content: { events: [event('e9'), event('e8')].slice(0, limit), nextCursor: 'e8' } };
    });
    const asJson = await cli(['device', 'history', 'nano-1', '--limit', '1', '--json']);
    expect(asJson.json()).toEqual({ events: [event('e9')] });
    const { out } = await cli(['device', 'history', 'nano-1', '--limit', '2']);
    expect(out).toMatch(/2026-01-02 10:00 UTC +condition +ada +quarantined: e9\n.*e8\n$/);
  });

  it('facts shows software, power mode and what had changed', async () => {
    const drift = [{ field: 'kernel', before: '4.9', after: '5.10', severity: 'warns', message: 'kernel changed' }];
    const snapshots = [{ takenAt: '2026-01-02T10:00:00.000Z', facts: sampleFacts(), drift }];
    controller.answer(`GET ${DEVICE}/facts`, { snapshots, nextCursor: null });
    const { out } = await cli(['device', 'facts', 'nano-1']);
    expect(out).toContain('JetPack 4.6.4, L4T 32.7.4, kernel 4.9-tegra, Python 3.6.9, power mode MAXN');
    expect(out).toContain('! kernel changed');
  });
});

describe('device edit', () => {
  beforeEach(() => controller.answer(`PATCH ${DEVICE}`, sampleDevice()));

  it.each([
    [['--label', '+b', '--label', '-a', '--label', 'c'], { addLabels: ['b', 'c'], removeLabels: ['a'] }],
    [['--label', '+b', '--label', '-b'], { addLabels: [], removeLabels: ['b'] }],
    [['--group', 'rack-b', '--owner', 'Ada L.', '--notes', ''], { group: 'rack-b', owner: 'Ada L.', notes: '' }],
    [['--no-group', '--no-owner'], { group: null, owner: null }],
    [['--allow-reboot', '--power-cycle', 'none'], { allowReboot: true, powerCycle: null }],
    [['--no-allow-reboot'], { allowReboot: false }],
    [['--allow-commands'], { allowCommands: true }],
    [['--no-allow-commands'], { allowCommands: false }],
    [['--power-cycle', 'command:plug-7'], { powerCycle: { kind: 'command', name: 'plug-7' } }],
    [['--power-cycle', 'http://plug/7'], { powerCycle: { kind: 'http', url: 'http://plug/7' } }],
  ])('%j', async (options, body) => {
    expect((await cli(['device', 'edit', 'nano-1', ...options])).exitCode).toBe(0);
    expect(sent()).toEqual([{ method: 'PATCH', path: DEVICE, body }]);
  });

  it.each([
    [[], /no change was given/],
    [['--label', '+Rack'], /lower-case/],
    [['--label', '+'], /LABEL/],
    [['--group', 'Rack A'], /group: "Rack A" is not valid here; expected lower-case/],
    [['--power-cycle', 'command:../x'], /command:NAME/],
    [['--power-cycle', 'ftp://x'], /http/],
  ])('refuses %j before anything is sent', async (options, message) => {
    const { exitCode, err } = await cli(['device', 'edit', 'nano-1', ...options]);
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
    expect(sent()).toEqual([]);
  });
});

describe('device check and accept-drift', () => {
  it.each([
    ['ready', 0],
    ['quarantined', 3],
    ['cooling', 3],
  ] as const)('check of one that is %s then ends with %i', async (availability, exitCode) => {
    controller.answer(`POST ${DEVICE}/check`, sampleDevice({ availability, reason: 'because' }));
    const checked = await cli(['device', 'check', 'nano-1']);
    expect(checked.exitCode).toBe(exitCode);
    expect(checked.out).toContain(availability);
  });

  it('accept-drift shows what changed and asks on a terminal', async () => {
    const drift = [{ field: 'l4t', before: '32', after: '35', severity: 'blocks' as const, message: 'L4T changed' }];
    controller.answer(`GET ${DEVICE}`, sampleDevice({ drift }));
    controller.answer(`POST ${DEVICE}/accept-drift`, sampleDevice());
    const refused = await cli(['device', 'accept-drift', 'nano-1'], { tty: true, typed: 'n' });
    expect(refused).toMatchObject({ exitCode: 2, err: expect.stringContaining('L4T changed') });
    expect(sent()).toEqual([]);
    expect((await cli(['device', 'accept-drift', 'nano-1'], { tty: true, typed: 'y' })).exitCode).toBe(0);
    expect((await cli(['device', 'accept-drift', 'nano-1'])).exitCode).toBe(0);
    expect(sent()).toHaveLength(2);
  });
});

describe('device repin', () => {
  const changed = sampleProblem({ code: 'host_key_changed', origin: 'operator', fingerprint: SEEN });
  beforeEach(() => {
    controller.answer(`POST ${DEVICE}/check`, changed, 409);
    controller.answer(`POST ${DEVICE}/repin`, sampleDevice({ fingerprint: SEEN }));
  });
  const pins = () => sent().filter(({ path }) => path.endsWith('/repin'));

  it('looks, shows both keys and asks', async () => {
    const { exitCode, err } = await cli(['device', 'repin', 'nano-1'], { tty: true, typed: 'yes' });
    expect(exitCode).toBe(0);
    expect(err).toMatch(new RegExp(`pinned +${FINGERPRINT}\\n +new +${SEEN}`));
    expect(pins()).toEqual([{ method: 'POST', path: `${DEVICE}/repin`, body: { fingerprint: SEEN } }]);
  });

  it.each([
    ['after a no', { tty: true, typed: '' }, []],
    ['where nobody can be asked', {}, []],
    ['with --json', { tty: true, typed: 'y' }, ['--json']],
  ])('pins nothing %s', async (_when, more, options) => {
    const { exitCode, err } = await cli(['device', 'repin', 'nano-1', ...options], more);
    expect(exitCode).toBe(2);
    expect(err).toContain('host_key_unconfirmed');
    expect(pins()).toEqual([]);
  });

  it('with --fingerprint takes that one, without a look and without a question', async () => {
    const { exitCode, err } = await cli(['device', 'repin', 'nano-1', '--fingerprint', SEEN]);
    expect({ exitCode, shown: err.includes(FINGERPRINT) && err.includes(SEEN) }).toEqual({ exitCode: 0, shown: true });
    expect(sent()).toEqual(pins());
    expect((await cli(['device', 'repin', 'nano-1', '--fingerprint', 'MD5:aa'])).exitCode).toBe(2);
  });

  it('leaves a device alone that shows the pinned key', async () => {
    controller.answer(`POST ${DEVICE}/check`, sampleDevice());
    const { exitCode, err } = await cli(['device', 'repin', 'nano-1'], { tty: true, typed: 'y' });
    expect({ exitCode, pins: pins() }).toEqual({ exitCode: 0, pins: [] });
    expect(err).toContain(`shows the host key that is pinned: ${FINGERPRINT}`);
  });

  it('says why it could not look', async () => {
    controller.answer(`POST ${DEVICE}/check`, sampleProblem(), 504);
    expect(await cli(['device', 'repin', 'nano-1'])).toMatchObject({ exitCode: 4 });
  });
});

describe('device sudoers', () => {
  const view = {
    commands: ['sudo install -d /x', "echo 'r' | sudo tee /etc/sudoers.d/j"],
    file: '/etc/sudoers.d/j',
    rule: 'r',
  };

  it('prints a script and nothing else', async () => {
    controller.answer(`GET ${DEVICE}/sudoers`, view);
    const { out, err } = await cli(['device', 'sudoers', 'nano-1'], { tty: true });
    expect({ out, err }).toEqual({ out: `# ${view.file}:\n#   r\n${view.commands.join('\n')}\n`, err: '' });
  });

  it('finds a device by its host too', async () => {
    const unknown = sampleProblem({ code: 'device_unknown', origin: 'operator' });
    controller.answer('GET /v1/devices/10.0.0.7/sudoers', unknown, 404);
    controller.answer('GET /v1/devices', { devices: [sampleDevice()], nextCursor: null });
    controller.answer(`GET ${DEVICE}/sudoers`, view);
    expect((await cli(['device', 'sudoers', '10.0.0.7', '--json'])).json()).toEqual(view);
  });

  it('says what to do when no device is enrolled there, or several are', async () => {
    const unknown = sampleProblem({ code: 'device_unknown', origin: 'operator' });
    controller.answer('GET /v1/devices/10.0.0.7/sudoers', unknown, 404);
    controller.answer('GET /v1/devices/10.0.0.8/sudoers', unknown, 404);
    const devices = ['nano-1', 'nano-2'].map((name) => sampleDevice({ name }));
    controller.answer('GET /v1/devices', { devices, nextCursor: null });
    const none = await cli(['device', 'sudoers', '10.0.0.8']);
    expect(none).toMatchObject({ exitCode: 2, out: '' });
    expect(none.err).toMatch(/device_unknown[^]*joulefleet device sudoers 10\.0\.0\.8 --user LOGIN/);
    const several = await cli(['device', 'sudoers', '10.0.0.7']);
    expect(several).toMatchObject({ exitCode: 2, out: '' });
    expect(several.err).toMatch(/device_ambiguous[^]*nano-1, nano-2/);
    expect((await cli(['device', 'sudoers', '10.0.0.7', '--agent-to', 'x'])).err).toContain('goes with --user');
  });

  describe('--user', () => {
    const content = Buffer.from([0x50, 0x4b, 0, 255]);
    const agent = { path: '/tmp/agent-1.pyz', sha256: 'ab', contentBase64: content.toString('base64') };
    beforeEach(() => controller.answer('GET /v1/sudoers', { ...view, agent }));

    it('writes the agent and says how it gets to a board that is not enrolled', async () => {
      const line = ['device', 'sudoers', 'nano-9.lab', '--user', 'jetson', '--agent-to', 'the agent.pyz'];
      const { exitCode, out } = await cli(line);
      expect(exitCode).toBe(0);
      expect(readFileSync(join(controller.home, 'the agent.pyz'))).toEqual(content);
      expect(controller.received.map(({ path }) => path)).toEqual(['/v1/sudoers?user=jetson']);
      expect(out.split('\n')).toEqual([
        '# 1. The agent is copied to the board, which is not enrolled yet:',
        "#      scp 'the agent.pyz' nano-9.lab:/tmp/agent-1.pyz",
        '# 2. This is run on the board, by a user with full sudo.',
        `# ${view.file}:`,
        '#   r',
        ...view.commands,
        '# 3. The board is enrolled:',
        '#      joulefleet device enroll nano-9.lab --user jetson --sudo',
        '',
      ]);
      const asJson = (await cli([...line, '--json'])).json();
      const { path, sha256 } = agent;
      expect(asJson).toEqual({ ...view, agent: { path, sha256, writtenTo: 'the agent.pyz' } });
    });

    it('says how to get the agent where it is not written', async () => {
      const { out } = await cli(['device', 'sudoers', 'fe80::1', '--user', 'jetson']);
      expect(out).toContain('#      joulefleet device sudoers fe80::1 --user jetson --agent-to agent.pyz\n');
      expect(out).toContain("#      scp agent.pyz '[fe80::1]':/tmp/agent-1.pyz\n");
    });

    it.each([
      [['a\nb', '--user', 'jetson'], /a host name or an address/],
      [['nano-9', '--user', 'a b'], /a login name/],
      [['nano-9', '--user', 'jetson', '--agent-to', 'no/such/folder'], /cannot be written/],
    ])('%j is refused', async (args, message) => {
      const { exitCode, out, err } = await cli(['device', 'sudoers', ...args]);
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      expect(err).toMatch(message);
    });
  });
});

describe('device quarantine and retire', () => {
  it('quarantine passes the reason on and shows the state of the device', async () => {
    const device = sampleDevice({ availability: 'quarantined', reason: 'the fan rattles', stateOwner: 'ada' });
    controller.answer(`POST ${DEVICE}/quarantine`, device);
    const { out } = await cli(['device', 'quarantine', 'nano-1', '--reason', 'the fan rattles']);
    expect(out).toMatch(/quarantined[^]*reason +the fan rattles[^]*quarantined by +ada/);
    expect(sent()[0]!.body).toEqual({ reason: 'the fan rattles' });
    expect((await cli(['device', 'quarantine', 'nano-1'])).err).toContain('--reason');
  });

  it('retire asks on a terminal only, and not with --yes', async () => {
    controller.answer(`POST ${DEVICE}/retire`, sampleDevice({ availability: 'retired' }));
    const retire = ['device', 'retire', 'nano-1', '--reason', 'given back'];
    const refused = await cli([...retire], { tty: true, typed: 'n' });
    expect(refused).toMatchObject({ exitCode: 2, err: expect.stringContaining('not_confirmed') });
    expect(sent()).toEqual([]);
    expect((await cli([...retire, '--yes'], { tty: true })).exitCode).toBe(0);
    expect((await cli(retire)).exitCode).toBe(0);
    expect(sent()).toHaveLength(2);
  });
});

describe('device maintenance', () => {
  const window = (id: string, startsAt: string) => ({
    id,
    startsAt,
    endsAt: '2999-01-01T00:00:00.000Z',
    reason: 'r',
    createdBy: 'ada',
  });
  const past = window('0199c3f2-aaaa', '2020-01-01T00:00:00.000Z');
  const next = window('0199c3f2-bbbb', '2998-01-01T00:00:00.000Z');

  it('plans a window', async () => {
    controller.answer(`POST ${DEVICE}/maintenance`, sampleDevice({ maintenance: [next] }));
    const args = [
      'device',
      'maintenance',
      'nano-1',
      '--from',
      '2098-05-01 08:00Z',
      '--for',
      '2h',
      '--reason',
      'new fan',
    ];
    expect((await cli(args)).out).toContain('2998-01-01 00:00 UTC');
    expect(sent()[0]!.body).toEqual({
      startsAt: '2098-05-01T08:00:00.000Z',
      endsAt: '2098-05-01T10:00:00.000Z',
      reason: 'new fan',
    });
    expect((await cli(['device', 'maintenance', 'nano-1', '--reason', 'x'])).err).toContain('--for 2h');
  });

  it.each([
    ['the one that lasts', [past, next], [], past.id],
    ['the only one', [next], [], next.id],
    ['one by a part of its id', [past, next], ['bbbb'], next.id],
  ])('end-maintenance ends %s', async (_which, maintenance, args, id) => {
    controller.answer(`GET ${DEVICE}`, sampleDevice({ maintenance }));
    controller.answer(`DELETE ${DEVICE}/maintenance/${id}`, sampleDevice());
    expect((await cli(['device', 'end-maintenance', 'nano-1', ...args])).exitCode).toBe(0);
  });

  it.each([
    ['there is none', [], [], /has no maintenance window/],
    ['the id is of none', [next], ['cccc'], /no maintenance window cccc/],
    ['several are meant', [past, next], ['0199'], /2 such windows[^]*0199c3f2-aaaa, 0199c3f2-bbbb/],
  ])('end-maintenance changes nothing when %s', async (_when, maintenance, args, message) => {
    controller.answer(`GET ${DEVICE}`, sampleDevice({ maintenance }));
    const { exitCode, err } = await cli(['device', 'end-maintenance', 'nano-1', ...args]);
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
    expect(sent()).toEqual([]);
  });
});

it.each(
  'list show history facts edit check accept-drift repin sudoers quarantine retire maintenance end-maintenance'.split(
    ' ',
  ),
)('joulefleet device %s --help has an example and the common options', async (command) => {
  const { exitCode, out } = await cli(['device', command, '--help']);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/Example:\n {2}\$ joulefleet device/);
  expect(out).toContain('--json');
});
