import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceView } from '@joulefleet/contracts';
import { ControllerDouble, captureIo } from '../../fixtures/controller-double';
import { FINGERPRINT, sampleDevice, sampleIdentity, sampleProblem } from '../../fixtures/sample-views';
import { runCli } from '../../run-cli';

const REASON = 'privileged: there is no sudo';
let controller: ControllerDouble;

beforeEach(async () => {
  controller = new ControllerDouble();
  await controller.start();
  writeFileSync(join(controller.home, 'key'), 'the private key\n');
  controller.answer('POST /v1/identities/import', sampleIdentity());
});
afterEach(() => controller.dispose());

async function cli(line: string) {
  const io = captureIo(controller.home);
  const exitCode = await runCli(line.split(' '), io);
  return { exitCode, out: io.out() };
}
function device(name: string, availability: DeviceView['availability']): DeviceView {
  const ready = availability === 'ready';
  return sampleDevice({ name, availability, health: ready ? 'good' : 'bad', reason: ready ? null : REASON });
}

describe.each(['', ' --json'])('device enroll%s', (json) => {
  it.each([
    ['ready', 0],
    ['quarantined', 3],
    ['cooling', 0],
    ['maintenance', 0],
  ] as const)('of one that is %s then exits with %d', async (availability, expected) => {
    controller.answer('POST /v1/devices', device('nano-1', availability));
    const { exitCode, out } = await cli(`device enroll nano-1 --identity key --fingerprint ${FINGERPRINT}${json}`);
    expect(exitCode).toBe(expected);
    expect(out).toContain(availability);
  });

  describe('--inventory', () => {
    /** A list of devices and how each stands once it is enrolled; `fails`: it cannot be. */
    async function enrollList(standings: Record<string, 'ready' | 'quarantined' | 'fails'>) {
      const rows = Object.keys(standings).map((name) => `${name},${name}.lab,${FINGERPRINT},key\n`);
      writeFileSync(join(controller.home, 'rack.csv'), `name,host,fingerprint,identity\n${rows.join('')}`);
      controller.answerWith('POST /v1/devices', ({ body }) => {
        const { name } = body as { name: string };
        const standing = standings[name]!;
        if (standing === 'fails') return { status: 422, content: sampleProblem({ code: 'login_refused' }) };
        return { status: 200, content: device(name, standing) };
      });
      return cli(`device enroll --inventory rack.csv${json}`);
    }
    const known = (devices: DeviceView[]) => controller.answer('GET /v1/devices', { devices, nextCursor: null });

    it('exits with 3 when all are enrolled and some are quarantined, as long as they are', async () => {
      known([]);
      const list = { 'nano-1': 'ready', 'nano-2': 'quarantined' } as const;
      const first = await enrollList(list);
      expect(first.exitCode).toBe(3);
      expect(first.out).toContain(REASON);
      known([device('nano-1', 'ready'), device('nano-2', 'quarantined')]);
      const second = await enrollList(list);
      expect(second.exitCode).toBe(3);
      expect(second.out).toContain(REASON);
    });

    it('exits with 0 when nothing changes and all are ready', async () => {
      known([device('nano-1', 'ready')]);
      const { exitCode, out } = await enrollList({ 'nano-1': 'ready' });
      expect(exitCode).toBe(0);
      expect(out).toContain('unchanged');
    });

    it('exits with 6 when one could not be enrolled, whatever the others are', async () => {
      known([]);
      expect((await enrollList({ 'nano-1': 'fails', 'nano-2': 'quarantined' })).exitCode).toBe(6);
    });
  });
});
