import fc from 'fast-check';
import { factorLevels } from '../factors/factor-levels';
import { runToEnd } from '../steps/run-to-end';
import type { Cell } from '../sweep/cell';
import { cellKey } from '../sweep/cell-key';
import type { DevicePlan } from '../sweep/expand-sweep';
import { shareCells } from './share-cells';

function cellOf(gpuHz: number | 'stock', batchSize = 16): Cell {
  const work = { workload: 'alexnet', command: null, graphMode: 'dynamic', inferences: 3200 } as const;
  const clocks = gpuHz === 'stock' ? ({ gpuHz, cpuKhz: 'stock' } as const) : { gpuHz };
  const levels = { ...factorLevels(clocks), ...work, batchSize };
  return { cellKey: cellKey('jetson-nano', levels), deviceClass: 'jetson-nano', levels };
}
const clocks = (count: number, from = 0): Cell[] =>
  Array.from({ length: count }, (_, i) => cellOf((from + i + 1) * 1e6));
const plans = (names: readonly string[], cells: readonly Cell[], deviceClass = 'jetson-nano'): DevicePlan[] =>
  names.map((device) => ({ device, deviceClass, cells, sentinel: null, notes: [] }));
const share = (perDevice: readonly DevicePlan[], count: number | null, seed = 1) =>
  runToEnd(shareCells(perDevice, count, seed));
const keysOf = ({ perDevice }: ReturnType<typeof share>): string[][] =>
  perDevice.map(({ cells }) => cells.map((cell) => cell.cellKey));

describe('shareCells', () => {
  it('leaves all cells on all devices unless a number is named', () => {
    const perDevice = plans(['a', 'b'], clocks(5));
    expect(share(perDevice, null)).toEqual({ perDevice, movable: new Map(), errors: [] });
  });

  it('knows a baseline by how its workload is executed: without anything to compare it is shared out as any other cell', () => {
    const levels = { ...cellOf('stock').levels, runtime: 'libtorch' };
    const alone: Cell = { ...cellOf('stock'), levels, cellKey: cellKey('jetson-nano', levels) };
    const [a, b] = keysOf(share(plans(['a', 'b'], [cellOf(1e6), cellOf('stock'), alone]), 1));
    expect([...a!, ...b!].filter((key) => key === alone.cellKey)).toHaveLength(1);
    expect([...a!, ...b!].filter((key) => key === cellOf('stock').cellKey)).toHaveLength(2);
  });

  it('measures each cell on so many devices that can, evenly, in canonical order, whatever the order of devices', () => {
    const sizes = fc.record({
      devices: fc.integer({ min: 1, max: 12 }),
      cells: fc.integer({ min: 0, max: 60 }),
      each: fc.integer({ min: 1, max: 12 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(sizes, fc.infiniteStream(fc.nat()), ({ devices, cells, each, seed }, keys) => {
        const names = Array.from({ length: devices }, (_, i) => `d${i}`);
        const all = clocks(cells);
        const perDevice = plans(names, all);
        const shared = share(perDevice, each, seed);
        const k = Math.min(each, devices);
        const counts = new Map<string, number>();
        for (const key of keysOf(shared).flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
        expect([...counts.values()].every((count) => count === k)).toBe(true);
        expect(counts.size).toBe(cells);
        const loads = shared.perDevice.map((plan) => plan.cells.length);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        const order = new Map(all.map(({ cellKey: key }, index) => [key, index]));
        for (const own of keysOf(shared)) {
          expect(own).toEqual([...own].sort((x, y) => order.get(x)! - order.get(y)!));
        }
        const turned = perDevice.map((plan) => ({ plan, key: keys.next().value! })).sort((x, y) => x.key - y.key);
        const again = share(
          turned.map(({ plan }) => plan),
          each,
          seed,
        );
        const byName = new Map(again.perDevice.map((plan) => [plan.device, plan]));
        expect(shared.perDevice).toEqual(names.map((name) => byName.get(name)));
      }),
    );
  });

  it('gives each device one of neighbouring cells, and others with another seed', () => {
    const perDevice = plans(['a', 'b', 'c', 'd'], clocks(40));
    const { perDevice: shared } = share(perDevice, 1);
    for (const { cells } of shared) {
      const gpuHz = cells.map(({ levels }) => Number(levels.gpuHz) / 1e6 - 1);
      expect(gpuHz.map((index) => Math.floor(index / 4))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    expect(keysOf(share(perDevice, 1, 2))).not.toEqual(keysOf(share(perDevice, 1)));
  });

  it('keeps a baseline that is compared with on every device, and shares out one that nothing is compared with', () => {
    const [compared, alone] = [cellOf('stock', 16), cellOf('stock', 1)];
    const { perDevice, movable } = share(plans(['a', 'b', 'c'], [...clocks(3), compared, alone]), 1);
    for (const { cells } of perDevice) expect(cells).toContain(compared);
    expect(perDevice.filter(({ cells }) => cells.includes(alone))).toHaveLength(1);
    expect(movable.has(compared.cellKey)).toBe(false);
    expect(movable.get(alone.cellKey)).toEqual(['a', 'b', 'c']);
    expect(perDevice[0]!.notes).toEqual([
      expect.stringMatching(/^[23] of 5 cells are measured here, the others on other devices of its class$/),
    ]);
  });

  it('asks a device only for cells that it offers', () => {
    const [low, high] = [clocks(4), clocks(4, 2)];
    const { perDevice, movable } = share([...plans(['a'], low), ...plans(['b'], high)], 1);
    expect(perDevice[0]!.cells.every((cell) => low.includes(cell))).toBe(true);
    expect(perDevice[1]!.cells.every((cell) => high.some(({ cellKey: key }) => key === cell.cellKey))).toBe(true);
    expect([...movable.values()].map((names) => names.join(''))).toEqual(['a', 'a', 'ab', 'ab', 'b', 'b']);
  });

  it('reports a class with fewer devices than each cell is to be measured on', () => {
    const { errors } = share([...plans(['a', 'b'], clocks(2)), ...plans(['x'], clocks(2), 'jetson-orin-nx')], 2);
    expect(errors).toEqual([
      {
        level: '2',
        message: 'each cell is to be measured on 2 devices, and of jetson-orin-nx 1 is selected',
        nearest: [],
        path: ['devicesPerCell'],
        unsatisfiable: true,
      },
    ]);
  });
});
