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
