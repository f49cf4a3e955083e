import { factorLevels } from '../factors/factor-levels';
import type { Cell, CellLevels } from './cell';
import { cellKey } from './cell-key';

function cell(batchSize: number): Cell {
  const levels: CellLevels = {
    workload: 'alexnet',
    command: null,
    graphMode: 'dynamic',
    ...factorLevels({ batchSize, gpuHz: 614_400_000 }),
  };
  return { cellKey: cellKey('jetson-nano', levels), deviceClass: 'jetson-nano', levels };
}

describe('cellKey', () => {
  it('depends on every level and the class, not on the order of properties', () => {
    const { levels } = cell(16);
    const key = cellKey('jetson-nano', levels);
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(cellKey('jetson-nano', Object.fromEntries(Object.entries(levels).reverse()) as never)).toBe(key);
    const variants: Partial<CellLevels>[] = [
      { workload: 'resnet18' },
      { command: ['x'] },
      { graphMode: 'static' },
      { batchSize: 8 },
      { cpuKhz: 102_000 },
      { gpuHz: 'dvfs' },
      { cpuGovernor: 'ondemand' },
      { gpuGovernor: 'ondemand' },
      { inferences: 320 },
    ];
    const keys = variants.map((variant) => cellKey('jetson-nano', { ...levels, ...variant }));
    expect(new Set([key, cellKey('jetson-orin-nx', levels), ...keys]).size).toBe(variants.length + 2);
  });
});
