import { ALL_ROUTES, problem, type Method, type Problem, type Route } from '@joulefleet/contracts';
import { startLab, type Lab } from '../../testkit/lab';

const NUL = 'a%00b';
const HALF_A_PAIR = '\ud83d';

/** PostgreSQL takes neither NUL nor half of a surrogate pair: who sends one is told so, and no bug is reported. */
describe('characters that PostgreSQL does not take', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'], controller: { watch: false } });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  const refused = async (method: Method, path: string, body?: object): Promise<Problem> => {
    const answer = await lab.call(method, path, body);
    const told = problem.parse(answer.body);
    expect({ status: answer.status, told }).toMatchObject({ told: { origin: 'operator', transient: false } });
    expect([404, 422]).toContain(answer.status);
    return told;
  };

  const parametersOf = ({ path }: Route): string[] => path.match(/:\w+/g) ?? [];
  const inPaths = ALL_ROUTES.flatMap((route) => parametersOf(route).map((each) => [route.id, each, route] as const));
  const inQueries = ALL_ROUTES.flatMap((route) =>
    Object.keys(route.query?.shape ?? {}).map((each) => [route.id, each, route] as const),
  );

  it('are looked for in many places', () => {
    expect(inPaths.length).toBeGreaterThan(20);
    expect(inQueries.length).toBeGreaterThan(15);
  });

  it.each(inPaths)('%s: not in %s of the path', async (_id, parameter, { method, path, body }) => {
    const filled = path.replace(parameter, NUL).replaceAll(/:\w+/g, 'nano');
    const told = await refused(method, filled, body && {});
    if (!body) expect(told).toMatchObject({ status: 404, code: 'not_found', where: parameter.slice(1) });
  });

  it.each(inQueries)('%s: not in %s of the query', async (_id, parameter, { method, path }) => {
    const filled = path.replaceAll(/:\w+/g, 'nano');
    for (const value of ['%00', NUL]) {
      const { errors } = await refused(method, `${filled}?${parameter}=${value}`);
      expect(errors?.map(({ where }) => where)).toContain(parameter);
    }
  });

  it('are not taken for the next page: cursors that decode to anything else than a name', async () => {
    for (const cursor of ['AA', 'YQBi', '_w', 'QQ'])
      expect(await refused('GET', `/v1/identities?cursor=${cursor}`)).toMatchObject({ code: 'bad_cursor' });
    const pages = ALL_ROUTES.filter(({ query }) => query && 'cursor' in query.shape);
    expect(pages.length).toBeGreaterThan(5);
    for (const { path } of pages) {
      const { status } = await lab.call('GET', `${path.replaceAll(/:\w+/g, 'nano')}?cursor=AA`);
      expect([path, status < 500]).toEqual([path, true]);
    }
  });

  it.each<[string, Method, string, object]>([
    ['notes', 'PATCH', '/v1/devices/nano', { notes: 'a\0b' }],
    ['notes', 'PATCH', '/v1/devices/nano', { notes: `a${HALF_A_PAIR}` }],
    ['owner', 'PATCH', '/v1/devices/nano', { owner: HALF_A_PAIR }],
    ['powerCycle.url', 'PATCH', '/v1/devices/nano', { powerCycle: { kind: 'http', url: 'http://a/\0' } }],
    ['reason', 'POST', '/v1/devices/nano/quarantine', { reason: HALF_A_PAIR }],
    ['name', 'POST', '/v1/session', { name: 'a\0b', password: 'x' }],
    ['sharedWith.1', 'PUT', '/v1/campaigns/none/shares', { sharedWith: ['ada', 'a\0b'] }],
    ['sourceName', 'POST', '/v1/campaigns', { source: 'name: x', sourceName: '\0' }],
    ['passphrase', 'POST', '/v1/identities/import', { privateKey: 'x', passphrase: '\0' }],
  ])('are refused as %s: %s %s', async (where, method, path, body) => {
    const { code, errors } = await refused(method, path, body);
    expect({ code, wheres: errors?.map((each) => each.where) }).toEqual({ code: 'bad_request', wheres: [where] });
  });

  it('leave text alone that is only unusual', async () => {
    const notes = 'two\nlines,\ta tab, ünïcödé and 🚀';
    expect(await lab.call('PATCH', '/v1/devices/nano', { notes })).toMatchObject({ status: 200, body: { notes } });
  });

  it.each([
    ['the name of a campaign', 'name: "a\\0b"\nworkloads: [alexnet]'],
    ['half a pair', 'name: "a\\ud83d"\nworkloads: [alexnet]'],
    ['a command', 'name: x\nworkloads: [{name: own, command: [run, "a\\0b"]}]'],
  ])('are refused when written as an escape of YAML: %s', async (_where, source) => {
    const { code, errors } = await refused('POST', '/v1/campaigns', { source: `${source}\ndevices: {names: [nano]}` });
    expect({ code, errors }).toMatchObject({
      code: 'bad_campaign',
      errors: [{ message: expect.stringContaining('is not valid here') as string }],
    });
  });
});
