import type { NightBisect } from '@joulefleet/contracts';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { runCli } from '../../run-cli';

const PATH = '/v1/schedules/nightly/changes/3f9a0c21d4/bisects';
const FOUND: NightBisect = {
  ...{ id: 'b', change: '3f9a0c21d4', by: 'ada', startedAt: '2026-03-20T21:00:00.000Z' },
  ...{ endedAt: '2026-03-20T22:00:00.000Z', state: 'found', before: 'v3', since: 'v4', between: [], skipped: [] },
  ...{ changePct: 3.04, lowPct: 2.6, highPct: 3.5, campaign: null, measuring: [], detail: null },
  rounds: [{ campaign: 'c', versions: ['v1', 'v3', 'v4'], state: 'located', before: 'v3', since: 'v4' }],
};

describe('joulefleet nightly bisect', () => {
  const controller = new ControllerDouble();
  beforeAll(() => controller.start());
  afterAll(() => controller.dispose());

  async function run(bisects: NightBisect[], options: string[], stdin = '') {
    controller.answer(`GET ${PATH}`, { bisects });
    controller.answer(`POST ${PATH}`, FOUND, 201);
    const io = captureIo(controller.home, { stdin });
    const exitCode = await runCli(['nightly', 'bisect', 'nightly', '3f9a0c21d4', ...options], io);
    return { exitCode, out: io.out(), err: io.err() };
  }
  const sent = (): unknown => controller.received.findLast(({ method }) => method === 'POST')?.body;

  it('says which version made the change', async () => {
    const { exitCode, out } = await run([FOUND], ['--versions', 'v1, v2,v3,v4', '--bad', 'v4']);
    expect(exitCode).toBe(0);
    expect(out).toBe('round 1, 3 versions: between v3 and v4\nbisect: v4 made it, +3.0 % (2.6 to 3.5) against v3\n');
    expect(sent()).toEqual({ versions: ['v1', 'v2', 'v3', 'v4'], good: null, bad: 'v4' });
  });

  it('takes versions from standard input, a line each', async () => {
    const { exitCode, out } = await run([FOUND], ['--versions', '-', '--json'], 'v1\r\n\nv4\n');
    expect([exitCode, JSON.parse(out)]).toEqual([0, FOUND]);
    expect(sent()).toEqual({ versions: ['v1', 'v4'], good: null, bad: null });
  });

  const ends: [Partial<NightBisect>, number, string][] = [
    [{ state: 'between', between: ['v3.1'], skipped: ['v3.1'] }, 10, '; 1 more in between; not measurable: v3.1'],
    [{ state: 'alike', changePct: null, rounds: [] }, 10, 'v3 and v4 do not differ here'],
    [{ state: 'unclear', changePct: null, rounds: [] }, 10, 'whether v3 and v4 differ is not known'],
    [{ state: 'unmeasured', changePct: null }, 5, 'v3 or v4 could not be measured'],
    [{ state: 'failed', changePct: null, detail: 'no device' }, 5, 'known yet; no device'],
  ];
  it.each(ends)('has an exit code for each end: %j', async (end, code, shown) => {
    const { exitCode, out } = await run([{ ...FOUND, ...end }], []);
    expect(exitCode).toBe(code);
    expect(out).toContain(shown);
  });

  it('needs versions where nothing was started, and for --good and --bad', async () => {
    expect((await run([], [])).err).toContain('Give the versions with --versions.');
    expect(await run([FOUND], ['--good', 'v1'])).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('--good and --bad need --versions'),
    });
  });
});
