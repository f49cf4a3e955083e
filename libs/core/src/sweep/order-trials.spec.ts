import fc from 'fast-check';
import type { Cell, CellLevels } from './cell';
import { cellKey } from './cell-key';
import { cutShards } from './cut-shards';
import { orderTrials } from './order-trials';

function cell(batchSize: number): Cell {
  const levels: CellLevels = {
    workload: 'alexnet',
    command: null,
    graphMode: 'dynamic',
    batchSize,
    cpuKhz: 'dvfs',
    gpuHz: 614_400_000,
    cpuGovernor: null,
    gpuGovernor: null,
    inferences: 3200,
  };
  return { cellKey: cellKey('jetson-nano', levels), deviceClass: 'jetson-nano', levels };
}
const someCells = fc
  .uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 40 })
  .map((sizes) => sizes.map(cell));
const keysOf = (cells: readonly Cell[]) => cells.map((entry) => entry.cellKey);
const base = { device: 'nano-1', repetitions: 3, order: 'randomised-blocks' as const, seed: 1 };

describe('orderTrials', () => {
  it('puts every cell once into each block, whatever the order of the cells', () => {
    const scenario = someCells.chain((cells) =>
      fc.tuple(
        fc.constant(cells),
        fc.shuffledSubarray(cells, { minLength: cells.length }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(),
      ),
    );
    fc.assert(
      fc.property(scenario, ([cells, permuted, repetitions, seed]) => {
        const trials = orderTrials({ ...base, cellKeys: keysOf(cells), repetitions, seed });
        expect(orderTrials({ ...base, cellKeys: keysOf(permuted), repetitions, seed })).toEqual(trials);
        expect(trials.map((trial) => trial.position)).toEqual(trials.map((_, index) => index));
        for (let block = 1; block <= repetitions; block += 1) {
          const inBlock = trials.slice((block - 1) * cells.length, block * cells.length);
          expect(inBlock.every((trial) => trial.block === block && trial.repetition === block)).toBe(true);
          expect(inBlock.map((trial) => trial.cellKey).sort()).toEqual(cells.map((entry) => entry.cellKey).sort());
        }
      }),
    );
  });

  it('shuffles each block, device and seed on its own', () => {
    const cells = Array.from({ length: 20 }, (_, index) => cell(index + 1));
    const keys = (request: Partial<typeof base>) =>
      orderTrials({ ...base, ...request, cellKeys: keysOf(cells) }).map((t) => t.cellKey);
    const first = keys({});
    expect(first.slice(0, 20)).not.toEqual(first.slice(20, 40));
    expect(keys({ seed: 2 })).not.toEqual(first);
    expect(keys({ device: 'nano-2' })).not.toEqual(first);
    expect(keys({})).toEqual(first);
  });

  it('puts each cell equally often at each place of a block', () => {
    const cells = [cell(1), cell(2), cell(3), cell(4)];
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 1000; seed += 1) {
      const first = orderTrials({ ...base, cellKeys: keysOf(cells), repetitions: 1, seed })[0]!.cellKey;
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    // 1000 draws of 1 in 4: standard deviation 13.7; five of them.
    for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(69);
  });

  it('runs the repetitions of a cell in a row when asked to, along the axes', () => {
    const trials = orderTrials({ ...base, order: 'sequential', repetitions: 2, cellKeys: keysOf([cell(8), cell(32)]) });
    expect(trials.map((trial) => [trial.cellKey, trial.repetition])).toEqual([
      [cell(8).cellKey, 1],
      [cell(8).cellKey, 2],
      [cell(32).cellKey, 1],
      [cell(32).cellKey, 2],
    ]);
  });
});

describe('cutShards', () => {
  it('keeps every trial, in order, in full shards but for the last', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 20 }), (trials, most) => {
        const shards = cutShards(trials, most);
        expect(shards.flat()).toEqual(trials);
        expect(shards.slice(0, -1).every((shard) => shard.length === most)).toBe(true);
        expect(shards.every((shard) => shard.length > 0)).toBe(true);
      }),
    );
  });

  it('refuses empty shards', () => expect(() => cutShards([1], 0)).toThrow(RangeError));
});

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
