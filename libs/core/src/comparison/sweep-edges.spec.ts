import { frequencyTable } from '../device-class/device-class';
import { factorLevels } from '../factors';
import { sweepEdges } from './sweep-edges';

const { cpuKhz, gpuHz } = frequencyTable('jetson-nano');
const at = (gpu: number, cpu: number) => factorLevels({ gpuHz: gpuHz[gpu]!, cpuKhz: cpuKhz[cpu]! });
const GOVERNED = factorLevels({});
const grid = (gpus: number[], cpus: number[]) => [GOVERNED, ...gpus.flatMap((gpu) => cpus.map((cpu) => at(gpu, cpu)))];

it('finds the clocks beyond which the board has others that were not measured', () => {
  const cells = grid([3, 5, 7], [2, 6]);
  expect(sweepEdges(at(5, 2), cells, 'jetson-nano')).toEqual([{ clock: 'CPU', end: 'lowest', hz: 1e3 * cpuKhz[2]! }]);
  expect(sweepEdges(at(7, 6), cells, 'jetson-nano')).toEqual([
    { clock: 'GPU', end: 'highest', hz: gpuHz[7] },
    { clock: 'CPU', end: 'highest', hz: 1e3 * cpuKhz[6]! },
  ]);
});

it('finds none inside, at an end of the table, along a clock that was not varied, or of governors', () => {
  const [lastGpu, lastCpu] = [gpuHz.length - 1, cpuKhz.length - 1];
  const whole = grid([0, 4, lastGpu], [0, 4, lastCpu]);
  expect(sweepEdges(at(4, 4), whole, 'jetson-nano')).toEqual([]);
  expect(sweepEdges(at(0, lastCpu), whole, 'jetson-nano')).toEqual([]);
  expect(sweepEdges(at(4, 3), grid([3, 4, 5], [3]), 'jetson-nano')).toEqual([]);
  expect(sweepEdges(GOVERNED, whole, 'jetson-nano')).toEqual([]);
});

it('says nothing of a class whose clocks are not known', () => {
  expect(sweepEdges(at(3, 2), grid([3, 5], [2, 6]), 'linux-cpu')).toEqual([]);
});
