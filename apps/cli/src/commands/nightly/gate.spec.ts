import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { SAMPLE_NIGHT_CHANGES } from '../../fixtures/sample-night-changes';
import { runCli } from '../../run-cli';

const VIEW = { ...SAMPLE_NIGHT_CHANGES, simulated: true, nights: 5, learning: 16 };

describe('joulefleet nightly gate', () => {
  const controller = new ControllerDouble();
  beforeAll(async () => {
    await controller.start();
    controller.answer('GET /v1/schedules/nightly/changes', VIEW);
  });
  afterAll(() => controller.dispose());

  async function run(...more: string[]) {
    const io = captureIo(controller.home);
    const exitCode = await runCli(['nightly', 'gate', 'nightly', ...more], io);
    return { exitCode, out: io.out(), err: io.err() };
  }

  it.each([
    [[], 'nightly  5 nights, judged after 16 more'],
    [['--format', 'junit'], '<?xml version="1.0" encoding="UTF-8"?>'],
    [['--format', 'github'], '::warning title=nightly%3A not judged yet::16 more nights'],
    [['--json'], JSON.stringify(VIEW)],
  ])('has the same exit code in each form: %j', async (options, shown) => {
    const { exitCode, out } = await run(...options);
    expect(exitCode).toBe(10);
    expect(out).toContain(shown);
  });

  it('takes one form only', async () => {
    const { exitCode, err } = await run('--format', 'junit', '--json');
    expect(exitCode).toBe(2);
    expect(err).toContain('--json and --format junit exclude each other');
    expect((await run('--format', 'tap')).exitCode).toBe(2);
  });
});
