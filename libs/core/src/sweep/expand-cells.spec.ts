import fc from 'fast-check';
import type { Level } from '../factors/factor';
import { FACTORS } from '../factors/registry';
import { cellsOf, countCells } from './expand-cells';
import type { DeviceLevels } from './levels-on-device';
import type { SweepSpec } from './sweep-spec';

const SPEC = { inferences: 100 } as SweepSpec;

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
  baseline: fc.constantFrom('dvfs' as const, 'none' as const),
});

describe('cellsOf', () => {
  it('yields as many cells as are counted, none twice, the baseline of each workload among them', () => {
    fc.assert(
      fc.property(scenario, ({ workloads, factors, baseline }) => {
        const levels = { workloads, factors } as unknown as DeviceLevels;
        const spec = { ...SPEC, baseline };
        const cells = [...cellsOf(spec, 'jetson-nano', levels)];
        expect(countCells(spec, levels)).toBe(cells.length);
        expect(new Set(cells.map(({ cellKey }) => cellKey)).size).toBe(cells.length);
        for (const { levels: found } of cells) {
          expect(Object.keys(found).sort()).toEqual(
            ['workload', 'command', 'graphMode', 'inferences', ...FACTORS.map(({ key }) => key)].sort(),
          );
        }
      }),
    );
  });

  it('varies a governor only where the clock is left to it', () => {
    const factors = Object.fromEntries(FACTORS.map(({ key, unset }) => [key, [unset]]));
    const levels = { workloads: [{ name: 'alexnet', graph: 'dynamic', command: null }] };
    const governed = { ...factors, cpuKhz: ['dvfs', 100], cpuGovernor: [null, 'ondemand'] };
    const cells = [
      ...cellsOf({ ...SPEC, baseline: 'none' }, 'c', { ...levels, factors: governed } as unknown as DeviceLevels),
    ];
    expect(cells.map(({ levels: l }) => [l.cpuKhz, l.cpuGovernor])).toEqual([
      ['dvfs', null],
      ['dvfs', 'ondemand'],
      [100, null],
    ]);
  });
});
