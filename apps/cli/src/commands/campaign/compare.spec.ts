import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { sampleChange, sampleComparison } from '../../fixtures/sample-comparison';
import { runCli } from '../../run-cli';

let controller: ControllerDouble;

beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
});
afterEach(() => controller.dispose());

async function compare(options: string) {
  const io = captureIo(controller.home);
  const exitCode = await runCli(`campaign compare new old ${options}`.trim().split(' '), io);
  return { exitCode, out: io.out(), err: io.err() };
}

describe('campaign compare', () => {
  const worse = sampleComparison([sampleChange()]);

  it('asks with the margin and prints tables, JSON or CSV; the exit code says that something changed', async () => {
    controller.answer('GET /v1/campaigns/new/comparison', worse);
    expect(await compare('')).toMatchObject({ exitCode: 9, out: expect.stringContaining('1 worse') as string });
    expect(controller.received[0]!.path).toMatch(/\?against=old&marginPct=2$/);
    const asJson = await compare('--json');
    expect([asJson.exitCode, JSON.parse(asJson.out)]).toEqual([9, worse]);
    expect((await compare('--csv')).out.split('\n')).toHaveLength(3);
  });

  it('passes on what else is asked for', async () => {
    const same = sampleComparison([sampleChange({ verdict: 'equivalent' })]);
    controller.answer('GET /v1/campaigns/new/comparison', same);
    expect((await compare('--margin 1.5% --across --mixed')).exitCode).toBe(0);
    expect(controller.received[0]!.path).toMatch(/\?against=old&marginPct=1.5&across=true&mixed=true$/);
  });

  it.each(['--margin 0', '--margin 51%', '--margin x', '--csv --json'])('refuses %s', async (options) => {
    expect((await compare(options)).exitCode).toBe(2);
    expect(controller.received).toEqual([]);
  });
});
