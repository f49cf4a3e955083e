import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { doctorView, type DoctorView } from '@joulefleet/contracts';
import { startLab, type Lab } from '../../testkit/lab';

describe('the doctor of a device', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  }, 200_000);
  afterAll(() => lab.stop());

  async function examine(): Promise<DoctorView> {
    const { body } = await lab.call('POST', `/v1/devices/${lab.twins[0]!.name}/doctor`);
    return doctorView.parse(body);
  }

  it('has nothing to say of a twin, and says that it is one', async () => {
    expect(await examine()).toMatchObject({ simulated: true, modules: {}, runs: [], advice: [] });
  });

  it('has the runners, which were uploaded, look at the libraries of a board', async () => {
    const marker = join(lab.twins[0]!.root, 'etc/joulefleet-twin.json');
    expect(existsSync(marker)).toBe(true);
    rmSync(marker);
    const { simulated, l4t, modules, runs, advice } = await examine();
    expect({ simulated, release: l4t?.release }).toEqual({ simulated: false, release: 32 });
    // Six models with four runtimes, and one with OpenCV.
    expect(runs).toHaveLength(25);
    const missing = new Set(runs.flatMap((run) => run.missing));
    expect(Object.keys(modules).filter((name) => modules[name] === null && missing.has(name))).toEqual(
      Object.keys(modules).filter((name) => missing.has(name)),
    );
    for (const need of missing) expect(advice.map((each) => each.need)).toContain(need);
    for (const { need, commands } of advice) {
      if (need === 'torch' && missing.has(need)) expect(commands.join()).toMatch(/cp36-cp36m-linux_aarch64/);
    }
  }, 200_000);
});
