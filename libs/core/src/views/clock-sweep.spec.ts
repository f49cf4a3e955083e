import { seededRandom, normalDeviate } from '../random';
import { type ClockSweep, clockSweeps, type NoSweep } from './clock-sweep';
import { drawnRows, type DrawnCell } from './fixtures/drawn-rows';
import { fitLine } from './fit-line';
import { plateauOf } from './latency-plateau';

/** Power rises by 5 mW a MHz; latency falls with the GPU clock up to 700 MHz. */
function cellAt(gpuMhz: number, cpuMhz: number): DrawnCell {
  return {
    levels: { gpuHz: gpuMhz * 1e6, cpuKhz: cpuMhz * 1e3 },
    powerMw: 2000 + 5 * gpuMhz + cpuMhz,
    durationMs: 60_000_000 / Math.min(gpuMhz, 700) + 1e7 / cpuMhz,
  };
}

const GPU = [300, 500, 700, 800, 900];
const CELLS = [500, 1000].flatMap((cpu) => GPU.map((gpu) => cellAt(gpu, cpu)));
const DVFS = { levels: { gpuHz: 'dvfs', cpuKhz: 'dvfs' }, powerMw: 9000, durationMs: 90_000 } as const;
const [row] = drawnRows([DVFS, ...CELLS]);
const sweeps = (...args: Parameters<typeof clockSweeps>): ClockSweep[] => clockSweeps(...args) as ClockSweep[];

describe('clockSweeps', () => {
  it('follows the GPU clock at the highest CPU clock, and the other way round', () => {
    const [gpu, ...others] = sweeps(row!, 'gpu', 'top');
    expect(others).toEqual([]);
    expect(gpu).toMatchObject({ device: 'nano-1', axis: 'gpu', heldHz: 1000e6, batchSize: 16 });
    expect(gpu!.points.map(({ clockHz }) => clockHz)).toEqual(GPU.map((mhz) => mhz * 1e6));
    expect(gpu!.points[0]!.batchMs.estimate).toBeCloseTo((200_000 + 10_000) / 200, 6);
    expect(gpu!.power).toMatchObject({ points: 5, r2Interval: { high: 1 } });
    expect(gpu!.power!.slope.estimate).toBeCloseTo(5, 6);
    expect(gpu!.power!.intercept).toBeCloseTo(3000, 3);
    expect(gpu!.power!.r2).toBeCloseTo(1, 9);
    expect(gpu!.upperThirdPct).toBeCloseTo(0, 9);
    expect(gpu!.spans.powerMw).toBeCloseTo(3000, 3);
    const [cpu] = sweeps(row!, 'cpu', 'top');
    expect(cpu).toMatchObject({ heldHz: 900e6, power: null });
    expect(cpu!.points.map(({ clockHz }) => clockHz)).toEqual([500e6, 1000e6]);
  });

  it('does not say how latency falls in the upper third of the clocks where one of them was measured', () => {
    const upperThird = (mhz: number[]) =>
      sweeps(drawnRows(mhz.map((clock) => cellAt(clock, 500)))[0]!, 'gpu', 'top')[0]!.upperThirdPct;
    expect(upperThird([300, 600])).toBeNull();
    expect(upperThird([300, 600, 900])).toBeNull();
    expect(upperThird([300, 400, 600])).toBeNull();
    expect(upperThird([300, 500, 600])).toBeGreaterThan(0);
  });

  it('holds the clock of the optimum, or one that is named', () => {
    const held = row!.optimum!.levels.cpuKhz as number;
    expect(sweeps(row!, 'gpu', 'optimum')[0]!.heldHz).toBe(held * 1e3);
    expect(sweeps(row!, 'gpu', 500e6)[0]!.heldHz).toBe(500e6);
    expect(clockSweeps(row!, 'gpu', 123e6)).toMatchObject<Partial<NoSweep>>({
      reason: 'unmeasured',
      heldHz: [500e6, 1000e6],
    });
  });

  it('needs two clocks, and takes no cell of a governor for one', () => {
    const [single] = drawnRows([DVFS, cellAt(300, 500)]);
    expect(clockSweeps(single!, 'gpu', 'top')).toMatchObject({ reason: 'short', heldHz: [500e6] });
    const [governed] = drawnRows([DVFS]);
    expect(clockSweeps(governed!, 'gpu', 'top')).toMatchObject({ reason: 'unmeasured', heldHz: [] });
  });

  it('keeps what else varies on the device apart', () => {
    const fewer = CELLS.map((cell) => ({ ...cell, levels: { ...cell.levels, activeCores: 2 } }));
    const found = sweeps(drawnRows([...CELLS, ...fewer])[0]!, 'gpu', 'top');
    expect(found.map(({ points }) => [points.length, points[0]!.levels.activeCores])).toEqual([
      [5, null],
      [5, 2],
    ]);
  });

  it('has a governor held where nothing else was', () => {
    const governed = GPU.map((mhz) => ({
      ...cellAt(mhz, 1000),
      levels: { gpuHz: mhz * 1e6, cpuKhz: 'dvfs' as const },
    }));
    expect(sweeps(drawnRows(governed)[0]!, 'gpu', 'top')[0]).toMatchObject({ heldHz: 'dvfs' });
  });
});

describe('the latency plateau', () => {
  const exactly = (estimate: number) => ({ estimate, low: estimate, high: estimate });
  const within = (estimate: number, share: number) => ({
    estimate,
    low: estimate / (1 + share),
    high: estimate * (1 + share),
  });
  const at = (latencies: readonly ReturnType<typeof exactly>[]) =>
    latencies.map((latency, i) => ({ clockHz: i + 1, latency }));

  it('begins where no higher clock gains 2 %', () => {
    expect(sweeps(row!, 'gpu', 'top')[0]!.plateau).toMatchObject({ fromHz: 700e6, certain: true });
    expect(plateauOf(at([100, 90, 89, 88.5].map(exactly)))).toMatchObject({ fromHz: 2, certain: true });
  });

  it('is not there while the highest clock still helps', () => {
    expect(plateauOf(at([100, 90, 80].map(exactly)))).toBeNull();
    expect(plateauOf(at([exactly(100)]))).toBeNull();
  });

  it('is uncertain where a gain may hide in its interval', () => {
    const found = plateauOf(at([within(100, 0.001), within(90, 0.05), within(86, 0.05)]));
    expect(found).toMatchObject({ fromHz: 2, certain: false });
    expect(found!.gainPct.low).toBeLessThan(0);
  });
});

describe('fitLine', () => {
  it('gives nothing of two points, nor of points that have no direction', () => {
    const points = [1, 2].map((x) => ({ x, y: x }));
    expect(fitLine(points)).toBeNull();
    expect(fitLine([1, 2, 3].map((y) => ({ x: 1, y })))).toBeNull();
    expect(fitLine([1, 2, 3].map((x) => ({ x, y: 7 })))).toBeNull();
  });

  it('is exact for an exact line, and has no interval of the correlation with three points', () => {
    const line = fitLine([1, 2, 4].map((x) => ({ x, y: 3 - 2 * x })))!;
    expect(line.slope.estimate).toBeCloseTo(-2, 12);
    expect([line.intercept, line.r2]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)]);
    expect(line.r2Interval).toBeNull();
  });

  it('covers slope and correlation in 95 % of drawn samples', () => {
    const random = seededRandom(7);
    const rho2 = 0.8;
    const inside = { slope: 0, r2: 0 };
    const rounds = 2000;
    for (let round = 0; round < rounds; round++) {
      const points = Array.from({ length: 15 }, () => {
        const x = normalDeviate(random);
        return { x, y: 2 * x + 2 * Math.sqrt(1 / rho2 - 1) * normalDeviate(random) };
      });
      const { slope, r2Interval } = fitLine(points)!;
      if (slope.low <= 2 && slope.high >= 2) inside.slope++;
      if (r2Interval!.low <= rho2 && r2Interval!.high >= rho2) inside.r2++;
    }
    for (const count of Object.values(inside)) expect(Math.abs(count / rounds - 0.95)).toBeLessThan(0.015);
  });
});
