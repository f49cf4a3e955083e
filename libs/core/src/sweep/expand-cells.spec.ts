import fc from 'fast-check';
import type { Level } from '../factors/factor';
import { FACTORS } from '../factors/registry';
import { cellsOf, countCells } from './expand-cells';
import type { DeviceLevels } from './device-levels';
import type { SweepSpec } from './sweep-spec';

const SPEC = { inferences: 100 } as SweepSpec;

const UNSET = Object.fromEntries(
  FACTORS.filter(({ appliedTo }) => appliedTo === 'device').map(({ key, unset }) => [key, unset]),
);

/** Levels of every factor, the unset one among them or not. */
const someLevels = fc
  .tuple(...FACTORS.map(({ unset }) => fc.uniqueArray(fc.constantFrom<Level>(unset, 1, 2, 3), { maxLength: 3 })))
  .map((lists) => Object.fromEntries(FACTORS.map(({ key }, index) => [key, lists[index]!])));

const scenario = fc.record({
  workloads: fc.subarray([
    { name: 'alexnet', graph: 'dynamic' as const, command: null },
    { name: 'mine', graph: 'static' as const, command: ['./run'] },
  ]),
  factors: someLevels,
  baselines: fc
    .uniqueArray(fc.constantFrom<Level>('dvfs', 1, 7), { maxLength: 2 })
    .map((clocks) => clocks.map((cpuKhz) => ({ ...UNSET, cpuKhz }))),
});

describe('cellsOf', () => {
  it('yields as many cells as are counted, none twice, the baseline of each workload among them', () => {
    fc.assert(
      fc.property(scenario, ({ workloads, factors, baselines }) => {
        const levels = { workloads, factors, baselines } as unknown as DeviceLevels;
        const cells = [...cellsOf(SPEC, 'jetson-nano', levels)];
        expect(countCells(levels)).toBe(cells.length);
        expect(new Set(cells.map(({ cellKey }) => cellKey)).size).toBe(cells.length);
        for (const { levels: found } of cells) {
          expect(Object.keys(found).sort()).toEqual(
            ['workload', 'command', 'graphMode', ...FACTORS.map(({ key }) => key)].sort(),
          );
        }
      }),
    );
  });

  it('counts a baseline once whose clock is pinned, where the device has none of the governors', () => {
    const factors = Object.fromEntries(FACTORS.map(({ key, unset }) => [key, [unset]]));
    const levels = {
      workloads: [{ name: 'alexnet', graph: 'dynamic', command: null }],
      factors: { ...factors, cpuKhz: [1], cpuGovernor: [] },
      baselines: [{ ...UNSET, cpuKhz: 1 }],
    } as unknown as DeviceLevels;
    expect([...cellsOf(SPEC, 'c', levels)]).toHaveLength(1);
    expect(countCells(levels)).toBe(1);
  });

  it('varies a governor only where the clock is left to it', () => {
    const factors = Object.fromEntries(FACTORS.map(({ key, unset }) => [key, [unset]]));
    const levels = { workloads: [{ name: 'alexnet', graph: 'dynamic', command: null }] };
    const governed = { ...factors, cpuKhz: ['stock', 'dvfs', 100], cpuGovernor: [null, 'ondemand'] };
    const cells = [...cellsOf(SPEC, 'c', { ...levels, factors: governed, baselines: [] } as unknown as DeviceLevels)];
    expect(cells.map(({ levels: l }) => [l.cpuKhz, l.cpuGovernor])).toEqual([
      ['stock', null],
      ['stock', 'ondemand'],
      ['dvfs', null],
      ['dvfs', 'ondemand'],
      [100, null],
    ]);
  });
});
