import { parseCampaignFile } from './parse-campaign-file';

const OWN = 'name: x\nworkloads: [{ name: mine, command: [./run] }]\n';
const KNOWN = 'name: x\nworkloads: [alexnet]\n';
const many = (count: number): string => Array.from({ length: count }, (_, i) => `p${i}: 1`).join(', ');
const levels = Array.from({ length: 65 }, (_, i) => i).join(', ');

/** The file, and its first finding: place, message, what was expected, the nearest valid word. */
const BROKEN: [string, string, RegExp, RegExp?, string?][] = [
  [`${OWN}parameters: [1, 2]\n`, '3:13', /parameters must be keys and values, not a list/],
  [`${OWN}parameters: {}\n`, '3:13', /no parameter is named/, /at least one/],
  [`${OWN}parameters: { ${many(9)} }\n`, '3:13', /9 parameters are too many/, /at most 8/],
  [`${OWN}parameters: { a: [] }\n`, '3:18', /an empty list is too short/, /at least 1 item/],
  [`${OWN}parameters: { a: [${levels}] }\n`, '3:18', /a list is too long/, /at most 64 items/],
  [`${OWN}parameters: { a: [1, 1.0] }\n`, '3:22', /1 is repeated/, /each once/],
  [`${OWN}parameters: { a: [1, { b: 2 }] }\n`, '3:22', /a group of keys is no value/, /a number, text/],
  [`${OWN}parameters: { a: }\n`, '3:15', /nothing is no value of a parameter/, /true or false/],
  [`${OWN}parameters: { a: .inf }\n`, '3:18', /Infinity is not finite/],
  [`${OWN}parameters: { a: 12345678901234567890 }\n`, '3:18', /too large to be exact/],
  [`${OWN}parameters: { a: "x\\u200by" }\n`, '3:18', /characters that nobody sees/],
  [`${OWN}parameters: { a: "\\e[2J" }\n`, '3:18', /characters that nobody sees/],
  [`${OWN}parameters: { a: "x\\ny" }\n`, '3:18', /characters that nobody sees/],
  [`${OWN}parameters: { a: "${'x'.repeat(201)}" }\n`, '3:18', /is too long/],
  [`${OWN}parameters: { 2nd: 1 }\n`, '3:20', /"2nd" is not a name for a parameter/, /beginning with a letter/],
  [`${OWN}parameters: { a: 1, __proto__: 1 }\n`, '3:32', /is not a name for a parameter/],
  [`${OWN}parameters: { batchSize: 1 }\n`, '3:26', /"batchSize" is a factor/, /factors: . batchSize/],
  [`${OWN}factors: { parameters: { a: 1 } }\n`, '3:12', /unknown key "parameters"/],
  [`${KNOWN}parameters: { a: 1 }\n`, '3:18', /takes a parameter a$/, /command of your own/],
  [`${KNOWN}parameters: { thread: 1 }\n`, '3:23', /takes a parameter thread$/, /weights, cfg, seed/, 'threads'],
  [`${KNOWN}parameters: { threads: [2, some] }\n`, '3:24', /takes threads some$/, /docs\/workloads.md/],
  [`${OWN}parameters: { a: 1 }\nwhere: parameters.b > 1\n`, '4:8', /b is no parameter of this campaign/, /^a$/],
  [`${OWN}parameters: { treads: 1 }\nwhere: parameters.threads > 1\n`, '4:8', /threads is no/, /treads/, 'treads'],
  [`${OWN}where: parameters.a > 1\n`, '3:8', /a is no parameter/, /stands under "parameters"/],
  [`${OWN}where: parameters["a"] > 1\n`, '3:8', /parameters without a name cannot be used|cannot be used/],
  [`${OWN}exclude: [{ parameters: { a: 1 } }]\n`, '3:30', /a is no parameter/],
  [`${OWN}factors: { perClass: { jetson-nano: { parameters: { a: 1 } } } }\n`, '3:56', /a is no parameter/],
  [`${OWN}parameters: { a: [1, 2] }\nzip: [[parameters.b, batchSize]]\n`, '4:8', /b is no parameter/],
  [`${OWN}parameters: { a: [1, 2] }\nzip: [[parameters.a, batchSize]]\n`, '4:7', /parameters.a has 2, batchSize has 1/],
  [`${OWN}zip: [[batchsize, cpuFrequency]]\n`, '3:8', /zip cannot be "batchsize"/, /parameters.NAME/, 'batchSize'],
  [`${OWN}inferences: 100\nfactors: { inferences: [1, 2] }\n`, '3:13', /factors has the levels/, /one of both/],
  [`${OWN}inferences: [100, 200]\n`, '3:13', /must be a number, not a list/, /factors: . inferences/],
  [`${OWN}factors: { inferences: 0 }\n`, '3:24', /0 is too small/],
  [`${OWN}factors: { inferences: [8, 8] }\n`, '3:28', /8 is repeated/],
  [`${OWN}factors: { runtime: libtroch }\n`, '3:21', /runtime cannot be "libtroch"/, /libtorch/, 'libtorch'],
  [`${OWN}factors: { runtime: [] }\n`, '3:21', /an empty list is too short/],
  [`${OWN}factors: { precision: [fp16, fp16] }\n`, '3:30', /fp16 is repeated/],
  [`${OWN}factors: { lazyLoading: on }\n`, '3:25', /"on" is neither on nor off/, /true, false or default/, 'true'],
  [`${OWN}factors: { garbageCollection: 0 }\n`, '3:31', /0 is neither on nor off/],
  [
    `${KNOWN}factors: { runtime: [pytorch, tflite] }\n`,
    '3:31',
    /no workload .* takes runtime tflite/,
    /pytorch, libtorch/,
  ],
  [
    `${KNOWN}factors: { perClass: { jetson-nano: { precision: int8 } } }\n`,
    '3:50',
    /takes precision int8/,
    /^fp32, tf32, fp16$/,
  ],
];

it.each(BROKEN.map((broken) => ({ broken })))('$broken.0', ({ broken: [text, at, message, expected, nearest] }) => {
  const parsed = parseCampaignFile(text, 'f');
  const [error] = parsed.ok ? [] : parsed.errors;
  expect(error).toMatchObject({ where: `f:${at}`, message: expect.stringMatching(message) as unknown });
  if (expected) expect(error!.expected).toMatch(expected);
  if (nearest) expect(error!.nearest).toBe(nearest);
});

it('takes every level of a command of your own', () => {
  const parameters = 'parameters: { threads: [1, 2], mode: fast, scale: -0.0 }';
  const factors = 'factors: { runtime: [default, tensorrt], precision: int8, lazyLoading: [true, false] }';
  expect(parseCampaignFile(`${OWN}${parameters}\n${factors}\n`, 'f')).toMatchObject({
    ok: true,
    spec: {
      parameters: { threads: [1, 2], mode: ['fast'], scale: [0] },
      factors: { runtime: [null, 'tensorrt'], precision: ['int8'], lazyLoading: [true, false] },
    },
  });
});
