import { describeNow } from './describe-now';

const now = (levels: Record<string, unknown>) =>
  describeNow({ workload: 'alexnet', levels, phase: 'measuring' } as Parameters<typeof describeNow>[0]);

it.each([
  [
    { batchSize: 16, gpuHz: 921_600_000, cpuKhz: 518_400, emcHz: 'dvfs' },
    'batch size 16, GPU 921.6 MHz, CPU 518.4 MHz',
  ],
  [{ gpuHz: 'dvfs', cpuKhz: 'dvfs', emcHz: 1_600_000_000 }, 'GPU DVFS, CPU DVFS, memory 1600 MHz'],
])('names the clocks of a running trial by their device, %j', (levels, words) => {
  expect(now(levels)).toBe(`alexnet, ${words}: measuring`);
});
