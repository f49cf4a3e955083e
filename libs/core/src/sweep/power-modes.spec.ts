import { frequencyTable } from '../device-class/device-class';
import type { OfferFacts } from '../factors/factor';
import { fallbacks } from '../factors/factor-levels';
import type { WantedFactors } from '../factors/registry';
import { runToEnd } from '../steps/run-to-end';
import { countCells } from './expand-cells';
import { expandSweep } from './expand-sweep';
import { levelsOnDevice } from './levels-on-device';
import type { SweepDevice, SweepSpec } from './sweep-spec';

const { cpuKhz, gpuHz } = frequencyTable('jetson-nano');
const meaning = { cores: 4, cpuMaxKhz: null, gpuMaxHz: null, emcMaxHz: null };
const facts: OfferFacts = {
  cpuPolicies: [{ frequenciesKhz: cpuKhz, governors: ['schedutil', 'ondemand'] }],
  gpu: { frequenciesHz: gpuHz, governors: [] },
  powerMode: { id: 0, name: 'MAXN' },
  powerModes: [
    { name: 'MAXN', meaning, reason: null },
    { name: '5W', meaning: { cores: 2, cpuMaxKhz: 918_000, gpuMaxHz: 640e6, emcMaxHz: 1600e6 }, reason: null },
    { name: '3W', meaning: { ...meaning, cpuMaxKhz: 500_000 }, reason: 'it needs a reboot' },
  ],
  knobs: {
    powerMode: { levels: ['MAXN', '5W'], reason: null },
    activeCores: { levels: [1, 2, 3, 4], reason: null },
    emcHz: { levels: [408e6, 1600e6, 1866e6], reason: null },
  },
};
const nano: SweepDevice = { name: 'nano-1', deviceClass: 'jetson-nano', workloads: ['alexnet'], facts };
const all = { kind: 'all' } as const;
const clocks = (...levelsHz: (number | 'stock' | 'dvfs')[]) => ({ kind: 'levels', levelsHz }) as const;

function spec(factors: Partial<WantedFactors>, more: Partial<SweepSpec> = {}): SweepSpec {
  return {
    workloads: [{ name: 'alexnet', graph: 'dynamic', command: null }],
    ...{ baseline: [], inferences: 3200, ...more },
    factors: { ...fallbacks(), perClass: {}, ...factors },
  };
}

function planOf(sweep: SweepSpec) {
  const { cells, notes } = runToEnd(expandSweep(sweep, [nano], { maxCells: 10_000 })).perDevice[0]!;
  expect(countCells(levelsOnDevice(sweep, nano).levels)).toBe(cells.length);
  return { notes, points: cells.map(({ levels }) => [levels.powerMode, levels.cpuKhz, levels.gpuHz]) };
}

it('leaves the clocks of a mode within its limits, and of the own mode as they are', () => {
  const { points, notes } = planOf(spec({ powerMode: [null, '5W'] }, { baseline: ['stock'] }));
  expect(points).toEqual([
    [null, 'stock', 'stock'],
    ['5W', 'stock', 'stock'],
  ]);
  expect(notes).toEqual([]);
});

it('adds the baseline in the own mode where only others are measured', () => {
  const { points } = planOf(spec({ powerMode: ['5W'] }, { baseline: ['stock', 'dvfs'] }));
  expect(points).toEqual([
    ['5W', 'stock', 'stock'],
    [null, 'stock', 'stock'],
    [null, 'dvfs', 'dvfs'],
  ]);
});

it('leaves out what lies above a mode, in that mode alone, and says so', () => {
  const { points, notes } = planOf(
    spec({ powerMode: ['MAXN', '5W'], cpuFrequency: clocks(614.4e6, 1479e6), gpuFrequency: clocks(921.6e6, 'dvfs') }),
  );
  expect(points).toEqual([
    ['5W', 614_400, 'dvfs'],
    ['MAXN', 614_400, 921.6e6],
    ['MAXN', 1_479_000, 921.6e6],
    ['MAXN', 614_400, 'dvfs'],
    ['MAXN', 1_479_000, 'dvfs'],
  ]);
  expect(notes).toEqual([
    'in power mode 5W 1 of 2 levels of gpuFrequency left out: above 640 MHz',
    'in power mode 5W 1 of 2 levels of cpuFrequency left out: above 918 MHz',
  ]);
});

it('takes the step next to a limit, and counts cells as they are', () => {
  const { points } = planOf(spec({ powerMode: ['5W'], cpuFrequency: all, gpuFrequency: all }));
  expect(Math.max(...points.map(([, khz]) => Number(khz)))).toBe(921_600);
  expect(Math.max(...points.map(([, , hz]) => Number(hz)))).toBe(614_400_000);
  expect(points).toHaveLength(9 * 8);
});

it('limits cores and the memory clock as well', () => {
  const { notes, points } = planOf(
    spec({ powerMode: ['5W'], activeCores: [2, 4], memoryFrequency: clocks(408e6, 1866e6) }),
  );
  expect(notes).toEqual([
    'in power mode 5W 1 of 2 levels of activeCores left out: above 2',
    'in power mode 5W 1 of 2 levels of memoryFrequency left out: above 1600 MHz',
  ]);
  expect(points).toHaveLength(1);
});

it('says where nothing of a mode is left', () => {
  const { notes, points } = planOf(spec({ powerMode: ['5W', '3W'], cpuFrequency: clocks(1479e6) }));
  expect(points).toEqual([]);
  expect(notes).toEqual([
    'powerMode 3W left out: it needs a reboot',
    'in power mode 5W 1 of 1 levels of cpuFrequency left out: above 918 MHz; nothing is measured there',
  ]);
});

it('takes modes in zips and exclusions', () => {
  const zipped = spec(
    { powerMode: ['MAXN', '5W'], cpuFrequency: clocks(1479e6, 614.4e6) },
    { zip: [['powerMode', 'cpuFrequency']] },
  );
  expect(planZipped(zipped)).toEqual([
    ['5W', 614_400],
    ['MAXN', 1_479_000],
  ]);
  const excluded = spec(
    { powerMode: ['MAXN', '5W'], cpuFrequency: clocks('stock', 614.4e6) },
    { exclude: [{ workloads: null, factors: { powerMode: ['5W'], cpuFrequency: clocks('stock') } }] },
  );
  expect(planZipped(excluded)).toEqual([
    ['5W', 614_400],
    ['MAXN', 614_400],
    ['MAXN', 'stock'],
  ]);
});

function planZipped(sweep: SweepSpec) {
  const { cells } = runToEnd(expandSweep(sweep, [nano], { maxCells: 10_000 })).perDevice[0]!;
  return cells.map(({ levels }) => [levels.powerMode, levels.cpuKhz]);
}

it('leaves a campaign without it as it was', () => {
  const { points } = planOf(spec({ cpuFrequency: clocks(1479e6, 'stock') }, { baseline: ['stock'] }));
  expect(points).toEqual([
    [null, 1_479_000, 'dvfs'],
    [null, 'dvfs', 'dvfs'],
  ]);
});
