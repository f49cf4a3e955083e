import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captureIo, ControllerDouble } from '../../fixtures/controller-double';
import { sampleProblem } from '../../fixtures/sample-views';
import { runCli } from '../../run-cli';

describe('campaign launch of a file with errors', () => {
  let controller: ControllerDouble;

  beforeEach(async () => {
    controller = new ControllerDouble();
    await controller.start();
  });
  afterEach(() => controller.dispose());

  it('shows with them what only the controller can find, and launches nothing for that', async () => {
    const errors = [
      { where: 'x.yaml:2:13', message: 'unknown workload "alxnet"', nearest: 'alexnet' },
      { where: 'x.yaml:3:1', message: 'no enrolled device has the label rakc-a', nearest: 'rack-a' },
    ];
    const found = sampleProblem({ code: 'bad_campaign', title: 'bad campaign', origin: 'operator', errors });
    controller.answer('POST /v1/campaigns', found, 422);
    const path = join(controller.home, 'sweep.yaml');
    writeFileSync(path, 'name: x\nworkloads: [alxnet]\n');
    const io = captureIo(controller.home);
    expect(await runCli(['campaign', 'launch', path], io)).toBe(2);
    expect(io.err()).toContain('2 errors; nothing was stored');
    expect(io.err()).toContain('unknown workload "alxnet"');
    expect(io.err()).toContain('no enrolled device has the label rakc-a');
    expect(controller.received[0]!.body).toMatchObject({ dryRun: true });
  });

  it('does not call a file wrong that no device can measure', async () => {
    const errors = [{ where: 'x.yaml:3:12', message: '3 devices of jetson-nano are asked for, and 1 match' }];
    const remedy = 'Enroll such a device, or select others.';
    const found = sampleProblem({ code: 'unsatisfiable', title: 'unsatisfiable', origin: 'operator', errors, remedy });
    controller.answer('POST /v1/campaigns', found, 422);
    const path = join(controller.home, 'sweep.yaml');
    writeFileSync(path, 'name: x\nworkloads: [alexnet]\ndevices: { count: 3 }\n');
    const io = captureIo(controller.home);
    expect(await runCli(['campaign', 'launch', path], io)).toBe(2);
    expect(io.err()).toContain('no enrolled device can measure what the file asks for; nothing was stored');
    expect(io.err()).toContain('3 devices of jetson-nano are asked for, and 1 match');
    expect(io.err()).toContain(remedy);
  });
});
