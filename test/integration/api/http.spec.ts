import { problem } from '@joulefleet/contracts';
import { queryOnce } from '../../testkit/service-client';
import { startLab, type Lab } from '../../testkit/lab';

describe('the HTTP API', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  const launch = (source: string) => lab.call('POST', '/v1/campaigns', { source, sourceName: 'sweep.yaml' });
  const campaigns = async (): Promise<number> =>
    (await queryOnce<{ n: number }>(lab.databaseUrl, 'SELECT count(*)::int AS n FROM campaign'))[0]!.n;

  it('denies everything but health without a key', async () => {
    for (const path of ['/v1/devices', '/v1/campaigns', '/v1/campaigns/x/report']) {
      const response = await fetch(`${lab.controller().url}${path}`, { headers: { authorization: 'Bearer wrong' } });
      expect(response.status).toBe(401);
      expect(problem.parse(await response.json())).toMatchObject({ code: 'unauthorized', origin: 'operator' });
    }
    for (const path of ['/v1/health', '/v1/health/ready']) {
      const health = await fetch(`${lab.controller().url}${path}`);
      expect(await health.json()).toMatchObject({ ok: true, postgres: { ok: true }, redis: { ok: true } });
    }
    expect((await fetch(`${lab.controller().url}/v1/health/live`)).status).toBe(200);
  });

  it('answers wrong bodies and unknown things with problem documents', async () => {
    const wrong = await lab.call('POST', '/v1/devices', { name: 'Robert"); --', host: 'a b', port: 0 });
    expect(wrong.status).toBe(422);
    const { errors } = problem.parse(wrong.body);
    expect(errors!.map(({ where }) => where).sort()).toEqual(['host', 'name', 'port', 'user']);
    const nobody = { name: 'nobody', host: '127.0.0.1', port: 1, user: 'x' };
    expect(await lab.call('POST', '/v1/devices', nobody)).toMatchObject({
      status: 504,
      body: { code: 'device_unreachable', origin: 'network', transient: true, where: '127.0.0.1:1' },
    });
    expect(await lab.call('GET', '/v1/devices/nanp')).toMatchObject({
      status: 404,
      body: { code: 'device_unknown', remedy: 'Did you mean nano?' },
    });
    expect(await lab.call('GET', '/v1/campaigns/nothing')).toMatchObject({ status: 404 });
    expect(await lab.call('GET', '/v1/nowhere')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it.each([
    ['a wrong key', 'name: x\nworkload: [alexnet]', 'sweep.yaml:2:1', 'workloads'],
    ['an unknown workload', 'name: x\nworkloads: [alexnett]', 'sweep.yaml:2:13', 'alexnet'],
    ['a wrong unit', 'name: x\nworkloads: [alexnet]\nfactors: { gpuFrequency: 614.4 mhz }', 'sweep.yaml:3:26', 'MHz'],
    [
      'a frequency that no device has',
      'name: x\nworkloads: [alexnet]\nfactors:\n  gpuFrequency: 2 GHz',
      'sweep.yaml:4:17',
      '921.6 MHz',
    ],
    ['an unknown device', 'name: x\nworkloads: [alexnet]\ndevices: { names: [nanp] }', 'sweep.yaml:3:20', 'nano'],
  ])(
    'refuses a campaign with %s, says where and what is nearest, and stores nothing',
    async (_case, source, where, nearest) => {
      const before = await campaigns();
      const { status, body } = await launch(source);
      expect(status).toBe(422);
      const { code, origin, errors } = problem.parse(body);
      expect({ code, origin }).toEqual({ code: 'bad_campaign', origin: 'operator' });
      expect(errors).toContainEqual(
        expect.objectContaining({ where, nearest: expect.stringContaining(nearest) as string }),
      );
      expect(await campaigns()).toBe(before);
    },
  );

  it.each([
    ['more devices than there are', 'devices: { count: 3 }', /3 devices of jetson-nano are asked for, and 1 match/],
    [
      'more devices for each cell than there are',
      'devicesPerCell: 2',
      /measured on 2 devices, and of jetson-nano 1 is selected/,
    ],
    ['a class that is not enrolled', 'devices: { classes: [jetson-orin-nx] }', /matches no enrolled device/],
    ['no cell that is left', 'baseline: none\nwhere: batchSize > 16', /nothing is left to measure/],
  ])('refuses a campaign that asks for %s, because no device can measure it', async (_case, more, message) => {
    const before = await campaigns();
    const { status, body } = await launch(`name: x\nworkloads: [alexnet]\n${more}`);
    const { code, origin, transient, errors } = problem.parse(body);
    expect({ status, code, origin, transient }).toEqual({
      ...{ status: 422, code: 'unsatisfiable', origin: 'operator', transient: false },
    });
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(message) as string })]);
    expect(await campaigns()).toBe(before);
  });

  it('takes a command on a twin from who may edit devices, and from others once one of those allows it', async () => {
    const source = 'name: mine\nworkloads: [{name: mine, command: [sh, -c, "cat secret >&2; exit 1"]}]\n';
    const launch = { source, sourceName: 'mine.yaml', dryRun: true };
    const ada = await lab.as('ada', 'researcher');
    const narrow = await lab.as('narrow', 'admin', ['campaigns:write']);
    for (const call of [ada, narrow]) {
      const { status, body } = await call('POST', '/v1/campaigns', launch);
      expect(status).toBe(422);
      expect(problem.parse(body).errors).toMatchObject([
        { where: 'mine.yaml:2:35', message: expect.stringContaining('--allow-commands') as string },
      ]);
    }
    expect(await lab.call('POST', '/v1/campaigns', launch)).toMatchObject({ status: 200 });

    await lab.call('PATCH', '/v1/devices/nano', { allowCommands: true });
    expect(await ada('POST', '/v1/campaigns', launch)).toMatchObject({ status: 200 });
    await lab.call('PATCH', '/v1/devices/nano', { allowCommands: false });
  });

  it.each([
    ['/v1/devices?clas=jetson-nano', 'clas', /unknown key "clas".*did you mean class\?/],
    ['/v1/devices?class=jetson-nanno', 'class', /class cannot be "jetson-nanno".*did you mean jetson-nano\?/],
    ['/v1/devices?health=fine', 'health', /expected good, unknown, bad/],
    ['/v1/devices?limit=many', 'limit', /must be a number/],
    ['/v1/campaigns?state=running', 'state', /unknown key "state"; expected limit, cursor/],
    ['/v1/audit?subject=devices', 'subject', /did you mean device\?/],
    ['/v1/devices/nano?verbose=1', 'verbose', /takes no query/],
  ])('refuses a query that it would not apply: %s', async (path, where, message) => {
    const { status, body } = await lab.call('GET', path);
    expect(status).toBe(422);
    expect(problem.parse(body).errors).toEqual([{ where, message: expect.stringMatching(message) as string }]);
  });

  it('names what no device has beside what cannot be read, and shows what cannot be seen', async () => {
    const source = [
      'name: x',
      'workloads: [alexnet]',
      'repetitions: many',
      'devices: { names: ["nano", "nan\\u200bo"] }',
      'factors: { gpuFrequency: [10 MHz], batchSize: none }',
    ].join('\n');
    const { body } = await lab.call('POST', '/v1/campaigns', { source, sourceName: 'f', dryRun: true });
    expect(problem.parse(body).errors!.map(({ where, message }) => `${where} ${message}`)).toEqual([
      'f:3:14 repetitions must be a number, not "many"',
      'f:4:28 no device is enrolled as nan\\u200bo',
      'f:5:27 gpuFrequency: no selected device has 10 MHz',
      'f:5:47 batchSize must be a number, not "none"',
    ]);
  });

  it('says before the launch for which devices a campaign will wait', async () => {
    const plan = async () => {
      const source = 'name: x\nworkloads: [alexnet]\ndevices: { names: [nano] }';
      return lab.call('POST', '/v1/campaigns', { source, sourceName: 'f', dryRun: true });
    };
    await lab.call('POST', '/v1/devices/nano/quarantine', { reason: 'the fan rattles' });
    expect((await plan()).body).toMatchObject({
      plan: {
        warnings: expect.arrayContaining([
          expect.stringMatching(/^nano is quarantined: its trials wait/),
          'no selected device can start now',
        ]),
      },
    });
    await lab.call('POST', '/v1/devices/nano/retire', { reason: 'sold' });
    const { status, body } = await plan();
    expect(status).toBe(422);
    expect(problem.parse(body).errors!.map(({ message }) => message)).toContain(
      'nano is retired; to use it again: `joulefleet device check nano`',
    );
    await lab.call('POST', '/v1/devices/nano/check');
  });

  it('plans without storing when asked to', async () => {
    const before = await campaigns();
    const source = 'name: x\nworkloads: [alexnet]\nfactors: { gpuFrequency: all }\nrepetitions: 2';
    const { body } = await lab.call('POST', '/v1/campaigns', { source, dryRun: true });
    expect(body).toMatchObject({ campaign: null, plan: { cells: 13, trials: 26, devices: [{ device: 'nano' }] } });
    expect(await campaigns()).toBe(before);
  });
});
