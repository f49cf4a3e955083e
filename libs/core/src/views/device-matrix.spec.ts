import type { ComparisonRow } from '../comparison/compare-cells';
import { runToEnd } from '../steps/run-to-end';
import { deviceMatrices, type DeviceMatrix } from './device-matrix';
import { rankDevices } from './device-ranking';
import { drawnRows, type DrawnCell } from './fixtures/drawn-rows';

const matrices = (rows: readonly ComparisonRow[], price?: number): DeviceMatrix[] =>
  runToEnd(deviceMatrices(rows, price ?? null));

/** GPU clocks 1 to 3: the least energy at 2. A device is `speed` times as fast at `power` times the power. */
function cellsOf(device: string, { speed = 1, power = 1, workload = 'alexnet' } = {}): DrawnCell[] {
  const cell = (gpuHz: number | 'dvfs', powerMw: number, durationMs: number): DrawnCell => ({
    ...{ device, workload, levels: { gpuHz, cpuKhz: gpuHz === 'dvfs' ? gpuHz : 1 } },
    ...{ powerMw: power * powerMw, durationMs: durationMs / speed },
  });
  return [cell(1, 3000, 300_000), cell(2, 4000, 150_000), cell(3, 9000, 100_000), cell('dvfs', 10_000, 100_000)];
}

describe('deviceMatrices', () => {
  const rows = drawnRows([...cellsOf('nano-1'), ...cellsOf('orin-1', { speed: 4, power: 2 })], { absoluteShare: 0.02 });
  const [optimum, dvfs, equal] = matrices(rows, 0.3);

  it('compares each at its optimum, under its governors and at equal latency', () => {
    expect(matrices(rows).map(({ frame }) => frame)).toEqual(['optimum', 'dvfs', 'equal-latency']);
    expect(optimum!.devices.map(({ point }) => point.levels.gpuHz)).toEqual([2, 2]);
    expect(dvfs!.devices.map(({ point }) => point.levels.gpuHz)).toEqual(['dvfs', 'dvfs']);
    expect(optimum!.ratios[0]).toMatchObject({ device: 'nano-1', against: 'orin-1' });
    expect(optimum!.ratios[0]!.energy.estimate).toBeCloseTo(2, 9);
    expect(optimum!.ratios[0]!.latency.estimate).toBeCloseTo(4, 9);
    expect(optimum!.ratios[0]!.edp.estimate).toBeCloseTo(8, 9);
  });

  it('has each at its least energy among what is as fast as the slowest device can be', () => {
    expect(equal!.latencyLimitMs).toBeCloseTo(100_000 / 200, 9);
    expect(equal!.devices.map(({ point }) => point.levels.gpuHz)).toEqual([3, 2]);
  });

  it('joins the absolute uncertainties of both sensors', () => {
    const { low, high } = optimum!.ratios[0]!.energy;
    expect(Math.log(high / low) / 2).toBeGreaterThan(0.02 * Math.SQRT2 * 0.9);
    expect(optimum!.ratios[0]!.latency).toMatchObject({ low: expect.closeTo(4, 9) as number });
  });

  it('costs a million inferences by the price of a kilowatt-hour', () => {
    // 600 J for 3,200 inferences: 187.5 mJ each, 52.08 Wh for a million.
    expect(optimum!.devices[0]!.point.energyMj.estimate).toBeCloseTo(187.5, 6);
    expect(optimum!.devices[0]!.costPerMillion!.estimate).toBeCloseTo((0.3 * 187.5) / 3600, 9);
    expect(matrices(rows)[0]!.devices[0]!.costPerMillion).toBeNull();
  });

  it('says nothing of a work that one device has, nor in a frame that a device lacks', () => {
    expect(matrices(drawnRows(cellsOf('nano-1')))).toEqual([]);
    const without = cellsOf('orin-1').filter(({ levels }) => levels!.gpuHz !== 'dvfs');
    expect(matrices(drawnRows([...cellsOf('nano-1'), ...without])).map(({ frame }) => frame)).toEqual([
      'optimum',
      'equal-latency',
    ]);
  });
});

describe('rankDevices', () => {
  const ranked = (cells: DrawnCell[], absoluteShare = 0) =>
    runToEnd(rankDevices(matrices(drawnRows(cells, { absoluteShare }))));
  const works = ['alexnet', 'resnet18', 'mobilenetv2'];

  it('is by the geometric mean of the ratios over the works that all devices have', () => {
    const cells = works.flatMap((workload, i) => [
      ...cellsOf('nano-1', { workload }),
      ...cellsOf('orin-1', { workload, speed: [2, 4, 8][i]! }),
    ]);
    const [optimum] = ranked([...cells, ...cellsOf('nano-1', { workload: 'own' })]);
    expect(optimum).toMatchObject({ frame: 'optimum', works: 3, missing: [] });
    expect(optimum!.devices.map(({ device, rank }) => [device, rank])).toEqual([
      ['orin-1', 1],
      ['nano-1', 2],
    ]);
    const [best, other] = optimum!.devices;
    expect([best!.energy, best!.apart]).toEqual([{ estimate: 1, low: 1, high: 1 }, false]);
    expect(other!.energy.estimate).toBeCloseTo(4, 9);
    // Works that differ by a factor of two each way give an interval as wide as that.
    expect(other!.energy.low).toBeGreaterThan(1.9);
    expect(other!.energy.low).toBeLessThan(3.9);
    expect(other!.apart).toBe(true);
  });

  it('does not set devices apart that differ by less than their sensors may', () => {
    const cells = works.flatMap((workload) => [
      ...cellsOf('nano-1', { workload }),
      ...cellsOf('nano-2', { workload, power: 1.02 }),
    ]);
    expect(ranked(cells)[0]!.devices[1]).toMatchObject({ device: 'nano-2', apart: true });
    const [unsure] = ranked(cells, 0.02);
    expect(unsure!.devices[1]).toMatchObject({ device: 'nano-2', apart: false });
    expect(unsure!.devices[1]!.energy.estimate).toBeCloseTo(1.02, 6);
  });

  it('gives a device whose grade is too low no rank, and is against the best of the others', () => {
    const cells = works.flatMap((workload) => [
      ...cellsOf('nano-1', { workload }).map((cell) => ({ ...cell, trials: 1 })),
      ...cellsOf('orin-1', { workload, power: 2 }),
      ...cellsOf('orin-2', { workload, power: 3 }),
    ]);
    const [low] = ranked(cells);
    expect(low).toMatchObject({ rankable: false, works: 3 });
    expect(low!.devices.map(({ device, rank, grade, apart }) => [device, rank, grade, apart])).toEqual([
      ['orin-1', 1, 'C', false],
      ['orin-2', 2, 'C', true],
      ['nano-1', null, 'E', false],
    ]);
    expect(low!.devices[2]!.energy.estimate).toBeCloseTo(0.5, 9);
    const none = ranked(cells.map((cell) => ({ ...cell, trials: 1 })))[0]!;
    expect(none.devices.map(({ rank }) => rank)).toEqual([null, null, null]);
    const ratio = matrices(drawnRows(cells))[0]!.ratios[0]!;
    expect(ratio).toMatchObject({ grade: 'E', againstGrade: 'C', rankable: false });
  });

  it('leaves out a device that lacks work, and says so', () => {
    const cells = works.flatMap((workload) => [...cellsOf('nano-1', { workload }), ...cellsOf('nano-2', { workload })]);
    const all = [...cells, ...cellsOf('nano-1', { workload: 'own' }), ...cellsOf('nano-3', { workload: 'own' })];
    expect(ranked(all)[0]).toMatchObject({ works: 3, missing: ['nano-3'] });
  });
});
