import fc from 'fast-check';
import { frequencyTable } from '../device-class/device-class';
import type { DeviceClass } from '../device-class/device-class';
import { KNOWN_WORKLOADS } from '../workload/known-workloads';
import { runToEnd } from '../steps/run-to-end';
import { expandSweep as expandSweepSteps } from './expand-sweep';
import type { Clock, ClockFactor, OfferFacts } from '../factors/factor';
import { fallbacks } from '../factors/factor-levels';
import type { WantedFactors } from '../factors/registry';
import type { SweepDevice, SweepSpec } from './sweep-spec';

const MHZ = 1e6;

const expandSweep = (sweep: SweepSpec, devices: readonly SweepDevice[], maxCells = 100_000) =>
  runToEnd(expandSweepSteps(sweep, devices, { maxCells }));

function device(name: string, deviceClass: DeviceClass, more: Partial<SweepDevice> = {}): SweepDevice {
  return { name, deviceClass, facts: factsOf(deviceClass), workloads: KNOWN_WORKLOADS, ...more };
}
function factsOf(deviceClass: DeviceClass, cpuGovernors: string[] = []): OfferFacts {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const cpuPolicies = [{ frequenciesKhz: cpuKhz, governors: cpuGovernors }];
  return { cpuPolicies, gpu: { frequenciesHz: gpuHz, governors: [] }, knobs: {} };
}
const nano = device('nano-1', 'jetson-nano');
const xavier = device('xavier-1', 'jetson-xavier-nx');
const orin = device('orin-1', 'jetson-orin-nx');

const levels = (...levelsHz: Clock[]): ClockFactor => ({ kind: 'levels', levelsHz });
const range = (fromHz: number, toHz: number, count: number | null): ClockFactor => ({
  kind: 'range',
  fromHz,
  toHz,
  levels: count,
});

function spec(
  factors: Partial<WantedFactors> & { perClass?: SweepSpec['factors']['perClass'] },
  more: Partial<SweepSpec> = {},
): SweepSpec {
  return {
    workloads: [{ name: 'alexnet', graph: 'dynamic', command: null }],
    baseline: [],
    inferences: 3200,
    ...more,
    factors: {
      ...fallbacks(),
      perClass: {},
      ...factors,
    },
  };
}

function gpuHzOf(plan: ReturnType<typeof expandSweep>, name: string): Clock[] {
  const cells = plan.perDevice.find((entry) => entry.device === name)?.cells ?? [];
  return [...new Set(cells.map((cell) => cell.levels.gpuHz))];
}

describe('expandSweep', () => {
  it('takes the whole table for `all`: 180, 375 and 182 combinations as in the study', () => {
    const plan = expandSweep(spec({ gpuFrequency: { kind: 'all' }, cpuFrequency: { kind: 'all' } }), [
      nano,
      xavier,
      orin,
    ]);
    expect(plan.perDevice.map((entry) => [entry.device, entry.cells.length])).toEqual([
      ['nano-1', 180],
      ['orin-1', 182],
      ['xavier-1', 375],
    ]);
    expect(plan.errors).toEqual([]);
  });

  it('adds one DVFS cell per workload and batch size, once', () => {
    const wanted = spec({ gpuFrequency: levels(614.4 * MHZ), batchSize: [8, 16] }, { baseline: ['dvfs'] });
    const cells = expandSweep(wanted, [nano]).perDevice[0]!.cells;
    expect(cells).toHaveLength(4);
    expect(cells.filter(({ levels: l }) => l.gpuHz === 'dvfs' && l.cpuKhz === 'dvfs')).toHaveLength(2);
    expect(expandSweep(spec({}, { baseline: ['dvfs'] }), [nano]).perDevice[0]!.cells).toHaveLength(1);
  });

  it('spaces a range evenly over the steps inside it, ends included', () => {
    const plan = expandSweep(spec({ gpuFrequency: range(300 * MHZ, 900 * MHZ, 5) }), [nano, orin]);
    expect(gpuHzOf(plan, 'nano-1').map((hz) => Number(hz) / MHZ)).toEqual([307.2, 460.8, 614.4, 768, 921.6]);
    expect(gpuHzOf(plan, 'orin-1').map((hz) => Number(hz) / MHZ)).toEqual([306, 510, 612, 816, 918]);
  });

  it('says when a range holds fewer steps than asked for', () => {
    const plan = expandSweep(spec({ gpuFrequency: range(300 * MHZ, 520 * MHZ, 5) }), [orin]);
    expect(gpuHzOf(plan, 'orin-1')).toEqual([306e6, 408e6, 510e6]);
    expect(plan.perDevice[0]!.notes).toEqual(['gpuFrequency: 3 of 5 levels, no more steps from 300 MHz to 520 MHz']);
  });

  it('snaps within 5 %, leaves the rest out, and notes both', () => {
    const plan = expandSweep(spec({ gpuFrequency: levels(614.4 * MHZ, 204 * MHZ) }), [nano, xavier, orin]);
    expect(gpuHzOf(plan, 'orin-1')).toEqual([612e6]);
    expect(plan.perDevice.find((entry) => entry.device === 'orin-1')!.notes).toEqual([
      'gpuFrequency 204 MHz left out: nearest 306 MHz',
      'gpuFrequency 614.4 MHz snapped to 612 MHz',
    ]);
    expect(gpuHzOf(plan, 'xavier-1')).toEqual([204e6, 599.25e6]);
    expect(plan.errors).toEqual([]);
  });

  it('names a level that no selected device has, with the nearest of each', () => {
    const plan = expandSweep(spec({ gpuFrequency: levels(614.4 * MHZ, 650 * MHZ) }), [nano, orin]);
    expect(plan.errors).toEqual([
      {
        level: '650 MHz',
        message: 'gpuFrequency: no selected device has 650 MHz',
        nearest: ['nano-1: 614.4 MHz, 691.2 MHz', 'orin-1: 612 MHz, 714 MHz'],
        path: ['factors', 'gpuFrequency', 1],
      },
    ]);
  });

  it('checks an override against its own class only', () => {
    const perClass = { 'jetson-orin-nx': { gpuFrequency: levels(560 * MHZ) } };
    const plan = expandSweep(spec({ gpuFrequency: levels(614.4 * MHZ), perClass }), [nano, orin]);
    expect(plan.errors.map((error) => error.path)).toEqual([
      ['factors', 'perClass', 'jetson-orin-nx', 'gpuFrequency', 0],
    ]);
    expect(plan.errors[0]!.nearest).toEqual(['orin-1: 510 MHz, 612 MHz']);
  });

  it('reports a range without any step and a workload that nobody has', () => {
    const workloads = [{ name: 'distilbert', graph: 'static' as const, command: null }];
    const bare = device('nano-1', 'jetson-nano', { workloads: ['alexnet'] });
    const plan = expandSweep(spec({ cpuFrequency: range(3e9, 4e9, null) }, { workloads }), [bare]);
    expect(plan.errors.map((error) => error.level)).toEqual(['distilbert', '3000 MHz to 4000 MHz']);
    expect(plan.errors[0]!.nearest).toEqual(['alexnet']);
  });

  it("needs no installation for a user's own command, whose arguments are part of the cell", () => {
    const own = (command: string[]) => [{ name: 'mine', graph: 'dynamic' as const, command }];
    const plan = (command: string[]) => expandSweep(spec({}, { workloads: own(command) }), [nano]).perDevice[0]!.cells;
    expect(plan(['./run', '-a'])).toHaveLength(1);
    expect(plan(['./run', '-a'])[0]!.cellKey).not.toBe(plan(['./run', '-b'])[0]!.cellKey);
  });

  it('varies governors only where a clock is left to them', () => {
    const governed = { cpuGovernor: [null, 'ondemand', 'interactive'], cpuFrequency: levels('dvfs', 1_036_800_000) };
    const offers = device('nano-1', 'jetson-nano', { facts: factsOf('jetson-nano', ['ondemand', 'schedutil']) });
    const plan = expandSweep(spec(governed), [offers]);
    expect(plan.perDevice[0]!.cells.map((cell) => [cell.levels.cpuKhz, cell.levels.cpuGovernor])).toEqual(
      expect.arrayContaining([
        [1_036_800, null],
        ['dvfs', null],
        ['dvfs', 'ondemand'],
      ]),
    );
    expect(plan.perDevice[0]!.cells).toHaveLength(3);
    expect(plan.errors.map((error) => error.level)).toEqual(['interactive']);
  });

  it('measures the default governor once, by whichever name it is asked for', () => {
    const { cpuPolicies, ...facts } = factsOf('jetson-nano', ['ondemand', 'schedutil']);
    const cpu = cpuPolicies.map((policy) => ({ ...policy, governor: 'schedutil' }));
    const offers = device('nano-1', 'jetson-nano', { facts: { ...facts, cpuPolicies: cpu } });
    const [plan] = expandSweep(spec({ cpuGovernor: [null, 'schedutil', 'ondemand'] }), [offers]).perDevice;
    expect(plan!.cells.map((cell) => cell.levels.cpuGovernor)).toEqual([null, 'ondemand']);
    expect(plan!.notes).toEqual(['cpuGovernor schedutil left out: it is the default of the device']);
    const [all] = expandSweep(spec({ cpuGovernor: ['all'] }), [offers]).perDevice;
    expect(all!.cells.map((cell) => cell.levels.cpuGovernor)).toEqual([null, 'ondemand']);
    expect(all!.notes).toEqual([]);
    const [alone] = expandSweep(spec({ cpuGovernor: ['schedutil'] }), [offers]).perDevice;
    expect(alone!.cells.map((cell) => cell.levels.cpuGovernor)).toEqual(['schedutil']);
  });

  it('keeps the limits in force in the baseline where there are any, and takes one baseline where there are none', () => {
    const capped = {
      ...nano,
      facts: { ...nano.facts, cpuPolicies: nano.facts.cpuPolicies.map((policy) => ({ ...policy, maxKhz: 921_600 })) },
    };
    const clocksOf = (device: SweepDevice, ...baseline: ('stock' | 'dvfs')[]) =>
      expandSweep(spec({ gpuFrequency: levels(614.4 * MHZ) }, { baseline }), [device]).perDevice[0]!.cells.map(
        ({ levels: l }) => [l.cpuKhz, l.gpuHz],
      );
    expect(clocksOf(nano, 'stock')).toEqual(clocksOf(nano, 'dvfs'));
    expect(clocksOf(nano, 'stock', 'dvfs')).toEqual(clocksOf(nano, 'dvfs'));
    expect(clocksOf(capped, 'stock')).toEqual([
      ['stock', 614_400_000],
      ['stock', 'dvfs'],
    ]);
    expect(clocksOf(capped, 'dvfs', 'stock')).toEqual([
      ['stock', 614_400_000],
      ['dvfs', 'dvfs'],
      ['stock', 'dvfs'],
    ]);
  });

  it('takes each n-th step of a table or of a range, the lowest first', () => {
    const table = frequencyTable('jetson-nano').gpuHz;
    const stepsOf = (gpuFrequency: ClockFactor) =>
      expandSweep(spec({ gpuFrequency }), [nano]).perDevice[0]!.cells.map(({ levels: l }) => l.gpuHz);
    expect(stepsOf({ kind: 'all', every: 5 })).toEqual([table[0], table[5], table[10]]);
    const range = { kind: 'range', fromHz: table[2]!, toHz: table[6]!, levels: null } as const;
    expect(stepsOf({ ...range, every: 3 })).toEqual([table[2], table[5]]);
  });

  it('leaves out the cells that an exclusion names, the baseline only where it names nothing of the device, and says how many', () => {
    const wanted = { gpuFrequency: levels(307.2 * MHZ, 614.4 * MHZ, 'dvfs'), batchSize: [8, 16, 32] };
    const planOf = (exclude: SweepSpec['exclude']) =>
      expandSweep(spec(wanted, { baseline: ['dvfs'], exclude }), [nano]).perDevice[0]!;
    const shown = (exclude: SweepSpec['exclude']) =>
      planOf(exclude).cells.map(({ levels: l }) => `${String(l.gpuHz)} ${l.batchSize}`);
    const all = shown([]);
    expect(all).toHaveLength(9);
    const slow = { workloads: null, factors: { gpuFrequency: levels(307 * MHZ), batchSize: [16, 32] } };
    expect(shown([slow])).toEqual(all.filter((cell) => !['307200000 16', '307200000 32'].includes(cell)));
    expect(planOf([slow]).notes).toEqual(['2 cells left out by exclude']);
    const everything = { workloads: ['alexnet'], factors: {} };
    expect(shown([everything])).toEqual([]);
    const pinned = { workloads: ['alexnet'], factors: { gpuFrequency: { kind: 'all' } } } as const;
    expect(shown([pinned])).toEqual(['dvfs 8', 'dvfs 16', 'dvfs 32']);
    expect(planOf([{ workloads: ['resnet18'], factors: {} }]).notes).toEqual(['exclude leaves out no cell']);
  });

  it('takes zipped levels together, each in the steps of the device, and keeps the baseline', () => {
    const wanted = { gpuFrequency: levels(307 * MHZ, 614.4 * MHZ), cpuFrequency: levels(921.6 * MHZ, 1479 * MHZ) };
    const zip = [['cpuFrequency', 'gpuFrequency']] as const;
    const plan = expandSweep(spec(wanted, { baseline: ['dvfs'], zip }), [nano]).perDevice[0]!;
    expect(plan.cells.map(({ levels: l }) => [l.cpuKhz, l.gpuHz])).toEqual([
      [921_600, 307_200_000],
      [1_479_000, 614_400_000],
      ['dvfs', 'dvfs'],
    ]);
    expect(plan.notes).toContain('2 cells left out by zip');
  });

  it('keeps the cells that meet the conditions, and says which one is a baseline', () => {
    const wanted = { gpuFrequency: levels(307.2 * MHZ, 614.4 * MHZ), batchSize: [8, 16] };
    const keeps: SweepSpec['keeps'] = (deviceClass, { gpuHz, batchSize }, isBaseline) => {
      expect(isBaseline).toBe(gpuHz === 'dvfs');
      if (isBaseline) return true;
      return deviceClass === 'jetson-nano' && (batchSize === 8 || gpuHz !== 307_200_000);
    };
    const plan = expandSweep(spec(wanted, { baseline: ['dvfs'], keeps }), [nano]).perDevice[0]!;
    expect(plan.cells).toHaveLength(5);
    expect(plan.notes).toContain('1 cells left out by where');
  });

  it('says where governors have no effect', () => {
    const offers = device('nano-1', 'jetson-nano', { facts: factsOf('jetson-nano', ['ondemand']) });
    const notes = (cpuFrequency: ClockFactor, cpuGovernor: (string | null)[]) =>
      expandSweep(spec({ cpuFrequency, cpuGovernor }), [offers]).perDevice[0]!.notes;
    expect(notes(levels(1_036_800_000), ['ondemand'])).toEqual([
      'cpuGovernor has no effect: no cell leaves cpuFrequency to a governor',
    ]);
    expect(notes(levels('dvfs', 1_036_800_000), ['ondemand'])).toEqual([
      'cpuGovernor is varied where cpuFrequency is left to a governor, not where it is pinned',
    ]);
    expect(notes(levels('dvfs'), ['ondemand'])).toEqual([]);
    expect(notes(levels(1_036_800_000), [null])).toEqual([]);
    expect(notes(levels(9_000_000_000), ['ondemand'])).toEqual([
      'cpuFrequency 9000 MHz left out: nearest 1479 MHz',
      'cpuGovernor has no effect: no level of cpuFrequency is left',
    ]);
  });

  it('takes one figure for one step, in lists and in ranges, on one board and on several', () => {
    const figures = [600, 715, 307].map((mhz) => mhz * MHZ);
    for (const devices of [[orin], [nano, orin], [xavier, orin, nano]]) {
      const list = expandSweep(spec({ gpuFrequency: levels(...figures) }), devices);
      expect(list.errors).toEqual([]);
      expect(gpuHzOf(list, 'orin-1')).toEqual([306e6, 612e6, 714e6]);
    }
    const cut = expandSweep(spec({ gpuFrequency: range(307 * MHZ, 715 * MHZ, null) }), [orin]);
    expect(gpuHzOf(cut, 'orin-1')).toEqual([306e6, 408e6, 510e6, 612e6, 714e6]);
    expect(cut.perDevice[0]!.notes).toEqual(['gpuFrequency 307 MHz snapped to 306 MHz']);
    const wide = expandSweep(spec({ gpuFrequency: range(420 * MHZ, 600 * MHZ, null) }), [orin]);
    expect(gpuHzOf(wide, 'orin-1')).toEqual([408e6, 510e6, 612e6]);
    expect(wide.perDevice[0]!.notes).toEqual([
      'gpuFrequency 420 MHz snapped to 408 MHz',
      'gpuFrequency 600 MHz snapped to 612 MHz',
    ]);
    const twice = expandSweep(spec({ gpuFrequency: levels(610 * MHZ, 612 * MHZ) }), [orin]);
    expect(twice.perDevice[0]!.notes).toEqual([
      'gpuFrequency 610 MHz snapped to 612 MHz',
      'gpuFrequency 612 MHz is named twice',
    ]);
  });

  it('refuses a sweep that can only be a slip', () => {
    const batchSize = Array.from({ length: 64 }, (_, index) => index + 1);
    const workloads = KNOWN_WORKLOADS.map((name) => ({ name, graph: 'static' as const, command: null }));
    const huge = spec({ gpuFrequency: { kind: 'all' }, cpuFrequency: { kind: 'all' }, batchSize }, { workloads });
    const plan = expandSweep(huge, [xavier]);
    expect(plan.errors.map((error) => error.message)).toEqual([
      '144000 cells; at most 100000 in one campaign: name fewer levels',
    ]);
    expect(plan.perDevice.map(({ cells }) => cells.length)).toEqual([0]);
  });

  it('builds the cells of devices with the same levels once', () => {
    const [first, second] = expandSweep(spec({ gpuFrequency: { kind: 'all' } }), [
      nano,
      { ...nano, name: 'nano-2' },
    ]).perDevice;
    expect(first!.cells).toBe(second!.cells);
  });

  it('warns of an override for a class that is not selected', () => {
    expect(expandSweep(spec({ perClass: { 'jetson-orin-nx': {} } }), [nano]).warnings).toEqual([
      'no selected device is a jetson-orin-nx; its overrides are not used',
    ]);
  });

  it('gives the same plan for permuted input, with steps of the table only and no cell twice', () => {
    const clock = fc.oneof(
      fc.constant<'dvfs'>('dvfs'),
      fc.integer({ min: 50, max: 1300 }).map((mhz) => mhz * MHZ),
    );
    const scenario = fc
      .record({
        wanted: fc.uniqueArray(clock, { minLength: 1, maxLength: 6 }),
        batchSize: fc.uniqueArray(fc.constantFrom(1, 8, 16, 32), { minLength: 1 }),
        devices: fc.subarray([nano, xavier, orin], { minLength: 1 }),
      })
      .chain((base) =>
        fc.record({
          base: fc.constant(base),
          wanted: fc.shuffledSubarray(base.wanted, { minLength: base.wanted.length }),
          batchSize: fc.shuffledSubarray(base.batchSize, { minLength: base.batchSize.length }),
          devices: fc.shuffledSubarray(base.devices, { minLength: base.devices.length }),
        }),
      );
    fc.assert(
      fc.property(scenario, ({ base, ...permuted }) => {
        const plan = ({ wanted, batchSize, devices }: typeof base) =>
          expandSweep(spec({ gpuFrequency: levels(...wanted), batchSize }, { baseline: ['dvfs'] }), devices);
        const first = plan(base);
        expect(plan(permuted).perDevice).toEqual(first.perDevice);
        for (const { device: name, cells } of first.perDevice) {
          const table = base.devices.find((entry) => entry.name === name)!.facts.gpu!.frequenciesHz;
          expect(new Set(cells.map((cell) => cell.cellKey)).size).toBe(cells.length);
          expect(cells.every(({ levels: l }) => typeof l.gpuHz === 'string' || table.includes(l.gpuHz))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
