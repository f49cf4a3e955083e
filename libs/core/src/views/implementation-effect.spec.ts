import { runToEnd } from '../steps/run-to-end';
import { drawnRows, type DrawnCell } from './fixtures/drawn-rows';
import { governorEffect } from './governor-effect';
import { implementationEffect } from './implementation-effect';
import { implementationPairs } from './implementation-pairs';

const DVFS = { gpuHz: 'dvfs', cpuKhz: 'dvfs' } as const;

/** Cells under governors and at three clocks; `power` times 5 W, `time` times 100 s. */
function cellsOf({
  power = 1,
  time = 1,
  ...more
}: { power?: number; time?: number } & Partial<DrawnCell>): DrawnCell[] {
  return [DVFS, ...[1, 2, 3].map((gpuHz) => ({ gpuHz, cpuKhz: 1 }))].map((levels) => ({
    ...more,
    levels: { ...more.levels, ...levels },
    ...{ powerMw: 5000 * power, durationMs: (100_000 * time) / (typeof levels.gpuHz === 'number' ? levels.gpuHz : 1) },
  }));
}

const pairsOf = (cells: DrawnCell[], scatter = 0) => runToEnd(implementationPairs(drawnRows(cells, { scatter })));
const named = (cells: DrawnCell[]) =>
  pairsOf(cells).map(({ factor, level, controlLevel }) => `${factor} ${level} against ${controlLevel}`);

describe('implementationPairs', () => {
  it('holds each against what the workload does by itself, or what comes nearest to that', () => {
    expect(named([...cellsOf({}), ...cellsOf({ graphMode: 'static' })])).toEqual(['graphMode static against dynamic']);
    const runtimes = ['libtorch', 'tensorrt'].flatMap((runtime) => cellsOf({ levels: { runtime } }));
    expect(named([...cellsOf({}), ...runtimes])).toEqual([
      'runtime libtorch against default',
      'runtime tensorrt against default',
    ]);
    expect(named(runtimes)).toEqual(['runtime tensorrt against libtorch']);
    expect(named([true, false].flatMap((lazyLoading) => cellsOf({ levels: { lazyLoading } })))).toEqual([
      'lazyLoading false against true',
    ]);
  });

  it('pairs only what differs in one thing', () => {
    expect(named([...cellsOf({}), ...cellsOf({ graphMode: 'static', levels: { runtime: 'libtorch' } })])).toEqual([]);
    expect(named([...cellsOf({}), ...cellsOf({ graphMode: 'static', inferences: 6400 })])).toEqual([]);
    expect(named([...cellsOf({}), ...cellsOf({ graphMode: 'static', levels: { batchSize: 8 } })])).toEqual([]);
    expect(named([...cellsOf({}), ...cellsOf({ graphMode: 'static', device: 'nano-2' })])).toEqual([]);
  });
});

describe('implementationEffect', () => {
  const [pair] = pairsOf([...cellsOf({}), ...cellsOf({ graphMode: 'static', power: 1.2, time: 0.5 })]);

  it('has ratios under governors, at the optima and over the clocks of both', () => {
    const effect = implementationEffect(pair!);
    expect(effect).toMatchObject({ device: 'nano-1', graphMode: 'static', batchSize: 16, load: null });
    expect(effect.points.map(({ at }) => at)).toEqual(['dvfs', 'optimum']);
    for (const { energy, time, power } of [...effect.points, effect.overall!]) {
      expect([energy, time, power].map(({ estimate }) => estimate)).toEqual(
        [0.6, 0.5, 1.2].map((ratio) => expect.closeTo(ratio, 9) as number),
      );
    }
    expect(effect.overall!.cells).toBe(3);
  });

  it('has loading and inferences together, with the crossover', () => {
    const [loaded] = pairsOf([
      ...cellsOf({ loadEnergyMj: 10_000 }),
      ...cellsOf({ graphMode: 'static', power: 1.2, time: 0.5, loadEnergyMj: 20_000 }),
    ]);
    const { load } = implementationEffect(loaded!);
    // 500 J against 300 J for 3,200 inferences.
    expect(load).toMatchObject({ at: 'dvfs', crossover: { cheaper: 'variant' } });
    expect(load!.crossover.inferences).toBeCloseTo(10_000 / ((500_000 - 300_000) / 3200), 6);
    expect(load!.cumulative.map(({ inferences }) => inferences)).toEqual([0, 16, 160, 1600, 16_000, 160_000]);
    expect(load!.cumulative[0]!.ratio.estimate).toBeCloseTo(2, 9);
    expect(load!.cumulative[5]!.ratio.estimate).toBeCloseTo(0.6, 2);
  });

  it('covers the true mean ratio in most drawn campaigns', () => {
    const cells = [...cellsOf({}), ...cellsOf({ graphMode: 'static', power: 1.2, time: 0.5 })];
    let inside = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const [drawn] = runToEnd(implementationPairs(drawnRows(cells, { scatter: 0.01, seed })));
      const { low, high } = implementationEffect(drawn!).overall!.energy;
      if (low <= 0.6 && high >= 0.6) inside++;
    }
    expect(inside).toBeGreaterThan(180);
  });
});

describe('governorEffect', () => {
  const governed = (cpuGovernor: string | null, powerMw: number, durationMs: number): DrawnCell => ({
    ...{ levels: { ...DVFS, cpuGovernor }, powerMw, durationMs },
  });
  const cells = [
    governed(null, 6000, 100_000),
    governed('powersave', 4000, 145_000),
    governed('performance', 6100, 100_000),
  ];

  it('holds each against the default of the device and against the best', () => {
    const effect = governorEffect(drawnRows([...cells, ...cellsOf({}).slice(1)])[0]!)!;
    expect(effect.points.map(({ levels, isDefault, mayBeBest }) => [levels.cpuGovernor, isDefault, mayBeBest])).toEqual(
      [
        ['powersave', false, true],
        [null, true, false],
        ['performance', false, false],
      ],
    );
    const [saving, own] = effect.points;
    expect(saving!.energyRatio.estimate).toBeCloseTo(580 / 600, 9);
    expect(saving!.timeRatio.estimate).toBeCloseTo(1.45, 9);
    expect(saving!.powerRatio.estimate).toBeCloseTo(4 / 6, 9);
    expect(own).toMatchObject({ energyRatio: { estimate: 1, low: 1, high: 1 } });
    expect(own!.overBest.estimate).toBeCloseTo(600 / 580, 9);
  });

  it('says that another may be the best where its interval allows it', () => {
    const unsure = drawnRows([governed(null, 6000, 100_000), governed('performance', 6010, 100_000)], {
      scatter: 0.02,
    });
    expect(governorEffect(unsure[0]!)!.points.every(({ mayBeBest }) => mayBeBest)).toBe(true);
  });

  it('needs two settings', () => {
    expect(governorEffect(drawnRows(cellsOf({}))[0]!)).toBeNull();
  });
});
