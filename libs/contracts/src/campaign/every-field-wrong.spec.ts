import Ajv from 'ajv';
import { isMap, LineCounter, parseDocument, stringify, type Document } from 'yaml';
import { campaignJsonSchema } from './campaign-json-schema';
import { campaignSpec } from './campaign-spec';
import { parseCampaignFile } from './parse-campaign-file';

/** Files that are right, and have every key between them. */
const FILES = [
  `name: x
workloads:
  - { name: alexnet, graph: static }
  - { name: mine, command: [./run, --fast], unit: token }
devices: { classes: [jetson-nano], names: [nano-1], labels: [rack], groups: [circuit-1], count: 2 }
devicesPerCell: 2
factors:
  gpuFrequency: { from: 300 MHz, to: 900 MHz, levels: 3 }
  cpuFrequency: { every: 2 }
  batchSize: [1, 8]
  cpuGovernor: [default, ondemand]
  activeCores: [2, 4]
  powerMode: [default, MAXN, 10W]
  perClass:
    jetson-nano: { gpuFrequency: [614.4 MHz, 921.6 MHz] }
exclude: [{ workload: alexnet, batchSize: 8 }]
where: [batchSize > 0]
baseline: [stock, dvfs]
repetitions: 3
inferences: 3200
order: randomised-blocks
seed: 7
warmup: { batches: 3, maxSeconds: 60 }
sampling: { mode: fixed, period: 50 ms }
shard: 5 min
startTemperature: { band: [40 °C, 45 °C], wait: 1 min }
trialTimeout: 20 min
cooldown: 10 s
idlePower: 2 s
sentinel: { every: 10, workload: alexnet, batchSize: 8 }
checks: { minSamples: 20, offLevel: 1 %, gaps: 2 % }
`,
  `name: y
workloads: [{ name: mine, command: [./run] }]
parameters: { threads: [1, 2], mode: [a, b] }
zip: [[parameters.threads, parameters.mode]]
factors: { inferences: [800, 1600], runtime: [default, libtorch], precision: fp16, lazyLoading: [true, false], garbageCollection: default }
repeat: { until: 2 %, min: 3, max: 20 }
shardTrials: 12
`,
  `name: z
workloads: [alexnet]
strategy: { name: top-up, share: 0.2 }
startTemperature: { band: auto, wait: 1 min }
cooldown: off
idlePower: off
sentinel: auto
`,
];

const OFTEN = [null, '5 parsecs', true, -1, Number.NaN, [[]], { unknown: 1 }];
const WRONG: readonly unknown[] = [
  ...OFTEN,
  ...['', 'x'.repeat(10_000), '\u0007', 1.5, 1e12, Number.POSITIVE_INFINITY, [], [null]],
];
const validate = new Ajv({ strict: false }).compile(campaignJsonSchema());

type Path = (string | number)[];

/** Every key and every element of a file, and the file itself. */
function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, element] of Object.entries(value)) {
    yield* pathsOf(element, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

/** Lines that a value is on, with its key. */
function linesOf(document: Document, path: Path, lines: LineCounter): [number, number] {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === String(last)) : undefined;
  const node = (document.getIn(path, true) ?? parent) as { range?: [number, number, number] } | undefined;
  const start = (pair?.key as { range?: [number, number, number] } | undefined)?.range?.[0] ?? node?.range?.[0] ?? 0;
  const end = node?.range?.[1] ?? start;
  return [lines.linePos(start).line, lines.linePos(Math.max(start, end - 1)).line];
}

interface Tried {
  about: string;
  /** Null: it is taken. */
  errors: readonly { where?: string | undefined; message: string }[] | null;
  isValid: boolean;
  /** Lines of the place that was made wrong; of an element, those of its list. */
  lines: [number, number];
}

/** Each place of a file with each wrong value; elements of lists, which are alike, with some of them. */
function* triesOf(source: string): Generator<Tried> {
  const right = parseDocument(source);
  for (const path of pathsOf(right.toJS())) {
    for (const wrong of typeof path.at(-1) === 'number' ? OFTEN : WRONG) {
      const changed = right.clone();
      if (path.length === 0) changed.contents = changed.createNode(wrong) as never;
      else changed.setIn(path, changed.createNode(wrong));
      const text = stringify(changed);
      const parsed = parseCampaignFile(text, 'f');
      const lineCounter = new LineCounter();
      const place = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
      const lines = linesOf(parseDocument(text, { lineCounter }), place, lineCounter);
      const about = `${path.join('.')} = ${JSON.stringify(wrong).slice(0, 40)}`;
      yield { about, errors: parsed.ok ? null : parsed.errors, isValid: validate(changed.toJS()), lines };
    }
  }
}

/** A parameter may be wrong where another key names it. */
function isNamed({ about, errors, lines: [from, to] }: Tried): boolean {
  const at = errors!.map(({ where }) => Number(/^f:(\d+):\d+$/.exec(where ?? '')?.[1]));
  return at.some((line) => line >= from && line <= to) || (about.startsWith('parameters') && Math.min(...at) > to);
}

it.each(FILES)('of a right file each place is named that is wrong: %s', (source) => {
  expect(parseCampaignFile(source, 'f')).toMatchObject({ ok: true });
  const tries = [...triesOf(source)];
  const refused = tries.filter(({ errors }) => errors !== null);
  expect(refused.length).toBeGreaterThan(0.7 * tries.length);
  expect(refused.filter((tried) => !isNamed(tried))).toEqual([]);
  expect(refused.filter(({ errors }) => !errors!.every(({ message }) => /\w{3}/.test(message)))).toEqual([]);
  // What the editor underlines, the parser does not take.
  expect(tries.filter(({ errors, isValid }) => errors === null && !isValid)).toEqual([]);
});

it('covers every key of a campaign file', () => {
  const keys = FILES.flatMap((source) => Object.keys(parseDocument(source).toJS() as object));
  expect(Object.keys(campaignSpec.shape).filter((key) => !keys.includes(key))).toEqual([]);
});
