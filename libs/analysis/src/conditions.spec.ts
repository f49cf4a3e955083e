import { conditionsOfCampaign, aboutConditions, protocolOfCampaign } from './conditions';
import type { CampaignSummary } from '@joulefleet/store';
import { runToEnd } from '@joulefleet/core';

const FACTS = {
  model: 'NVIDIA Jetson Nano Developer Kit',
  compatible: [],
  serial: '1',
  l4t: { release: 32, revision: '7.4' },
  jetpack: '4.6.4',
  kernel: '4.9.337-tegra',
  python: '3.6.9',
  cores: 2,
  coresPresent: 4,
  memoryBytes: 4e9,
  diskFreeBytes: 1e9,
  cpuPolicies: [
    {
      policy: 0,
      cpus: [0, 1],
      frequenciesKhz: [102_000, 1_479_000],
      governors: ['schedutil'],
      governor: 'schedutil',
      minKhz: 102_000,
      maxKhz: 918_000,
    },
  ],
  gpu: null,
  rails: [],
  powerMode: { id: 1, name: '5W' },
  thermalZones: [{ type: 'CPU', temperatureC: 40 }],
  canSetClocks: true,
  workloads: [],
  simulated: true,
  timeScale: 1,
  missing: [],
};
const SPEC = {
  name: 'x',
  baseline: 'dvfs',
  repetitions: 3,
  inferences: 3200,
  order: 'sequential',
  seed: 7,
  warmup: { batches: 3, maxS: 60 },
  sampling: { mode: 'fixed', periodMs: 100 },
};

describe('conditions of a campaign', () => {
  it('says what was in force, once for each change, and warns of a change', () => {
    const stored = [
      { device: 'a', facts: FACTS },
      { device: 'a', facts: { ...FACTS, thermalZones: [] } },
      { device: 'b', facts: FACTS },
      { device: 'b', facts: { ...FACTS, powerMode: { id: 0, name: 'MAXN' } } },
      { device: 'c', facts: {} },
    ];
    const conditions = runToEnd(conditionsOfCampaign(stored));
    expect(conditions.map(({ device, powerMode }) => [device, powerMode])).toEqual([
      ['a', '5W'],
      ['b', '5W'],
      ['b', 'MAXN'],
    ]);
    expect(conditions[0]).toEqual({
      device: 'a',
      model: 'NVIDIA Jetson Nano Developer Kit',
      jetpack: '4.6.4',
      l4t: '32.7.4',
      kernel: '4.9.337-tegra',
      powerMode: '5W',
      cores: 2,
      coresPresent: 4,
      cpu: [{ governor: 'schedutil', minHz: 102e6, maxHz: 918e6, tableMaxHz: 1479e6 }],
      gpu: null,
      clocksSet: true,
    });
    expect([...aboutConditions(conditions)]).toEqual([
      'b was changed during the campaign: its trials have 2 different conditions',
    ]);
  });

  it('says the protocol, with the repetitions that an extension brought', () => {
    const campaign = (strategyParameters: unknown) => ({ strategyParameters }) as CampaignSummary;
    expect(protocolOfCampaign(SPEC, campaign({ repetitions: 5 }))).toEqual({
      baseline: ['dvfs'],
      repetitions: 5,
      repeat: null,
      inferences: 3200,
      order: 'sequential',
      seed: 7,
      warmup: { batches: 3, maxS: 60 },
      sampling: { mode: 'fixed', periodMs: 100 },
      cooldown: null,
      idlePower: null,
      sentinel: null,
      startTemperature: null,
      trialTimeout: null,
      checks: null,
    });
    expect(protocolOfCampaign({ ...SPEC, baseline: 'none' }, campaign({}))?.baseline).toEqual([]);
    expect(protocolOfCampaign({ ...SPEC, baseline: ['stock', 'dvfs'] }, campaign({}))?.repetitions).toBe(3);
    expect(protocolOfCampaign({ seed: 1 }, campaign({}))).toBeNull();
  });
});
