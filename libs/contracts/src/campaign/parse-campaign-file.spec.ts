import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandSweep, frequencyTable, KNOWN_WORKLOADS, runToEnd } from '@joulefleet/core';
import type { DeviceClass, SweepSpec } from '@joulefleet/core';
import { campaignFileLocator, parseCampaignFile } from './parse-campaign-file';

function parse(text: string) {
  const parsed = parseCampaignFile(text, 'sweep.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors, null, 1));
  return parsed.spec;
}
function tablesOf(deviceClass: DeviceClass) {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const cpuPolicies = [{ frequenciesKhz: cpuKhz, governors: [] }];
  return { cpuPolicies, gpu: { frequenciesHz: gpuHz, governors: [] }, knobs: {} };
}
const factorsOf = (yaml: string) => parse(`name: x\nworkloads: [alexnet]\nfactors: ${yaml}`).factors;

describe('parseCampaignFile', () => {
  it('fills in the defaults of the study', () => {
    expect(parse('name: x\nworkloads: [alexnet]\n')).toEqual({
      name: 'x',
      workloads: [{ name: 'alexnet', graph: 'dynamic', command: null }],
      devices: { classes: [], names: [], labels: [], groups: [], count: null },
      devicesPerCell: null,
      factors: {
        powerMode: [null],
        activeCores: [null],
        memoryFrequency: { kind: 'levels', levelsHz: ['stock'] },
        gpuFrequency: { kind: 'levels', levelsHz: ['stock'] },
        cpuFrequency: { kind: 'levels', levelsHz: ['stock'] },
        batchSize: [16],
        cpuGovernor: [null],
        inferences: [],
        runtime: [null],
        precision: [null],
        lazyLoading: [null],
        garbageCollection: [null],
        gpuGovernor: [null],
        perClass: {},
      },
      exclude: [],
      zip: [],
      where: [],
      baseline: ['stock'],
      strategy: { name: 'sweep' },
      repetitions: 3,
      repeat: null,
      parameters: {},
      inferences: 3200,
      warmup: { batches: 3, maxS: 60 },
      sampling: { mode: 'batch-aware', periodMs: 100 },
      startTemperature: { band: 'auto', waitMs: 120_000 },
      trialTimeout: { timeMs: 7_200_000 },
      cooldown: { timeMs: 0 },
      idlePower: { timeMs: 1_000 },
      sentinel: null,
      checks: { minSamples: 10, maxOffShare: 0.005, maxGapShare: 0.05 },
      order: 'randomised-blocks',
      seed: 1,
      shard: { timeMs: 300_000 },
      shardTrials: null,
    });
  });

  it.each([
    ['all', { kind: 'all' }],
    ['{ every: 3 }', { kind: 'all', every: 3 }],
    ['{ from: 1 GHz, to: 2 GHz, every: 2 }', { kind: 'range', fromHz: 1e9, toHz: 2e9, levels: null, every: 2 }],
    ['614.4 MHz', { kind: 'levels', levelsHz: [614_400_000] }],
    ['0.6144GHz', { kind: 'levels', levelsHz: [614_400_000] }],
    ['["803250 kHz", dvfs]', { kind: 'levels', levelsHz: [803_250_000, 'dvfs'] }],
    ['{from: 300 MHz, to: 900 MHz, levels: 5}', { kind: 'range', fromHz: 3e8, toHz: 9e8, levels: 5 }],
    ['{from: 300 MHz, to: 900 MHz}', { kind: 'range', fromHz: 3e8, toHz: 9e8, levels: null }],
  ])('reads a clock factor %s', (yaml, factor) => {
    expect(factorsOf(`{gpuFrequency: ${yaml}}`).gpuFrequency).toEqual(factor);
    expect(factorsOf(`{perClass: {jetson-nano: {cpuFrequency: ${yaml}}}}`).perClass['jetson-nano']).toEqual({
      cpuFrequency: factor,
    });
  });

  it.each([
    ['off', { band: 'off', waitMs: 120_000 }],
    ['[40 °C, 45.5 C]', { band: { lowC: 40, highC: 45.5 }, waitMs: 120_000 }],
    ['{ band: [40 °C, 45 °C], wait: 30 s }', { band: { lowC: 40, highC: 45 }, waitMs: 30_000 }],
    ['{ wait: 10 min }', { band: 'auto', waitMs: 600_000 }],
  ])('reads a starting temperature of %s', (yaml, rule) => {
    expect(parse(`name: x\nworkloads: [alexnet]\nstartTemperature: ${yaml}\n`).startTemperature).toEqual(rule);
  });

  it('reads own commands, governors, batch sizes and aliases', () => {
    const spec = parse(
      [
        'name: x',
        'workloads: [{name: resnet18, graph: static}, {name: mine, command: [python3, run.py]}]',
        'factors: {batchSize: &sizes [8, 16], cpuGovernor: [default, ondemand], perClass: {jetson-nano: {batchSize: *sizes}}}',
        'sampling: {mode: fixed, period: 0.1 s}',
      ].join('\n'),
    );
    expect(spec.workloads[1]).toEqual({ name: 'mine', graph: 'dynamic', command: ['python3', 'run.py'] });
    expect(spec.factors.batchSize).toEqual([8, 16]);
    expect(spec.factors.perClass['jetson-nano']?.batchSize).toEqual([8, 16]);
    expect(spec.factors.cpuGovernor).toEqual([null, 'ondemand']);
    expect(spec.sampling).toEqual({ mode: 'fixed', periodMs: 100 });
  });

  it.each([
    ['sweep', { name: 'sweep' }],
    ['top-up', { name: 'top-up', share: 0.1, trials: 3 }],
    ['{name: top-up, share: 0.5, trials: 10}', { name: 'top-up', share: 0.5, trials: 10 }],
  ])('reads the strategy %s', (yaml, strategy) => {
    expect(parse(`name: x\nworkloads: [alexnet]\nstrategy: ${yaml}`).strategy).toEqual(strategy);
  });

  const LIMITS = { maxCells: 100 };

  it('gives a spec that core can expand as it is', () => {
    const source = readFileSync(join(__dirname, '../../../../examples/demo.yaml'), 'utf8');
    const spec: SweepSpec = parse(source);
    const devices = (['jetson-nano', 'jetson-xavier-nx', 'jetson-orin-nx'] as const).map((deviceClass) => ({
      name: deviceClass,
      deviceClass,
      workloads: KNOWN_WORKLOADS,
      facts: tablesOf(deviceClass),
    }));
    const plan = runToEnd(expandSweep(spec, devices, LIMITS));
    expect(plan.errors).toEqual([]);
    expect(plan.warnings).toEqual([]);
    expect(plan.perDevice.flatMap((device) => device.notes)).toEqual([]);
    // Two workloads at five GPU x two CPU frequencies and one DVFS cell.
    expect(plan.perDevice.map((device) => device.cells.length)).toEqual([22, 22, 22]);
    expect(
      runToEnd(
        expandSweep(parse(readFileSync(join(__dirname, '../../../../examples/quick.yaml'), 'utf8')), devices, LIMITS),
      ),
    ).toMatchObject({
      errors: [],
      warnings: [],
      perDevice: [{ notes: [] }, { notes: [] }, { notes: [] }],
    });
  });

  it('finds the line of a level that a plan refuses', () => {
    const source = 'name: x\nworkloads: [alexnet]\nfactors:\n  gpuFrequency:\n    - 614.4 MHz\n    - 650 MHz\n';
    const locate = campaignFileLocator(source, 's.yaml');
    expect(locate(['factors', 'gpuFrequency', 1])).toBe('s.yaml:6:7');
    expect(locate(['factors', 'perClass', 'jetson-nano'])).toBe('s.yaml:4:3');
  });
});
