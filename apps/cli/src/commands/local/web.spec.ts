import { captureIo, ControllerDouble } from '../../fixtures/controller-double';
import { openerOf } from '../../processes/open-address';
import { runCli } from '../../run-cli';

describe('joulefleet web', () => {
  const controller = new ControllerDouble();
  const code = { code: 'the-code', expiresAt: '2026-05-01T08:00:00.000Z' };

  beforeAll(async () => {
    await controller.start();
    controller.answer('POST /v1/session/codes', code, 201);
  });
  afterAll(() => controller.dispose());

  it('prints an address whose code no server gets to see, and how to get another one', async () => {
    const io = captureIo(controller.home);
    expect(await runCli(['web', '--no-open'], io)).toBe(0);
    expect(io.out()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#code=the-code\nOpen it in a browser: .*joulefleet web/);
  });

  it('opens nothing with --json', async () => {
    const io = captureIo(controller.home);
    await runCli(['web', '--json'], io);
    const url = expect.stringMatching(/#code=the-code$/);
    expect(JSON.parse(io.out())).toEqual({ url, expiresAt: code.expiresAt, opened: false });
  });

  it('finds a desktop only where somebody sits in front of it', () => {
    expect(openerOf('linux', { DISPLAY: ':0' })).toBe('xdg-open');
    expect(openerOf('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe('xdg-open');
    expect(openerOf('linux', {})).toBeNull();
    expect(openerOf('linux', { DISPLAY: 'localhost:10', SSH_CONNECTION: 'somewhere' })).toBeNull();
    expect(openerOf('darwin', {})).toBe('open');
    expect(openerOf('win32', {})).toBeNull();
  });
});
