import { factorLevels } from '../factors/factor-levels';
import type { CellLevels } from './cell';
import { cellKey } from './cell-key';

/** Keys that version 0.2 made: cells that were measured with them must be found again for ever. */
describe('keys of cells measured before factors were open', () => {
  it.each<[string, string, CellLevels]>([
    [
      'a6434fef926307a68e25b31d757528f7',
      'jetson-nano',
      { workload: 'alexnet', command: null, graphMode: 'dynamic', ...factorLevels({}) },
    ],
    [
      '0f402c380c0804cdf3102a752558ffb0',
      'jetson-orin-nx',
      {
        ...{ workload: 'resnet18', command: null, graphMode: 'static' },
        ...factorLevels({ batchSize: 8, cpuKhz: 1_984_000, gpuHz: 612_000_000 }),
      },
    ],
    [
      '407706b7fd4294e44d3eb12ecc4d148e',
      'jetson-xavier-nx',
      {
        ...{ workload: 'mine', command: ['python3', 'run.py'], graphMode: 'dynamic' },
        ...factorLevels({ inferences: 100, batchSize: 1, gpuHz: 599_250_000, cpuGovernor: 'ondemand' }),
      },
    ],
  ])('%s', (key, deviceClass, levels) => {
    expect(cellKey(deviceClass, levels)).toBe(key);
  });
});
