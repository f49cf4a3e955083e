import type { DoctorView } from '@joulefleet/contracts';
import { captureIo, ControllerDouble } from '../../fixtures/controller-double';
import { runCli } from '../../run-cli';

const VIEW: DoctorView = {
  ...{ name: 'nano-1', simulated: false, jetpack: '4.6.4', l4t: { release: 32, revision: '7.4' } },
  ...{ python: '3.6.9', machine: 'aarch64' },
  modules: {
    torch: { version: '1.10.0', error: null, cuda: '10.2', gpu: true },
    cv2: { version: '4.1.1', error: 'libopencv.so: cannot open', cuda: null, gpu: null },
    torchvision: null,
  },
  runs: [
    { workload: 'resnet18', runtime: 'pytorch', missing: ['torchvision'], broken: [], gpu: true, runsOn: null },
    { workload: 'yolov4tiny', runtime: 'pytorch', missing: [], broken: [], gpu: true, runsOn: 'gpu' },
    { workload: 'yolov4tiny', runtime: 'opencv', missing: [], broken: ['cv2'], gpu: false, runsOn: null },
  ],
  advice: [
    {
      ...{ need: 'torchvision', why: 'it is not installed', commands: ['git clone x', 'build x'] },
      ...{ source: 'https://example.org/t', note: 'it takes long' },
    },
    { need: 'tensorrt', why: 'it is not installed', commands: [], source: null, note: 'no command is known' },
  ],
};

describe('device doctor', () => {
  let controller: ControllerDouble;
  beforeEach(async () => {
    controller = new ControllerDouble();
    await controller.start();
  });
  afterEach(() => controller.dispose());

  async function doctor(view: DoctorView, ...options: string[]) {
    controller.answer('POST /v1/devices/nano-1/doctor', view);
    const io = captureIo(controller.home);
    expect(await runCli(['device', 'doctor', 'nano-1', ...options], io)).toBe(0);
    return io.out();
  }

  it('shows what runs where, and the commands for what does not', async () => {
    expect(await doctor(VIEW)).toBe(`nano-1
  system     JetPack 4.6.4 (L4T 32.7.4), Python 3.6.9, aarch64
  installed  torch 1.10.0, cv2 4.1.1, broken

            pytorch  opencv
resnet18    no
yolov4tiny  gpu      no

torchvision: it is not installed (it takes long)
  git clone x
  build x
  # from https://example.org/t

tensorrt: it is not installed (no command is known)
`);
  });

  it('says of a twin that there is nothing to install', async () => {
    const twin = { ...VIEW, simulated: true, modules: {}, runs: [], advice: [] };
    expect(await doctor(twin)).toMatch(/^nano-1 is a twin: it simulates/);
    expect(JSON.parse(await doctor(twin, '--json'))).toEqual(twin);
  });
});
