import type { GovernorEffectView } from '@joulefleet/contracts';
import { governorsFigure } from './governors-figure';

type Point = GovernorEffectView['points'][number];

const interval = (estimate: number) => ({ estimate, low: 0.98 * estimate, high: 1.02 * estimate });

function point(cpuGovernor: string, mj: number, more: Partial<Point> = {}): Point {
  const levels = { batchSize: 16, cpuKhz: 'dvfs', gpuHz: 'dvfs', cpuGovernor, gpuGovernor: null } as const;
  return {
    ...{ cellKey: cpuGovernor, batchSize: 16, trials: 3, levels, grade: 'B' },
    ...{
      energyMj: interval(mj),
      uncertaintyMj: 2,
      timeMs: interval(10),
      batchMs: interval(160),
      powerMw: interval(9e3),
    },
    ...{ energyRatio: interval(mj / 200), timeRatio: interval(1), powerRatio: interval(1), overBest: interval(1) },
    ...{ rankable: true, isDefault: false, mayBeBest: false, clocks: [] },
    ...more,
  } as Point;
}

function figure(...points: Point[]) {
  const work = { workload: 'alexnet', graphMode: 'dynamic', options: {}, inferences: 3200, unit: 'inference' };
  return governorsFigure({ device: 'nano-<1>', ...work, batchSize: 16, points } as GovernorEffectView, true);
}

it('names the governors of least energy against the own ones of the device, and what may be as good', () => {
  const own = point('schedutil', 200, { isDefault: true });
  const { caption, table, svg } = figure(point('powersave', 160), point('ondemand', 161, { mayBeBest: true }), own);
  expect(caption).toMatch(
    /\(powersave\).*: 0\.800 ± 0\.016 times the energy of the device's own\. 1 more may be as good/,
  );
  expect(table!.rows.map((row) => row.at(-1))).toEqual(['least energy', 'may be best', "the device's own"]);
  expect(table!.rows[2]!.slice(3, 6)).toEqual(['1', '1', '1']);
  expect(svg).not.toContain('<1>');
});

it('says when the own governors take the least, and ranks none of which the grade is too low', () => {
  const { caption, table } = figure(point('schedutil', 200, { isDefault: true, rankable: false }), point('user', 260));
  expect(caption).toContain("The device's own take the least.");
  expect(table!.rows[0]!.at(-1)).toBe("the device's own, least estimate");
});

it('shows where the governors held the clocks, of several policies the first', () => {
  const clock = { method: 'counters' as const, shares: [], topHz: 1.479e9, topSharePct: 89.4 };
  const clocks = [
    { ...clock, clock: 'cpu' as const, policy: 0 },
    { ...clock, clock: 'cpu' as const, policy: 4, topSharePct: 3 },
    { ...clock, clock: 'gpu' as const, policy: null, topHz: 921.6e6, topSharePct: 83 },
  ];
  expect(figure(point('schedutil', 200, { clocks })).table!.rows[0]![6]).toBe(
    'CPU 89 % of 1479 MHz, GPU 83 % of 921.6 MHz',
  );
});
