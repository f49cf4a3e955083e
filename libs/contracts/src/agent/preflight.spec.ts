import { judgePreflight, verdictOf } from '@joulefleet/core';
import { facts } from './facts';
import { preflightEvidence, type PreflightEvidence } from './preflight';

/** As an agent told it before power modes had a meaning, fans and boots were told. */
const OLD_FACTS = {
  model: 'NVIDIA Jetson Nano Developer Kit',
  compatible: ['nvidia,tegra210'],
  serial: '1424019012345',
  l4t: { release: 32, revision: '7.4' },
  jetpack: '4.6.4',
  kernel: '4.9.337-tegra',
  python: '3.6.9',
  cores: 4,
  memoryBytes: 4e9,
  diskFreeBytes: 1e9,
  cpuPolicies: [],
  gpu: null,
  rails: [{ label: 'POM_5V_IN', total: true, layout: 'iio' }],
  powerMode: { id: 0, name: 'MAXN' },
  thermalZones: [],
  canSetClocks: true,
  workloads: [],
  simulated: true,
  timeScale: 60,
  missing: [],
};

const EVIDENCE = {
  facts: OLD_FACTS,
  wallUs: 1,
  monotonicUs: 1,
  bootId: null,
  rails: [{ label: 'POM_5V_IN', total: true, powerMw: [1250], error: null }],
  clocks: [{ domain: 'GPU', requested: 2, readBack: 2, governorBefore: 'nvhost_podgov', error: null }],
  restored: { verified: true, differences: [] },
  load: { cpuFraction: 0.01, gpuFraction: null, busiest: [] },
  disk: { freeBytes: 1e9, writeError: null },
  temperatureC: { zone: 'CPU-therm', temperatureC: 40 },
  otherAgents: [],
  privileged: true,
};

describe('preflightEvidence', () => {
  it('is what the pre-flight is judged by', () => {
    const evidence: PreflightEvidence = preflightEvidence.parse(EVIDENCE);
    const expected = { deviceClass: 'jetson-nano', powerMode: evidence.facts.powerMode, clockOffsetMs: 0 } as const;
    expect(verdictOf(judgePreflight(evidence, expected))).toBe('passed');
  });

  it('takes a rail or a clock that could not be read, and no fraction above one', () => {
    const rails = [{ label: 'POM_5V_IN', total: true, powerMw: [], error: 'Input/output error' }];
    expect(preflightEvidence.safeParse({ ...EVIDENCE, rails }).success).toBe(true);
    const load = { ...EVIDENCE.load, cpuFraction: 1.2 };
    expect(preflightEvidence.safeParse({ ...EVIDENCE, load }).success).toBe(false);
  });
});

describe('facts', () => {
  it('of an agent of an earlier version are still facts', () => {
    expect(facts.parse(OLD_FACTS)).toMatchObject({
      fan: null,
      bootId: null,
      uptimeS: null,
      machine: null,
      accelerator: null,
      powerMode: { id: 0, name: 'MAXN', meaning: null },
    });
  });
});
