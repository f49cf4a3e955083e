import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { BadCampaign } from '@joulefleet/campaigns';
import { facts, preflightEvidence, recordCrc, type Facts, type SpoolRecord } from '@joulefleet/contracts';
import {
  cleanJson,
  cleanText,
  compareFacts,
  decodeTrace,
  Fault,
  frequencyTable,
  judgePreflight,
  KNOWN_WORKLOADS,
  runToEnd,
  seededRandom,
  verdictOf,
} from '@joulefleet/core';
import { AgentSession } from '@joulefleet/remote';
import type { ClientChannel } from 'ssh2';
import { drawTrial } from '../../bench/traces/draw-records';
import { DEFAULT_CAMPAIGN_LIMITS } from '../../libs/campaigns/src/campaign-limits';
import { planCampaign, type PlannableDevice } from '../../libs/campaigns/src/plan-campaign';
import { classifyDevice } from '../../libs/fleet/src/classify-device';
import { judgeFacts } from '../../libs/fleet/src/judge-facts';
import { rawContentOf } from '../../libs/ingest/src/raw-content';
import { mutateJson, mutateText } from './mutate';

const MEMORY_LIMIT_BYTES = 256 * 2 ** 20;
/** No decoder needs a hundredth of it; a machine that does something else may. */
const SLOWEST_MS = 5_000;

/** Hands `cases` mutated inputs to a decoder: each ends soon, and what it throws is a fault of its own. */
function fuzz<T>(cases: number, seed: string, draw: (random: () => number) => T, decode: (input: T) => void): void {
  const random = seededRandom(seed);
  const before = process.memoryUsage().rss;
  for (let i = 0; i < cases; i++) {
    const input = draw(random);
    const startMs = performance.now();
    try {
      decode(input);
    } catch (error) {
      if (!(error instanceof Fault)) throw new Error(`case ${i}: ${shown(input)}`, { cause: error });
    }
    if (performance.now() - startMs > SLOWEST_MS) throw new Error(`case ${i} hangs: ${shown(input)}`);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(MEMORY_LIMIT_BYTES);
}

const shown = (input: unknown): string => (JSON.stringify(input) ?? String(input)).slice(0, 500);

/** Whether a text that no database takes is anywhere in a value. */
function hasUnfit(value: unknown): boolean {
  if (typeof value === 'string') return cleanText(value) !== value;
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return false;
  return Object.entries(value).some(([key, item]) => hasUnfit(key) || hasUnfit(item));
}

const { cpuKhz, gpuHz } = frequencyTable('jetson-nano');
const FACTS: Facts = facts.parse({
  model: 'NVIDIA Jetson Nano Developer Kit',
  compatible: ['nvidia,p3450-0000', 'nvidia,tegra210'],
  serial: '1424019012345',
  l4t: { release: 32, revision: '7.4' },
  jetpack: '4.6.4',
  kernel: '4.9.337-tegra',
  python: '3.6.9',
  cores: 4,
  memoryBytes: 4e9,
  diskFreeBytes: 1e9,
  cpuPolicies: [
    {
      policy: 0,
      cpus: [0, 1, 2, 3],
      frequenciesKhz: cpuKhz,
      governors: ['schedutil'],
      governor: 'schedutil',
      minKhz: 1,
      maxKhz: 2,
    },
  ],
  gpu: {
    path: '/sys/x',
    frequenciesHz: gpuHz,
    governors: ['nvhost_podgov'],
    governor: 'nvhost_podgov',
    minHz: 1,
    maxHz: 2,
  },
  rails: [{ label: 'POM_5V_IN', total: true, layout: 'iio' }],
  powerMode: { id: 0, name: 'MAXN' },
  powerModes: [
    { id: 0, name: 'MAXN', meaning: { cores: 4, cpuMinKhz: null, cpuMaxKhz: null, gpuMaxHz: null }, reason: null },
    { id: 1, name: '5W', meaning: { cores: 2, cpuMinKhz: null, cpuMaxKhz: 918_000, gpuMaxHz: 640e6 }, reason: null },
  ],
  thermalZones: [{ type: 'CPU-therm', temperatureC: 40 }],
  knobs: { activeCores: { levels: [1, 2, 3, 4], reason: null }, powerMode: { levels: ['MAXN', '5W'], reason: null } },
  canSetClocks: true,
  workloads: [...KNOWN_WORKLOADS],
  simulated: true,
  timeScale: 60,
  missing: [],
});
const DEVICE: PlannableDevice = {
  ...{ deviceId: 'd', name: 'nano-1', deviceClass: 'jetson-nano', availability: 'ready', labels: ['rack-a'] },
  ...{ group: null, simulated: true, allowCommands: false, workloads: KNOWN_WORKLOADS, facts: FACTS },
};

/** With the events of workloads (agent/tests/test_workload_events.py) more than 100,000 inputs in all. */
describe('no input of a device or a user breaks its decoder', () => {
  const trial = drawTrial('00000000-0000-4000-8000-000000000000', 1e9, 1, seededRandom(4));
  const bodies = trial.records.map(({ kind, body }) => ({ kind, body: JSON.parse(body) as unknown }));
  const sealed = (kind: SpoolRecord['kind'], body: string): SpoolRecord => {
    const record = { seq: 1, kind, body };
    return { ...record, crc: recordCrc(record) };
  };

  it('records of a spool', () => {
    const kinds = ['shard_start', 'trace', 'trial', 'shard_end'] as const;
    fuzz(
      25_000,
      'records',
      (random) => {
        const { kind, body } = bodies[Math.floor(random() * bodies.length)]!;
        const text =
          random() < 0.7 ? JSON.stringify(mutateJson(body, random)) : mutateText(JSON.stringify(body), random);
        return sealed(random() < 0.9 ? kind : kinds[Math.floor(random() * 4)]!, text);
      },
      (record) => {
        const { content } = rawContentOf(record);
        expect(hasUnfit(content)).toBe(false);
      },
    );
  });

  it('chunks of a trace', () => {
    const chunk = JSON.parse(trial.records[0]!.body) as { data: string };
    fuzz(
      25_000,
      'chunks',
      (random) => (random() < 0.3 ? mutateJson(chunk, random) : { ...chunk, data: mutateText(chunk.data, random) }),
      (each) => {
        const { content } = rawContentOf(sealed('trace', JSON.stringify(each)));
        if (content?.kind === 'trace') decodeTrace({ ...content, data: content.data.toString('base64') });
      },
    );
  });

  it('lines of an agent', () => {
    const lines = [
      '@jf {"id":1,"ok":true,"result":{"monotonicUs":1,"wallUs":2}}',
      '@jf {"id":1,"ok":false,"error":{"code":"x","message":"m","origin":"device","transient":false}}',
      `@jf {"event":"record","shardId":"s","record":${JSON.stringify(sealed('shard_start', '{}'))}}`,
      '@jf {"event":"progress","shardId":"s","progress":{"trialId":null,"phase":"loading","done":0,"total":1}}',
      'a banner of the login shell',
    ].join('\n');
    fuzz(
      5_000,
      'lines',
      (random) => mutateText(lines, random),
      (text) => {
        const channel = Object.assign(new PassThrough(), { stderr: new PassThrough() });
        const session = new AgentSession(channel as unknown as ClientChannel, 'nano-1');
        session.attach('s', 1, 0, { record: () => undefined, progress: () => undefined }).catch(() => undefined);
        channel.emit('data', Buffer.from(`${text}\n`));
        channel.stderr.emit('data', Buffer.from(text));
        channel.emit('close');
      },
    );
  });

  it('facts, and what is decided by them', () => {
    fuzz(
      5_000,
      'facts',
      (random) => mutateJson(FACTS, random),
      (told) => {
        const parsed = facts.safeParse(cleanJson(told));
        if (!parsed.success) return;
        compareFacts(FACTS, parsed.data);
        const wanted = 'name: x\nworkloads: [alexnet]\nfactors: { gpuFrequency: [614.4 MHz], activeCores: all }\n';
        judgeFacts(parsed.data, classifyDevice(parsed.data, 'nano-1'), 'nano-1');
        const device = { ...DEVICE, facts: parsed.data, workloads: parsed.data.workloads };
        runToEnd(planCampaign(wanted, 'x.yaml', [device], false, DEFAULT_CAMPAIGN_LIMITS));
      },
    );
  });

  it('evidence of a pre-flight', () => {
    const evidence = {
      ...{ facts: FACTS, wallUs: 1, monotonicUs: 1, bootId: null, privileged: true, otherAgents: [] },
      rails: [{ label: 'POM_5V_IN', total: true, powerMw: [1250, 1300], error: null }],
      clocks: [{ domain: 'GPU', requested: 2, readBack: 2, governorBefore: 'nvhost_podgov', error: null }],
      restored: { verified: true, differences: [] },
      load: { cpuFraction: 0.01, gpuFraction: null, busiest: [] },
      disk: { freeBytes: 1e9, writeError: null },
      temperatureC: { zone: 'CPU-therm', temperatureC: 40 },
    };
    fuzz(
      2_500,
      'evidence',
      (random) => mutateJson(evidence, random),
      (told) => {
        const parsed = preflightEvidence.safeParse(cleanJson(told));
        if (!parsed.success) return;
        const expected = { deviceClass: 'jetson-nano', powerMode: FACTS.powerMode, clockOffsetMs: 0 } as const;
        verdictOf(judgePreflight(parsed.data, expected));
      },
    );
  });

  it('campaign files', () => {
    const files = ['examples/quick.yaml'].map((file) => readFileSync(file, 'utf8'));
    fuzz(
      2_500,
      'campaigns',
      (random) => mutateText(files[Math.floor(random() * files.length)]!, random),
      (source) => {
        try {
          runToEnd(planCampaign(source, 'x.yaml', [DEVICE], true, DEFAULT_CAMPAIGN_LIMITS));
        } catch (error) {
          if (!(error instanceof BadCampaign)) throw error;
          expect(error.findings.length).toBeLessThanOrEqual(50);
          for (const { where } of error.findings) expect(where).toMatch(/^x\.yaml:\d+:\d+$/);
        }
      },
    );
  });
});
