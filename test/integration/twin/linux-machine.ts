import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordCrc, shardSpec, type ShardSpec, type TrialSpec } from '@joulefleet/contracts';
import { encodeTrace } from '@joulefleet/core';

const RAILS = [
  { label: 'nvml.gpu0', total: true, layout: 'nvml' },
  { label: 'rapl.packages', total: false, layout: 'rapl' },
];

/** A server with an H100, written by hand: a virtual machine without cpufreq, zones or a device tree. */
const FACTS = {
  ...{ model: null, compatible: [], serial: 'machine-id:0123456789abcdef', l4t: null, jetpack: null, kernel: '6.8.0' },
  ...{
    python: '3.12.3',
    cores: 16,
    coresPresent: 16,
    memoryBytes: 128e9,
    diskFreeBytes: 64e9,
    cpuPolicies: [],
    gpu: null,
  },
  machine: { vendor: 'QEMU', product: 'Standard PC' },
  accelerator: { name: 'NVIDIA H100 80GB HBM3', uuid: 'GPU-1', driver: '550.54', memoryBytes: 85_520_809_984 },
  ...{ powerMode: null, thermalZones: [], canSetClocks: false, workloads: ['alexnet'], simulated: false },
  ...{
    timeScale: null,
    bootId: 'b',
    uptimeS: 90_000,
    rails: RAILS,
    missing: [{ what: 'model', lookedFor: 'a device tree' }],
  },
};

const PREFLIGHT = {
  facts: FACTS,
  ...{ wallUs: 1, monotonicUs: 1, bootId: 'b', clocks: [], knobs: [], otherAgents: [], privileged: false },
  rails: [
    { label: 'nvml.gpu0', total: true, powerMw: [68_200, 68_400], error: null },
    { label: 'rapl.packages', total: false, powerMw: [96_000, 95_000], error: null },
  ],
  restored: { verified: true, differences: [] },
  load: { cpuFraction: 0.01, gpuFraction: 0, busiest: [] },
  disk: { freeBytes: 64e9, writeError: null },
  temperatureC: null,
};

export function writeMachine(folder: string): void {
  mkdirSync(join(folder, 'shards'), { recursive: true });
  writeFileSync(join(folder, 'machine.json'), JSON.stringify({ facts: FACTS, preflight: PREFLIGHT }));
}

/** Answers a shard that is wanted as the machine would have, in the records of an agent. */
export function recordShard(folder: string, name: string): ShardSpec {
  const shard = shardSpec.parse(JSON.parse(readFileSync(join(folder, 'wanted', name), 'utf8')));
  const records = shard.trials.flatMap(recordsOf).map((record, i) => ({ ...record, seq: i + 1 }));
  const file = join(folder, 'shards', name);
  const whole = { shard, records: records.map((record) => ({ ...record, crc: recordCrc(record) })) };
  writeFileSync(`${file}.part`, JSON.stringify(whole));
  renameSync(`${file}.part`, file);
  return shard;
}

const [START_US, END_US] = [6_000_000, 22_000_000];
const PERIOD_US = 20_000;
const REFRESH_US = 100_000;
const IDLE_MW = 68_000;
const BUSY_MW = 310_000;

/** Read every 20 ms, new every 100 ms. */
function powerAt(tUs: number): number {
  const refresh = Math.floor(tUs / REFRESH_US);
  const busy = refresh * REFRESH_US >= START_US && refresh * REFRESH_US < END_US;
  return (busy ? BUSY_MW : IDLE_MW) + (refresh % 7) * 100;
}

function recordsOf({ trialId, attempt, workload }: TrialSpec) {
  const tUs = Array.from({ length: 1200 }, (_, i) => (i + 1) * PERIOD_US);
  const powerMw = [tUs.map(powerAt), tUs.map((t) => 95_000 + (t % 97))];
  const rails = RAILS.map(({ label }) => label);
  const trace = { trialId, attempt, chunk: 0, ...encodeTrace({ rails, tUs, powerMw }) };
  const point = { cpu: [], gpu: null, knobs: {} };
  const body = {
    ...{ trialId, attempt, outcome: 'measured', error: null, chunks: 1, before: point, after: point, flags: [] },
    events: [
      { name: 'load_start', tUs: 500_000 },
      { name: 'load_end', tUs: 4_000_000 },
      { name: 'warmup_start', tUs: 4_000_000 },
      { name: 'warmup_end', tUs: 5_900_000 },
      { name: 'inference_start', tUs: START_US },
      { name: 'inference_end', tUs: END_US },
    ],
    batches: { count: Math.ceil(workload.inferences / workload.batchSize), meanUs: 80_000, sdUs: 100 },
    sensor: {
      ...{
        layout: 'nvml',
        averagingUs: 50_000,
        samples: null,
        updateIntervalMs: null,
        runningMode: 0,
        readLatencyUs: 13,
      },
      ...{ supplyMv: null, shuntMicroOhm: null, refreshUs: REFRESH_US, resolutionMw: 1 },
      // 16 s of 310.3 W in the mean and a tenth of a second of 68 W on either side, less half a percent.
      counter: {
        source: 'nvml',
        startUs: START_US - REFRESH_US,
        endUs: END_US + REFRESH_US,
        startMj: 1e9,
        endMj: 1e9 + 4_953_500,
        readUs: 4000,
      },
    },
    sampling: { mode: 'fixed', periodUs: PERIOD_US },
    temperatureC: { start: 34, end: 41 },
    anchors: [{ monotonicUs: 0, wallUs: 1_700_000_000_000_000 }],
    simulated: false,
  };
  return [
    { kind: 'trace' as const, body: JSON.stringify(trace) },
    { kind: 'trial' as const, body: JSON.stringify(body) },
  ];
}
