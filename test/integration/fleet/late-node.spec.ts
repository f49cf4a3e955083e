import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceView, Problem } from '@joulefleet/contracts';
import { startLab, type Lab } from '../../testkit/lab';

/** On a board whose uptime is its own: 20 s after the boot, and no faster than the wall. */
describe('a GPU clock that comes late after a boot', () => {
  let lab: Lab;
  let devfreq: string;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'], timeScale: 1, controller: { watch: false } });
    devfreq = join(lab.twins[0]!.root, 'sys/devices/57000000.gpu/devfreq');
  });
  afterAll(() => lab.stop());

  const hide = () => renameSync(devfreq, `${devfreq}-later`);
  const show = () => renameSync(`${devfreq}-later`, devfreq);
  const post = (what: string) => lab.call('POST', `/v1/devices/nano/${what}`);

  it('is waited for by an enrollment', async () => {
    hide();
    setTimeout(show, 2_000);
    await lab.enroll(lab.twins[0]!);
    const { body } = await lab.call('GET', '/v1/devices/nano');
    expect(body).toMatchObject({ availability: 'ready', facts: { gpu: { maxHz: 921_600_000 }, coresPresent: 4 } });
  });

  it('is looked for again by itself, is no truth to accept, and is back without anybody', async () => {
    hide();
    const late = (await post('check')).body as DeviceView;
    expect(late).toMatchObject({ availability: 'offline', nextStep: { resolution: 'automatic' } });
    expect(late.reason).toMatch(/clocks_there: the GPU clock is not there yet, \d+ s after the boot/);
    const refused = await post('accept-drift');
    expect(refused).toMatchObject({ status: 422, body: { code: 'not_there_yet' } });
    expect((refused.body as Problem).detail).toMatch(/GPU clock is not there yet/);
    show();
    expect((await post('check')).body).toMatchObject({ availability: 'ready', facts: { gpu: { minHz: 76_800_000 } } });
  });
});
