import { captureIo, ControllerDouble } from '../../fixtures/controller-double';
import { sampleDevice } from '../../fixtures/sample-views';
import { runCli } from '../../run-cli';

const EVENT = {
  id: 7,
  at: '2026-05-01T08:00:00.000Z',
  kind: 'device',
  device: 'nano-1',
  availability: 'offline',
  health: 'unknown',
  reason: 'silent',
};

it('shows the devices, and each change until the stream is refused', async () => {
  const controller = new ControllerDouble();
  await controller.start();
  try {
    const begins: unknown[] = [];
    controller.answer('GET /v1/devices', { devices: [sampleDevice()], nextCursor: null });
    controller.answerWith('GET /v1/fleet/events', ({ headers }) => {
      begins.push(headers['last-event-id']);
      const text = [6, 7]
        .map((id) => `id: ${id}\nevent: device\ndata: ${JSON.stringify({ ...EVENT, id })}\n\n`)
        .join('');
      return begins.length === 1 ? { status: 200, content: null, text } : { status: 403, content: null };
    });
    const io = captureIo(controller.home);
    expect(await runCli(['device', 'watch', '--after', '0'], io)).toBe(4);
    expect(begins).toEqual(['0', '7']);
    expect(io.out()).toBe('2026-05-01 08:00:00 UTC  nano-1: offline: silent\n');
    expect(io.err()).toMatch(/nano-1[^]*gives no events/);
  } finally {
    await controller.dispose();
  }
});

describe('what devices measure now', () => {
  const controller = new ControllerDouble();
  const live = (powerMw: number | null) => ({
    kind: 'live',
    readings: [{ device: 'nano-1', simulated: true, powerMw, railsMw: {}, temperatureC: 41.6, temperatureAgeS: 1 }],
  });

  beforeAll(async () => {
    await controller.start();
    controller.answer('GET /v1/devices', { devices: [sampleDevice()], nextCursor: null });
  });
  afterAll(() => controller.dispose());

  async function watch(more: Parameters<typeof captureIo>[1], ...options: string[]) {
    let streams = 0;
    controller.answerWith('GET /v1/fleet/events', () => {
      const text = [null, 5_120]
        .map((powerMw) => `event: live\ndata: ${JSON.stringify(live(powerMw))}\n\n`)
        .concat(`id: 7\nevent: device\ndata: ${JSON.stringify(EVENT)}\n\n`)
        .join('');
      return streams++ === 0 ? { status: 200, content: null, text } : { status: 403, content: null };
    });
    const io = captureIo(controller.home, more);
    await runCli(['device', 'watch', ...options], io);
    return io.out();
  }

  it('is a document each with --json', async () => {
    const documents = (await watch({}, '--json')).trimEnd().split('\n');
    expect(documents.map((line) => JSON.parse(line) as unknown)).toEqual([live(null), live(5_120), EVENT]);
  });

  it('is redrawn below the changes on a terminal', async () => {
    const out = await watch({ tty: true });
    expect(out).toContain('nano-1: offline: silent\nnano-1  now 5.12 W 42 °C  SIMULATED\n');
  });

  it('is left out of a log', async () => {
    expect(await watch({})).toBe('2026-05-01 08:00:00 UTC  nano-1: offline: silent\n');
  });
});
