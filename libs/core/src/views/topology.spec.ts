import type { Interval } from '../statistics/interval';
import { axisTrend } from './axis-trend';
import { drawnRows, type DrawnCell } from './fixtures/drawn-rows';
import { topologyOf } from './topology';

const CPU_KHZ = [500_000, 1_000_000, 1_500_000, 2_000_000];
const GPU_HZ = [300e6, 600e6, 900e6];

/** Energy is least at a CPU clock of 1 GHz and a GPU clock of 600 MHz; latency falls along both clocks. */
function cellAt(cpuKhz: number, gpuHz: number): DrawnCell {
  const [cpu, gpu] = [cpuKhz / 1e6, gpuHz / 6e8];
  const energyMj = 1e5 * (1 + 0.2 * (cpu - 1) ** 2 + 0.4 * (gpu - 1) ** 2);
  const durationMs = 1e4 / (cpu + gpu);
  return { levels: { cpuKhz, gpuHz }, durationMs, powerMw: (1e3 * energyMj) / durationMs };
}

const GRID = CPU_KHZ.flatMap((cpuKhz) => GPU_HZ.map((gpuHz) => cellAt(cpuKhz, gpuHz)));
const DVFS: DrawnCell = { levels: { cpuKhz: 'dvfs', gpuHz: 'dvfs' }, durationMs: 5e3, powerMw: 3e4 };

describe('topologyOf', () => {
  const [row] = drawnRows([DVFS, ...GRID], { scatter: 0.001 });

  it('has the optimum of each metric, with the cells that may be it', () => {
    const [energy, ...others] = topologyOf(row!, 'energy');
    expect(others).toEqual([]);
    expect(energy).toMatchObject({
      ...{ setting: '', cpuHz: CPU_KHZ.map((khz) => 1000 * khz), gpuHz: GPU_HZ, nearOptimum: 1 },
      optimum: { cpuHz: 1e9, gpuHz: 600e6, aboveOptimumPct: 0, mayBeBest: true, trials: 3 },
    });
    expect(energy!.cells).toHaveLength(12);
    expect(energy!.optimum.value.estimate).toBeCloseTo(1e5 / 3200, 0);
    const [latency] = topologyOf(row!, 'latency');
    expect(latency!.optimum).toMatchObject({ cpuHz: 2e9, gpuHz: 900e6 });
    expect(latency!.optimum.value.estimate).toBeCloseTo(1e4 / 3.5 / 200, 1);
    expect(topologyOf(row!, 'power')[0]!.optimum).toMatchObject({ cpuHz: 5e8, gpuHz: 300e6, mayBeBest: true });
  });

  it('does not know the best cell where the grade of one that may be it is too low', () => {
    const single = (place: number) => GRID.map((cell, i) => (i === place ? { ...cell, trials: 1 } : cell));
    const surface = (place: number) => topologyOf(drawnRows(single(place), { scatter: 0.001 })[0]!, 'energy')[0]!;
    const best = GRID.findIndex(({ levels }) => levels!.cpuKhz === 1e6 && levels!.gpuHz === 600e6);
    expect(surface(best)).toMatchObject({
      ...{ rankable: false, tooLow: 1, optimum: { grade: 'D' } },
      optimumGrade: { grade: 'D', reasons: [expect.stringContaining('a single trial')] },
    });
    expect(surface(0)).toMatchObject({ rankable: true, tooLow: 1, optimum: { grade: 'C' } });
    expect(topologyOf(row!, 'energy')[0]).toMatchObject({ rankable: true, tooLow: 0 });
  });

  it('counts cells near the optimum', () => {
    const [energy] = topologyOf(row!, 'energy');
    const above = energy!.cells.map(({ aboveOptimumPct }) => aboveOptimumPct);
    for (const { withinPct, cells, sharePct } of energy!.flatness) {
      expect(cells).toBe(above.filter((pct) => pct <= withinPct).length);
      expect(sharePct).toBeCloseTo((100 * cells) / 12, 9);
    }
    expect(energy!.flatness.map(({ withinPct }) => withinPct)).toEqual([1, 2, 5]);
  });

  it('says how each metric moves along each clock', () => {
    const directions = (metric: 'energy' | 'latency' | 'power') =>
      topologyOf(row!, metric)[0]!.trends.map(({ axis, direction }) => [axis, direction]);
    expect(directions('latency')).toEqual([
      ['cpu', 'falling'],
      ['gpu', 'falling'],
    ]);
    expect(directions('energy')).toEqual([
      ['cpu', 'mixed'],
      ['gpu', 'mixed'],
    ]);
  });

  it('has a surface for each setting of other factors, and none without pinned clocks', () => {
    const cores = [2, 4].flatMap((activeCores) =>
      GRID.map((cell) => ({ ...cell, levels: { ...cell.levels, activeCores } })),
    );
    expect(topologyOf(drawnRows(cores)[0]!, 'energy').map(({ setting }) => setting)).toHaveLength(2);
    expect(topologyOf(drawnRows([DVFS])[0]!, 'energy')).toEqual([]);
  });

  it('has no trend along a single clock, and none of equal cells', () => {
    const line = GRID.filter(({ levels }) => levels!.gpuHz === 600e6);
    expect(topologyOf(drawnRows(line)[0]!, 'latency')[0]!.trends.map(({ axis }) => axis)).toEqual(['cpu']);
    const equal = GRID.map((cell) => ({ ...cell, durationMs: 1e4, powerMw: 1e4 }));
    const [flat] = topologyOf(drawnRows(equal, { scatter: 0.01 })[0]!, 'power');
    expect(flat!.nearOptimum).toBeGreaterThan(6);
    expect(flat!.trends.every(({ direction }) => direction !== 'rising')).toBe(true);
  });
});

describe('axisTrend', () => {
  const at = (estimate: number, share = 0.01): Interval => ({
    estimate,
    low: estimate * (1 - share),
    high: estimate * (1 + share),
  });

  it('counts significant steps alone, and leaves out pairs that were not measured', () => {
    expect(axisTrend('cpu', [[at(100), at(101), null, at(120), at(140)]])).toMatchObject({
      ...{ pairs: 2, rising: 1, falling: 0, direction: 'rising', rankCorrelation: null, pValue: null },
    });
  });

  it('takes the mean rank correlation of complete lines for its trend', () => {
    const up = [at(1), at(2), at(3), at(4)];
    const both = axisTrend('gpu', [up, up, up, up]);
    expect(both).toMatchObject({ direction: 'rising', rankCorrelation: 1 });
    expect(both.pValue).toBeCloseTo(0.000532, 5);
    expect(axisTrend('gpu', [up, [...up].reverse()])).toMatchObject({
      ...{ direction: 'mixed', rankCorrelation: 0, pValue: 1 },
    });
    expect(axisTrend('gpu', [[at(2), at(2), at(2)]])).toMatchObject({ direction: 'flat', rankCorrelation: 0 });
    expect(axisTrend('gpu', [[at(2)]])).toMatchObject({ pairs: 0, direction: null });
  });
});
