import { factorLevels } from '../factors/factor-levels';
import {
  comparisonRow,
  type ComparisonRow as ContractRow,
  deviceRatio,
  type DeviceRatio as ContractRatio,
} from '@joulefleet/contracts';
import fc from 'fast-check';
import { energyUncertainty, netEnergyMj } from '../energy';
import { normalDeviate, type Random, seededRandom, shuffle } from '../random';
import { runToEnd } from '../steps/run-to-end';
import { type ComparisonRow, type DeviceRatio, type MeasuredCell, paretoFront, rankCells } from './index';
import * as steps from './index';

/** The comparisons, run in one go. */
const compareCells = (cells: readonly MeasuredCell[]) => runToEnd(steps.compareCells(steps.digestCells(cells)));
const compareDevices = (rows: readonly ComparisonRow[]) => runToEnd(steps.compareDevices(rows)).ratios;
const compareCampaigns = (campaign: readonly MeasuredCell[], reference: readonly MeasuredCell[]) =>
  runToEnd(steps.compareCampaigns(steps.digestCells(campaign), steps.digestCells(reference))).changes;
const repeatabilityOfDevices = (cells: readonly MeasuredCell[]) =>
  runToEnd(steps.repeatabilityOfDevices(steps.digestCells(cells)));

/** What the contract promises is what core gives: fails to compile otherwise. */
const asContractRow = (row: ComparisonRow): ContractRow => row;
const asContractRatio = (ratio: DeviceRatio): ContractRatio => ratio;

interface Truth {
  powerMw: number;
  durationMs: number;
}

/** True power and duration at a GPU clock: energy has its least in the middle of 1 to 5. */
function truthAt(gpuHz: number | 'dvfs'): Truth {
  if (gpuHz === 'dvfs') return { powerMw: 9000, durationMs: 20_000 };
  return { powerMw: 3000 + 300 * gpuHz ** 2, durationMs: 60_000 / gpuHz };
}

interface Setting {
  device?: string;
  workload?: string;
  trials?: number;
  /** Relative standard deviation of energy and of duration. */
  scatter?: number;
  /** What the device's sensor adds to every power, and multiplies it with. */
  offsetMw?: number;
  gain?: number;
  truth?: (gpuHz: number | 'dvfs') => Truth;
}

/** What every operating point takes without a workload. */
const IDLE_MW = 1_000;

function cellAt(gpuHz: number | 'dvfs', random: Random, setting: Setting = {}): MeasuredCell {
  const { device = 'nano-1', workload = 'alexnet', trials = 3, scatter = 0, offsetMw = 0, gain = 1 } = setting;
  const truth = (setting.truth ?? truthAt)(gpuHz);
  return {
    ...{ cellKey: `${workload} ${gpuHz}`, device, deviceClass: 'jetson-nano', workload, inferences: 3200 },
    graphMode: 'dynamic',
    levels: factorLevels({ cpuKhz: gpuHz === 'dvfs' ? gpuHz : 1_000_000, gpuHz }),
    trials: Array.from({ length: trials }, (_, block) => {
      const durationMs = truth.durationMs * Math.exp(scatter * normalDeviate(random));
      const meanPowerMw = (truth.powerMw * gain + offsetMw) * Math.exp(scatter * normalDeviate(random));
      const energyMj = (meanPowerMw * durationMs) / 1e3;
      const window = { energyMj, durationMs, gapUncertaintyMj: 0, edgeUncertaintyMj: 0 };
      const netMj = netEnergyMj(energyMj, durationMs, IDLE_MW * gain + offsetMw);
      return { energyMj, netEnergyMj: netMj, durationMs, meanPowerMw, block, ...energyUncertainty(window, 0) };
    }),
  };
}

const LEVELS = [1, 2, 3, 4, 5, 'dvfs'] as const;
const sweep = (random: Random, setting?: Setting): MeasuredCell[] => LEVELS.map((hz) => cellAt(hz, random, setting));
const exact = (setting?: Setting): MeasuredCell[] => sweep(seededRandom(1), setting);
const energyOf = (gpuHz: number | 'dvfs'): number => (truthAt(gpuHz).powerMw * truthAt(gpuHz).durationMs) / 1e3;

describe('slices of a comparison', () => {
  it('yield at least once for each cell and each pair of devices, so that no caller has to wait for all', () => {
    const stops = <T>(run: Generator<unknown, T>): number => [...run].length;
    const cells = Array.from({ length: 20 }, (_, i) => exact({ device: `nano-${i}` })).flat();
    const digested = steps.digestCells(cells);
    expect(stops(steps.compareCells(digested))).toBeGreaterThanOrEqual(cells.length);
    expect(stops(steps.repeatabilityOfDevices(digested))).toBeGreaterThanOrEqual(cells.length);
    expect(stops(steps.compareDevices(compareCells(cells)))).toBeGreaterThanOrEqual((20 * 19) / 2);
  });
});

describe('compareCells', () => {
  it('finds the optimum, its saving over DVFS and its latency cost', () => {
    const [row, ...others] = compareCells(exact());
    expect(others).toEqual([]);
    expect(row).toMatchObject({ device: 'nano-1', workload: 'alexnet', batchSize: 16, inferences: 3200 });
    expect(row!.optimum!.levels.gpuHz).toBe(3);
    expect(row!.dvfs!.levels.gpuHz).toBe('dvfs');
    expect(row!.savingPct!.estimate).toBeCloseTo(100 * (1 - energyOf(3) / energyOf('dvfs')), 9);
    expect(row!.latencyCostPct!.estimate).toBeCloseTo(0, 9);
    expect(row!.cells.map((cell) => cell.levels.gpuHz)).toEqual(['dvfs', 1, 2, 3, 4, 5]);
    expect(row!.optimum!.energyMj.estimate).toBeCloseTo(energyOf(3), 6);
    expect(row!.optimum!.powerMw.estimate).toBeCloseTo(truthAt(3).powerMw, 6);
  });

  /** A row as reports have it: phases before the inferences have a view of their own. */
  const reported = (row: ComparisonRow): unknown =>
    JSON.parse(JSON.stringify(row, (key, value: unknown) => (key === 'phases' ? undefined : value)));

  it('gives what the contract promises', () => {
    const rows = compareCells([...exact(), ...exact({ device: 'orin-1' })]);
    for (const row of rows) expect(comparisonRow.parse(asContractRow(row))).toEqual(reported(row));
    for (const ratio of compareDevices(rows)) expect(deviceRatio.parse(asContractRatio(ratio))).toEqual(ratio);
  });

  it('gives the same rows for permuted input', () => {
    const random = seededRandom(2);
    const cells = ['nano-1', 'orin-1'].flatMap((device) =>
      ['alexnet', 'resnet18'].flatMap((workload) => sweep(random, { device, workload, scatter: 0.01 })),
    );
    const rows = compareCells(cells);
    expect(rows.map((row) => `${row.device} ${row.workload}`)).toEqual([
      'nano-1 alexnet',
      'nano-1 resnet18',
      'orin-1 alexnet',
      'orin-1 resnet18',
    ]);
    const rounded = (found: ComparisonRow[]): unknown =>
      JSON.parse(JSON.stringify(found, (_, v: unknown) => (typeof v === 'number' ? Number(v.toPrecision(9)) : v)));
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(rounded(compareCells(shuffle(cells, seededRandom(seed))))).toEqual(rounded(rows));
      }),
      { numRuns: 20 },
    );
  });

  it('quotes nothing that was not measured', () => {
    const cells = exact();
    const [withoutDvfs] = compareCells(cells.slice(0, 5));
    expect(withoutDvfs).toMatchObject({ dvfs: null, savingPct: null, latencyCostPct: null });
    expect(withoutDvfs!.optimum!.levels.gpuHz).toBe(3);
    const [empty] = compareCells(cells.map((cell) => ({ ...cell, trials: [] })));
    expect(empty).toMatchObject({ optimum: null, dvfs: null, savingPct: null, cells: [] });
    const [partly] = compareCells(cells.map((cell) => (cell.levels.gpuHz === 3 ? { ...cell, trials: [] } : cell)));
    expect(partly!.optimum!.levels.gpuHz).toBe(4);
    expect(compareCells([])).toEqual([]);
  });

  it('is exactly no saving when DVFS itself is the optimum', () => {
    const [row] = compareCells(
      exact({ truth: (hz) => (hz === 'dvfs' ? { powerMw: 1000, durationMs: 9000 } : truthAt(hz)) }),
    );
    expect(row!.optimum).toBe(row!.dvfs);
    const none = { estimate: 0, low: 0, high: 0 };
    expect([row!.savingPct, row!.latencyCostPct]).toEqual([none, none]);
  });

  it('keeps different numbers of inferences, batch sizes, graph modes and options apart', () => {
    const cells = exact();
    const change = (part: Partial<MeasuredCell>) => cells.map((cell) => ({ ...cell, ...part }));
    const all = [
      ...cells,
      ...change({ inferences: 6400 }),
      ...change({ levels: factorLevels({ batchSize: 8 }) }),
      ...change({ levels: factorLevels({ runtime: 'libtorch' }) }),
      ...change({ levels: factorLevels({ lazyLoading: false }) }),
      ...change({ levels: factorLevels({ 'parameters.threads': 2 }) }),
      ...change({ graphMode: 'static' }),
    ];
    expect(compareCells(all)).toHaveLength(7);
  });

  it('compares with the DVFS cell of the default governors when there are several', () => {
    const levels = factorLevels({ cpuGovernor: 'performance' });
    const other = { ...cellAt('dvfs', seededRandom(1)), cellKey: 'a', levels };
    expect(compareCells([other, ...exact()])[0]!.dvfs!.cellKey).toBe('alexnet dvfs');
  });

  it('compares with the limits in force before a baseline that lifts them', () => {
    const levels = factorLevels({ cpuKhz: 'stock', gpuHz: 'stock' });
    const stock = { ...cellAt('dvfs', seededRandom(1)), cellKey: 'alexnet stock', levels };
    const [row] = compareCells([stock, ...exact()]);
    expect([row!.dvfs!.cellKey, row!.baseline]).toEqual(['alexnet stock', 'stock']);
    expect(row!.cells.map(({ levels: l }) => l.gpuHz).slice(0, 2)).toEqual(['dvfs', 'stock']);
    expect(compareCells(exact())[0]!.baseline).toBe('dvfs');
  });
});

describe('intervals of the comparison', () => {
  /** Share of campaigns whose interval of the saving of a fixed cell over DVFS holds the truth. */
  function coverage(draw: (random: Random) => Setting, alike: number): { share: number; halfWidth: number } {
    const random = seededRandom(6);
    const campaigns = 400;
    const truth = 100 * (1 - energyOf(3) / energyOf('dvfs'));
    let covered = 0;
    let halfWidth = 0;
    for (let i = 0; i < campaigns; i++) {
      const setting = draw(random);
      // Alike cells lend their degrees of freedom to the pool, on the same device.
      const lenders = Array.from({ length: alike }, (_, j) => ({
        ...cellAt(5, random, setting),
        cellKey: `lender ${j}`,
      }));
      const cells = [cellAt(3, random, setting), cellAt('dvfs', random, setting), ...lenders];
      const { low, high } = compareCells(cells)[0]!.savingPct!;
      if (low <= truth && truth <= high) covered++;
      halfWidth += (high - low) / 2 / campaigns;
    }
    return { share: covered / campaigns, halfWidth };
  }

  it('covers the true saving in 95 % of campaigns or more when only trials scatter', () => {
    const { share, halfWidth } = coverage(() => ({ scatter: 0.01 }), 8);
    expect(share).toBeGreaterThan(0.94);
    expect(halfWidth).toBeLessThan(3);
  });

  it('covers it with any sensor that the data sheet allows: gain cancels, the offset is in the interval', () => {
    const rectangular = (random: Random): number => 2 * random() - 1;
    const { share } = coverage(
      (random) => ({ scatter: 0.001, gain: 1 + 0.011 * rectangular(random), offsetMw: 80 * rectangular(random) }),
      8,
    );
    expect(share).toBeGreaterThan(0.94);
  });

  it('takes the offset of the supply and shunt of the board: it covers a greater one, and costs width', () => {
    const onBoard = (rail: MeasuredCell['rail']) => {
      const cells = sweep(seededRandom(9), { scatter: 0.001 }).map((cell) => ({
        ...cell,
        rail,
        // The uncertainty that the judge gives a trial at that rail.
        trials: cell.trials.map((trial) => ({ ...trial, relativeUncertaintyMj: 0.2 * trial.energyMj })),
      }));
      const { low, high } = compareCells(cells)[0]!.savingPct!;
      return high - low;
    };
    const usual = onBoard({ supplyMv: 5_000, shuntMicroOhm: 5_000 });
    expect(onBoard(undefined)).toBe(usual);
    expect(onBoard({ supplyMv: 12_000, shuntMicroOhm: 2_000 })).not.toBeCloseTo(usual, 1);
  });

  it('takes the offset that a calibration leaves in place of the sensor’s', () => {
    const withOffset = (offsetUncertaintyMw?: number) => {
      const cells = sweep(seededRandom(9), { scatter: 0.001 }).map((cell) => ({
        ...cell,
        offsetUncertaintyMw,
        trials: cell.trials.map((trial) => ({ ...trial, relativeUncertaintyMj: 0.2 * trial.energyMj })),
      }));
      const { low, high } = compareCells(cells)[0]!.savingPct!;
      return high - low;
    };
    expect(withOffset((2 * 80) / Math.sqrt(3))).toBeCloseTo(withOffset(), 9);
    expect(withOffset(5)).not.toBeCloseTo(withOffset(), 1);
  });

  it('does not cover it with a sensor beyond the data sheet', () => {
    expect(coverage(() => ({ scatter: 0.001, offsetMw: 400 }), 8).share).toBeLessThan(0.1);
  });

  it('has the absolute uncertainty above the relative one above repetition alone', () => {
    const [row] = compareCells(sweep(seededRandom(3), { scatter: 0.01 }));
    for (const cell of row!.cells) {
      expect(cell.absoluteUncertaintyMj).toBeGreaterThan(cell.relativeUncertaintyMj);
      expect(cell.relativeUncertaintyMj).toBeGreaterThan(0.9 * (cell.energyMj.estimate - cell.energyMj.low));
    }
  });

  it('has net energy beside the total, without the sensor’s offset, where every trial has it', () => {
    const truthMj = energyOf(1) - (IDLE_MW * truthAt(1).durationMs) / 1e3;
    const netOf = (cell: MeasuredCell) => compareCells([cell])[0]!.cells[0]!.netEnergyMj;
    const random = seededRandom(1);
    expect(netOf(cellAt(1, random, { offsetMw: 80 }))!.estimate).toBeCloseTo(truthMj, 6);
    const cell = cellAt(1, random, { trials: 4, scatter: 0.01 });
    const { low, high } = netOf(cell)!;
    expect([low < truthMj, high > truthMj]).toEqual([true, true]);
    const [first, ...others] = cell.trials;
    const withFirst = (netMj: number | null) =>
      netOf({ ...cell, trials: [{ ...first!, netEnergyMj: netMj }, ...others] });
    expect(withFirst(null)).toMatchObject({ estimate: netOf({ ...cell, trials: others })!.estimate });
    expect(withFirst(0)).toBeNull();
    expect(netOf({ ...cell, trials: cell.trials.map((trial) => ({ ...trial, netEnergyMj: null })) })).toBeNull();
  });

  it('reports the repeatability of each device', () => {
    const random = seededRandom(4);
    const cells = [...sweep(random, { scatter: 0.01, trials: 30 }), ...sweep(random, { device: 'orin-1', trials: 1 })];
    const [nano, orin] = repeatabilityOfDevices(cells);
    expect(nano).toMatchObject({ device: 'nano-1', degreesOfFreedom: 6 * 29 });
    expect(nano!.sdPct).toBeCloseTo(1.41, 0);
    expect(orin).toMatchObject({ device: 'orin-1', degreesOfFreedom: 0 });
  });
});

describe('compareDevices', () => {
  const rows = compareCells([
    ...exact(),
    ...exact({ device: 'orin-1', truth: (hz) => ({ ...truthAt(hz), powerMw: truthAt(hz).powerMw / 2 }) }),
  ]);

  it('has each at its own optimum and under DVFS', () => {
    const ratios = compareDevices(rows);
    expect(ratios.map(({ device, against, at }) => `${device} ${against} ${at}`)).toEqual([
      'nano-1 orin-1 optimum',
      'nano-1 orin-1 dvfs',
    ]);
    for (const { energyRatio, durationRatio } of ratios) {
      expect(energyRatio.estimate).toBeCloseTo(2, 9);
      expect(durationRatio.estimate).toBeCloseTo(1, 9);
    }
  });

  it('makes no more ratios than wanted, and counts the others', () => {
    const others = ['orin-2', 'orin-3'].flatMap((device) => compareCells(exact({ device })));
    const all = compareDevices([...rows, ...others]);
    expect(all).toHaveLength(12);
    for (const most of [0, 3, 12]) {
      const some = runToEnd(steps.compareDevices([...rows, ...others], most));
      expect(some).toEqual({ ratios: all.slice(0, most), leftOut: 12 - most });
    }
  });

  it('cancels nothing: its interval is at least the absolute uncertainty of each', () => {
    const [{ energyRatio }] = compareDevices(rows) as [DeviceRatio];
    const { optimum } = rows[0]!;
    const share = optimum!.absoluteUncertaintyMj / optimum!.energyMj.estimate;
    expect(Math.log(energyRatio.high / energyRatio.estimate)).toBeGreaterThan(share);
    expect(share).toBeGreaterThan(0.013);
  });

  it('compares like with like only', () => {
    const [first, second] = rows as [ComparisonRow, ComparisonRow];
    expect(compareDevices([first, { ...second, inferences: 1 }])).toEqual([]);
    expect(compareDevices([first, { ...second, workload: 'resnet18' }])).toEqual([]);
    expect(compareDevices([first, { ...second, dvfs: null }]).map((ratio) => ratio.at)).toEqual(['optimum']);
    expect(compareDevices([first])).toEqual([]);
  });
});

describe('compareCampaigns', () => {
  const dearer = (factor: number) => (hz: number | 'dvfs') => ({
    ...truthAt(hz),
    powerMw: truthAt(hz).powerMw * factor,
  });

  it('finds a change of 3 % in every cell', () => {
    const random = seededRandom(12);
    const reference = sweep(random, { scatter: 0.005 });
    const [change] = compareCampaigns(sweep(random, { scatter: 0.005, truth: dearer(1.03) }), reference);
    expect(change!.cells).toHaveLength(6);
    expect(change!.energyRatio.low).toBeGreaterThan(1);
    expect(change!.energyRatio.low).toBeLessThan(1.03);
    expect(change!.energyRatio.high).toBeGreaterThan(1.03);
  });

  it('holds the truth in about 95 % of comparisons when nothing changed', () => {
    const random = seededRandom(13);
    let [means, cells] = [0, 0];
    for (let i = 0; i < 400; i++) {
      const [change] = compareCampaigns(sweep(random, { scatter: 0.01 }), sweep(random, { scatter: 0.01 }));
      const holds = ({ low, high }: { low: number; high: number }): boolean => low <= 1 && 1 <= high;
      if (holds(change!.energyRatio)) means++;
      cells += change!.cells.filter((cell) => holds(cell.energyRatio)).length / 6;
    }
    expect(Math.abs(means / 400 - 0.95)).toBeLessThan(0.03);
    expect(Math.abs(cells / 400 - 0.95)).toBeLessThan(0.03);
  });

  it('pairs the same cells of the same device only', () => {
    expect(compareCampaigns(exact(), exact({ device: 'nano-2' }))).toEqual([]);
    const [one] = compareCampaigns(exact(), exact().slice(2, 3));
    expect(one!.cells).toHaveLength(1);
    expect(one!.energyRatio).toEqual(one!.cells[0]!.energyRatio);
    expect(one!.energyRatio.estimate).toBe(1);
  });
});

describe('rankCells and paretoFront', () => {
  const figure = (estimate: number) => ({ estimate, low: estimate, high: estimate });
  const someCells = fc.array(
    fc.record({ energy: fc.integer({ min: 1, max: 12 }), duration: fc.integer({ min: 1, max: 12 }) }),
    { maxLength: 30 },
  );
  const asCells = (drawn: { energy: number; duration: number }[]) =>
    drawn.map(({ energy, duration }, i) => ({
      cellKey: `c${i}`,
      energyMj: figure(energy),
      durationMs: figure(duration),
    }));
  type Cell = ReturnType<typeof asCells>[number];

  it('ranks by energy, ties by latency, then by key', () => {
    const cells = asCells([
      { energy: 2, duration: 1 },
      { energy: 1, duration: 9 },
      { energy: 1, duration: 3 },
      { energy: 1, duration: 3 },
    ]);
    expect(rankCells(cells).map((cell) => cell.cellKey)).toEqual(['c2', 'c3', 'c1', 'c0']);
    expect(rankCells(cells, (cell) => cell.durationMs.estimate)[0]!.cellKey).toBe('c0');
  });

  it('is the front that brute force finds', () => {
    const beats = (a: Cell, b: Cell): boolean =>
      a.energyMj.estimate <= b.energyMj.estimate &&
      a.durationMs.estimate <= b.durationMs.estimate &&
      (a.energyMj.estimate < b.energyMj.estimate || a.durationMs.estimate < b.durationMs.estimate);
    fc.assert(
      fc.property(someCells, (drawn) => {
        const cells = asCells(drawn);
        const expected = cells.filter((cell) => !cells.some((other) => beats(other, cell)));
        const keys = (some: Cell[]): string[] => some.map((cell) => cell.cellKey).sort();
        expect(keys(paretoFront(cells))).toEqual(keys(expected));
      }),
    );
  });
});
