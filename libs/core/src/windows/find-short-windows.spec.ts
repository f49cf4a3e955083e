import type { Cell } from '../sweep/cell';
import { runToEnd } from '../steps/run-to-end';
import { DEFAULT_LIMITS } from '../validity/trial-evidence';
import { findShortWindows, type KnownWindow, type Sampling } from './find-short-windows';

const FIXED: Sampling = { mode: 'fixed', periodMs: 100 };
const LEVELS = {
  batchSize: 64,
  gpuHz: 918_000_000,
  gpuGovernor: null,
  cpuKhz: 1_984_000,
  cpuGovernor: null,
  activeCores: null,
  memoryHz: null,
} as unknown as Cell['levels'];
const WORK = { workload: 'alexnet', command: null, graphMode: 'static' } as const;
const cell = (over: Partial<Cell['levels']> = {}, deviceClass = 'jetson-orin-nx'): Cell => ({
  cellKey: 'x',
  deviceClass,
  levels: { ...LEVELS, ...WORK, inferences: 640, ...over },
});
/** 640 inferences take 1.15 s. */
const known = (over: Partial<KnownWindow> = {}): KnownWindow => ({
  ...WORK,
  deviceClass: 'jetson-orin-nx',
  levels: LEVELS,
  msPerInference: 1150 / 640,
  averagingMs: 80,
  ...over,
});
const find = (cells: Cell[], windows: KnownWindow[], sampling = FIXED) =>
  runToEnd(findShortWindows(cells, sampling, DEFAULT_LIMITS.minSamples, windows));

describe('findShortWindows', () => {
  it('names the cells whose windows will have too few samples, and how many inferences they need', () => {
    const { short, unknown } = find([cell()], [known()]);
    expect(unknown).toEqual([]);
    expect(short).toEqual([
      expect.objectContaining({
        deviceClass: 'jetson-orin-nx',
        workload: 'alexnet',
        batchSize: 64,
        cells: 1,
        samples: 9,
      }),
    ]);
    const { inferencesNeeded } = short[0]!;
    expect(find([cell({ inferences: inferencesNeeded })], [known()]).short).toEqual([]);
    expect(inferencesNeeded).toBeLessThan(1.3 * 640);
  });

  it('is content with a window that is long enough', () => {
    expect(find([cell({ inferences: 3200 })], [known()])).toEqual({ short: [], unknown: [] });
  });

  it('goes by the shortest that is known, and counts the cells of one workload and batch size together', () => {
    const slow = { ...LEVELS, gpuHz: 306_000_000 };
    const windows = [known(), known({ msPerInference: 20 }), known({ levels: slow, msPerInference: 1.6 })];
    const { short } = find([cell(), cell({ gpuHz: 306_000_000 })], windows);
    expect(short).toEqual([expect.objectContaining({ cells: 2, windowMs: 1024 })]);
  });

  it('counts with the longer period of batch-aware sampling', () => {
    const batchAware = { mode: 'batch-aware', periodMs: 100 } as const;
    // Batches of 170 ms, of which the golden section is 105 ms, in a window of 1031 ms, of which 1028 ms are usable.
    const windows = [known({ msPerInference: 170 / 64, averagingMs: 1.1 })];
    expect(find([cell({ inferences: 388 })], windows, FIXED).short).toEqual([]);
    expect(find([cell({ inferences: 388 })], windows, batchAware).short).toEqual([
      expect.objectContaining({ samples: 9 }),
    ]);
    // A sensor that averages 90 ms is read once in 89.1 ms, whatever the batch.
    const averaging = [known({ msPerInference: 170 / 64, averagingMs: 90 })];
    const usable = (388 * 170) / 64 - 180;
    expect(find([cell({ inferences: 388 })], averaging, batchAware).short).toEqual([
      expect.objectContaining({ samples: Math.floor(usable / 89.1) }),
    ]);
  });

  it.each([
    ['levels', { cpuKhz: 960_000 }],
    ['workload', { workload: 'resnet18' }],
    ['command', { command: ['./mine'] }],
  ])('claims nothing of a cell with another %s', (_, over) => {
    expect(find([cell(over), cell()], [known()]).unknown).toEqual([{ deviceClass: 'jetson-orin-nx', cells: 1, of: 2 }]);
  });
  it('claims nothing of another class', () => {
    expect(find([cell({}, 'jetson-nano')], [known()]).unknown).toEqual([
      { deviceClass: 'jetson-nano', cells: 1, of: 1 },
    ]);
  });
});
