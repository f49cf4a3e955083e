import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { campaignJsonSchema } from './campaign-json-schema';
import { campaignSpec } from './campaign-spec';
import { parseCampaignFile } from './parse-campaign-file';

const EXAMPLES = join(__dirname, '../../../../examples');
const files = readdirSync(EXAMPLES, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.yaml'))
  .sort();

describe('the JSON Schema of a campaign file', () => {
  const validate = new Ajv({ strict: false }).compile(campaignJsonSchema());
  const accepts = (text: string): boolean => validate(parse(text));

  it.each(files)('and the parser take examples/%s', (file) => {
    const text = readFileSync(join(EXAMPLES, file), 'utf8');
    expect(parseCampaignFile(text, file)).toMatchObject({ ok: true });
    expect(accepts(text)).toBe(true);
  });

  it('describes every key', () => {
    const { properties } = campaignJsonSchema() as { properties: Record<string, { description?: string }> };
    expect(Object.keys(properties).sort()).toEqual(Object.keys(campaignSpec.shape).sort());
    for (const { description } of Object.values(properties)) expect(description).toMatch(/\.$/);
  });

  it.each([
    'baseline: [stock, dvfs]',
    'strategy: { name: top-up, share: 0.2 }',
    'workloads: [{ name: alexnet, graph: static }, { name: mine, command: [./run] }]',
    'factors: { gpuFrequency: { every: 2 }, cpuGovernor: [default, ondemand], activeCores: all, powerMode: [default, 10W] }',
    'factors: { perClass: { jetson-nano: { gpuFrequency: [306 MHz, dvfs] } } }',
    'exclude: [{ workload: alexnet, batchSize: [8, 16] }]',
    'factors: { runtime: [default, libtorch], precision: fp32, lazyLoading: [true, default], garbageCollection: false }',
    `workloads: [{ name: mine, command: [./run] }]
parameters: { threads: [1, 2, 4], mode: [a, b, c], scale: 0.5, check: [true, false] }
factors: { perClass: { jetson-nano: { parameters: { threads: [1, 2, 3] } } } }
exclude: [{ parameters: { threads: 4 }, batchSize: 16 }]
zip: [[parameters.threads, parameters.mode]]`,
    'where: batchSize > 1',
    'where: [batchSize > 1, batchSize < 9]',
    'sampling: { mode: fixed, period: 50 ms }',
    'startTemperature: off',
    'order: mirrored-blocks',
    'startTemperature: { band: [40 °C, 45 °C], wait: 1 min }',
  ])('takes %s', (line) => {
    const text = `name: x\n${line.startsWith('workloads') ? '' : 'workloads: [alexnet]\n'}${line}\n`;
    expect(parseCampaignFile(text, 'f')).toMatchObject({ ok: true });
    expect(accepts(text)).toBe(true);
  });

  it.each([
    'sede: 1',
    'repetitions: three',
    'factors: { gpuFrequency: 614 }',
    'factors: { gpuFreqency: all }',
    'factors: { cpuGovernor: shedutil }',
    'baseline: dfvs',
    'order: random',
    'devices: { class: [jetson-nano] }',
    'exclude: [{ batchsize: 8 }]',
    'zip: [[batchSize, clock]]',
    'parameters: { 2nd: 1 }',
    'parameters: {}',
    'parameters: { threads: [] }',
    'parameters: { threads: [[1]] }',
    'factors: { runtime: pytroch }',
    'factors: { lazyLoading: "on" }',
    'where: [3]',
    'sampling: { period: 100 }',
    'startTemperature: [40, 45]',
    'startTemperature: { band: hot }',
  ])('refuses %s', (line) => {
    const text = `name: x\nworkloads: [alexnet]\n${line}\n`;
    expect(parseCampaignFile(text, 'f').ok).toBe(false);
    expect(accepts(text)).toBe(false);
  });
});
