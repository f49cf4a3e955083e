import { parseCampaignFile } from './parse-campaign-file';

const HEAD = 'name: x\nworkloads: [alexnet]\n';

interface Expected {
  at: string;
  message: RegExp;
  expected?: RegExp;
  nearest?: string;
}

/** What is wrong, the file, and the finding that it must give. */
const BROKEN: [string, string, Expected][] = [
  ['wrong key', `${HEAD}factros: {}\n`, { at: '3:1', message: /unknown key "factros"/, nearest: 'factors' }],
  ...['cpuGovernor', 'gpuFrequency', 'batchSize', 'perClass'].map((key): [string, string, Expected] => [
    `${key} beside the factors`,
    `${HEAD}${key}: 8\n`,
    { at: '3:1', message: new RegExp(`^"${key}" .* under "factors"$`), expected: new RegExp(`^factors: . ${key}`) },
  ]),
  [
    'wrong key of a factor',
    `${HEAD}factors:\n  gpuFreqency: all\n`,
    { at: '4:3', message: /unknown key/, nearest: 'gpuFrequency' },
  ],
  [
    'wrong key of a workload',
    'name: x\nworkloads:\n  - {name: alexnet, grahp: static}\n',
    { at: '3:21', message: /grahp/, nearest: 'graph' },
  ],
  [
    'wrong key of the selector',
    `${HEAD}devices:\n  class: [jetson-nano]\n`,
    { at: '4:3', message: /unknown key "class"/, nearest: 'classes' },
  ],
  ...['0', '1.5', 'one', '1001', '[1]', 'null'].map((raw): [string, string, Expected] => [
    `devicesPerCell: ${raw}`,
    `${HEAD}devicesPerCell: ${raw}\n`,
    { at: '3:17', message: /is no number of devices/, expected: /all, or a number of devices from 1 to 1000/ },
  ]),
  ...['0 s', '3 h', '20', 'soon'].map((raw): [string, string, Expected] => [
    `trialTimeout: ${raw}`,
    `${HEAD}trialTimeout: ${raw}\n`,
    { at: '3:15', message: /./, expected: /./ },
  ]),
  [
    'wrong key of a range',
    `${HEAD}factors:\n  gpuFrequency:\n    from: 300 MHz\n    until: 900 MHz\n    to: 900 MHz\n`,
    { at: '6:5', message: /until/, expected: /from, to, levels/ },
  ],
  [
    'wrong key of a class',
    `${HEAD}factors: {perClass: {jetson-nano: {batchsize: 8}}}\n`,
    { at: '3:36', message: /batchsize/, nearest: 'batchSize' },
  ],
  [
    'wrong key of the warm-up',
    `${HEAD}warmup: {batches: 3, maxSecond: 6}\n`,
    { at: '3:22', message: /maxSecond/, nearest: 'maxSeconds' },
  ],
  [
    'starting temperatures without a unit',
    `${HEAD}startTemperature: [40, 45]\n`,
    { at: '3:19', message: /no band of temperatures/, expected: /such as \[40 °C, 45 °C\]/ },
  ],
  [
    'a band upside down',
    `${HEAD}startTemperature: {band: [45 °C, 40 °C]}\n`,
    { at: '3:26', message: /no band of temperatures/, expected: /auto, off, or two/ },
  ],
  [
    'a wait for the starting temperature that is too long',
    `${HEAD}startTemperature: {wait: 11 min}\n`,
    { at: '3:26', message: /out of range/, expected: /1 s to 10 min/ },
  ],
  [
    'wrong key of the starting temperature',
    `${HEAD}startTemperature: {bnad: auto}\n`,
    { at: '3:20', message: /bnad/, nearest: 'band' },
  ],
  [
    'unknown class of an override',
    `${HEAD}factors:\n  perClass:\n    jetson-nanno: {batchSize: 8}\n`,
    { at: '5:5', message: /jetson-nanno/, nearest: 'jetson-nano' },
  ],
  [
    'unknown class in the selector',
    `${HEAD}devices: {classes: [jetson-orin]}\n`,
    { at: '3:21', message: /jetson-orin/, nearest: 'jetson-orin-nx' },
  ],
  [
    'unknown workload',
    'name: x\nworkloads: [alexnet, resnet-18]\n',
    { at: '2:22', message: /unknown workload "resnet-18"/, nearest: 'resnet18' },
  ],
  [
    'unknown workload as an object',
    'name: x\nworkloads:\n  - name: mobilnetv2\n    graph: static\n',
    { at: '3:11', message: /mobilnetv2/, nearest: 'mobilenetv2' },
  ],
  [
    'own command under a taken name',
    'name: x\nworkloads: [{name: alexnet, command: [./mine]}]\n',
    { at: '2:20', message: /ships with/ },
  ],
  [
    'wrong graph mode',
    'name: x\nworkloads: [{name: alexnet, graph: statik}]\n',
    { at: '2:36', message: /statik/, nearest: 'static', expected: /static, dynamic/ },
  ],
  [
    'the same workload twice',
    'name: x\nworkloads: [alexnet, {name: alexnet}]\n',
    { at: '2:22', message: /is repeated/ },
  ],
  [
    'frequency without a unit',
    `${HEAD}factors:\n  gpuFrequency: 614.4\n`,
    { at: '4:17', message: /614.4 has no unit/, expected: /Hz, kHz, MHz or GHz/ },
  ],
  [
    'frequency in a list without a unit',
    `${HEAD}factors:\n  cpuFrequency: [1479 MHz, 921600]\n`,
    { at: '4:28', message: /921600 has no unit/ },
  ],
  [
    'wrong unit',
    `${HEAD}factors:\n  gpuFrequency: ["614.4 Mhz"]\n`,
    { at: '4:18', message: /unknown unit "Mhz"/, expected: /kHz, MHz/, nearest: 'MHz' },
  ],
  [
    'unit of something else',
    `${HEAD}factors: {gpuFrequency: 614 watts}\n`,
    { at: '3:25', message: /unknown unit "watts"/ },
  ],
  [
    'word instead of a level',
    `${HEAD}factors: {gpuFrequency: dfvs}\n`,
    { at: '3:25', message: /dfvs/, nearest: 'dvfs' },
  ],
  [
    'range upside down',
    `${HEAD}factors: {gpuFrequency: {from: 900 MHz, to: 300 MHz}}\n`,
    { at: '3:32', message: /not below/ },
  ],
  [
    'range with one level',
    `${HEAD}factors: {gpuFrequency: {from: 300 MHz, to: 900 MHz, levels: 1}}\n`,
    { at: '3:62', message: /too small/, expected: /at least 2/ },
  ],
  [
    'empty list of levels',
    `${HEAD}factors:\n  gpuFrequency: []\n`,
    { at: '4:17', message: /an empty list is too short/, expected: /^at least 1 item$/ },
  ],
  ['batch size of zero', `${HEAD}factors: {batchSize: [8, 0]}\n`, { at: '3:26', message: /0 is too small/ }],
  [
    'batch size as text',
    `${HEAD}factors: {batchSize: sixteen}\n`,
    { at: '3:22', message: /^batchSize must be a number, not "sixteen"$/ },
  ],
  ['broken repetitions', `${HEAD}repetitions: 2.5\n`, { at: '3:14', message: /2.5/, expected: /whole number/ }],
  [
    'unknown governor',
    `${HEAD}factors: {cpuGovernor: shedutil}\n`,
    { at: '3:24', message: /shedutil/, nearest: 'schedutil' },
  ],
  ['unknown strategy', `${HEAD}strategy: swep\n`, { at: '3:11', message: /swep/, nearest: 'sweep' }],
  [
    'wrong key of the strategy',
    `${HEAD}strategy: {name: top-up, shares: 0.5}\n`,
    { at: '3:26', message: /unknown key "shares"/, nearest: 'share' },
  ],
  [
    'parameter of another strategy',
    `${HEAD}strategy: {name: sweep, share: 0.5}\n`,
    { at: '3:32', message: /sweep has no parameter "share"/ },
  ],
  [
    'wrong baseline',
    `${HEAD}baseline: dfvs\n`,
    { at: '3:11', message: /^baseline cannot be "dfvs"$/, nearest: 'dvfs' },
  ],
  [
    'wrong order',
    `${HEAD}order: randomized-blocks\n`,
    { at: '3:8', message: /randomized/, nearest: 'randomised-blocks' },
  ],
  [
    'wrong sampling mode',
    `${HEAD}sampling: {mode: batchaware}\n`,
    { at: '3:18', message: /batchaware/, nearest: 'batch-aware' },
  ],
  [
    'period without a unit',
    `${HEAD}sampling:\n  period: 100\n`,
    { at: '4:11', message: /100 has no unit/, expected: /ms, s or min/ },
  ],
  ['period in a wrong unit', `${HEAD}sampling:\n  period: 100 msec\n`, { at: '4:11', message: /msec/, nearest: 'ms' }],
  [
    'period out of range',
    `${HEAD}sampling: {period: 1 ms}\n`,
    { at: '3:20', message: /out of range/, expected: /10 ms/ },
  ],
  ['no name', 'workloads: [alexnet]\n', { at: '1:1', message: /"name" is missing/ }],
  ['empty name', 'name:\nworkloads: [alexnet]\n', { at: '1:1', message: /^name has no value$/ }],
  [
    'workloads as text',
    'name: x\nworkloads: alexnet\n',
    { at: '2:12', message: /^workloads must be a list, not "alexnet"$/ },
  ],
  [
    'a unit of a workload that ships with the product',
    'name: x\nworkloads: [{name: alexnet, unit: token}]\n',
    { at: '2:35', message: /counts inferences$/, expected: /^no unit/ },
  ],
  [
    'a unit in the plural with a space',
    'name: x\nworkloads: [{name: mine, command: [./run], unit: two tokens}]\n',
    { at: '2:50', message: /two tokens/, expected: /in the singular/ },
  ],
  [
    'two units of one workload',
    'name: x\nworkloads:\n  - {name: mine, command: [./run], unit: token}\n  - {name: mine, command: [./run], graph: static}\n',
    { at: '4:5', message: /^"mine" counts inferences here and tokens before$/ },
  ],
  ['no workload at all', 'name: x\nworkloads: []\n', { at: '2:12', message: /an empty list is too short/ }],
  ['a key twice', `${HEAD}seed: 1\nseed: 2\n`, { at: '4:1', message: /the key "seed" is repeated/ }],
  ['a key twice, deeper', `${HEAD}factors:\n  batchSize: 8\n  batchSize: 16\n`, { at: '5:3', message: /batchSize/ }],
  ['bad YAML', `${HEAD}devices: {names: [a\nfactors: {}\n`, { at: '4:1', message: /not valid YAML/ }],
  ['an open bracket', 'name: [a', { at: '1:9', message: /bracket is not closed before here by "]"$/ }],
  [
    'an open brace',
    `${HEAD}devices: {names: [a]\nseed: 1\n`,
    { at: '4:1', message: /not closed before here by "}"$/, expected: /lines within it indented$/ },
  ],
  [
    'a line that is indented otherwise',
    `${HEAD}devices:\n  names: [a]\n labels: {}\n`,
    { at: '5:1', message: /the indentation differs/ },
  ],
  ['a tab', `${HEAD}factors:\n\tbatchSize: 8\n`, { at: '4:1', message: /tab/ }],
  ['two documents', `${HEAD}---\nname: y\n`, { at: '3:1', message: /not valid YAML/ }],
  [
    'an unknown tag',
    `${HEAD}seed: !!js/function x\n`,
    { at: '3:7', message: /^not valid YAML: an unknown tag \(!\)$/ },
  ],
  [
    'an unknown escape',
    'name: "a\\q"\nworkloads: [alexnet]\n',
    { at: '1:9', message: /^not valid YAML: an unknown escape/ },
  ],
  ['a text that begins with a sign', 'name: @x\nworkloads: [alexnet]\n', { at: '1:7', message: /must be in quotes$/ }],
  [
    'an alias to nothing',
    `${HEAD}seed: *nothing\n`,
    { at: '3:7', message: /\*nothing has no anchor &nothing before it/ },
  ],
  ['an empty file', '', { at: '1:1', message: /^the file is empty$/, expected: /^keys such as name, workloads$/ }],
  ['the version directive', `%YAML 1.1\n---\n${HEAD}`, { at: '1:1', message: /directive %YAML 1.1/, expected: /1\.2/ }],
  [
    'a number that begins with a zero',
    `${HEAD}factors: {batchSize: [8, 016]}\n`,
    { at: '3:26', message: /^016 begins with a zero/, expected: /^16$/ },
  ],
  [
    'full-width digits',
    `${HEAD}factors: {gpuFrequency: "\uff13\uff10\uff16 MHz"}\n`,
    { at: '3:25', message: /^"\\uff13\\uff10\\uff16 MHz" is not / },
  ],
  ['digits of another script', `${HEAD}seed: "\u{1d7d1}"\n`, { at: '3:7', message: /not "\\u\{1d7d1\}"$/ }],
  ['a number in another base', `${HEAD}seed: 0x10\n`, { at: '3:7', message: /^0x10 is not/, expected: /^16$/ }],
  [
    'a merge key',
    `${HEAD}warmup: &small {batches: 3}\nsampling:\n  <<: *small\n`,
    { at: '5:3', message: /merge keys \(<<\) are not supported/, expected: /an alias for a whole value/ },
  ],
  [
    'a number in quotes',
    `${HEAD}inferences: "3200"\n`,
    { at: '3:13', message: /^inferences must be a number, not "3200"$/, expected: /^a number: 3200, without quotes/ },
  ],
  [
    'a number with separators',
    `${HEAD}inferences: 1_000\n`,
    { at: '3:13', message: /^inferences must be a number, not "1_000"$/, expected: /^a number: 1000,/ },
  ],
  ['infinity', `${HEAD}inferences: .inf\n`, { at: '3:13', message: /^inferences must be a finite number$/ }],
  [
    'more than a number can hold',
    `${HEAD}inferences: 1e400\n`,
    { at: '3:13', message: /^inferences must be a finite number$/ },
  ],
  [
    'a number as the name',
    'name: 2026\nworkloads: [alexnet]\n',
    { at: '1:7', message: /^name must be text, not 2026$/, expected: /^"2026", in quotes$/ },
  ],
  [
    'full-width digits',
    `${HEAD}factors: {gpuFrequency: "\uff13\uff10\uff16 MHz"}\n`,
    { at: '3:25', message: /is not a clock level/ },
  ],
  [
    'a character without width',
    `${HEAD}factors: {gpuFrequency: "306\u200bMHz"}\n`,
    { at: '3:25', message: /\\u200bMHz/, expected: /with its unit/, nearest: 'MHz' },
  ],
  [
    'a word with a character without width',
    `${HEAD}order: "sequential\u2060"\n`,
    { at: '3:8', message: /sequential\\u2060/, nearest: 'sequential' },
  ],
  [
    'a name with a character without width',
    'name: "a\u200b"\nworkloads: [alexnet]\n',
    { at: '1:7', message: /\\u200b/ },
  ],
  ['an empty list of names', `${HEAD}devices: {names: []}\n`, { at: '3:18', message: /an empty list is too short/ }],
  ['an empty list of labels', `${HEAD}devices: {labels: []}\n`, { at: '3:19', message: /an empty list is too short/ }],
  [
    'an empty list of classes',
    `${HEAD}devices: {classes: []}\n`,
    { at: '3:20', message: /an empty list is too short/ },
  ],
  ['a level twice', `${HEAD}factors: {batchSize: [8, 16, 8]}\n`, { at: '3:30', message: /8 is repeated/ }],
  [
    'a frequency twice, in two units',
    `${HEAD}factors: {gpuFrequency: [306 MHz, 306000 kHz]}\n`,
    { at: '3:35', message: /306000 kHz is the same as 306 MHz/ },
  ],
  [
    'all within a list',
    `${HEAD}factors: {gpuFrequency: [all]}\n`,
    { at: '3:26', message: /all cannot be an item of a list/ },
  ],
  [
    'a second colon on a line',
    'name: x: y\nworkloads: [alexnet]\n',
    { at: '1:7', message: /a second colon on one line; put the value in quotes/ },
  ],
  [
    'an exclusion of everything',
    `${HEAD}exclude: [{}]\n`,
    { at: '3:11', message: /would leave out everything/, expected: /at least one/ },
  ],
  [
    'an unknown factor in an exclusion',
    `${HEAD}exclude:\n  - {batchsize: 8}\n`,
    { at: '4:6', message: /unknown key "batchsize"/, nearest: 'batchSize' },
  ],
  [
    'a level without a unit in an exclusion',
    `${HEAD}exclude:\n  - {batchSize: 8, gpuFrequency: 300}\n`,
    { at: '4:34', message: /300 has no unit/ },
  ],
  [
    'two ways to say how many steps',
    `${HEAD}factors: {gpuFrequency: {from: 300 MHz, to: 900 MHz, levels: 3, every: 2}}\n`,
    { at: '3:72', message: /say the same in two ways/ },
  ],
  ['every zeroth step', `${HEAD}factors: {gpuFrequency: {every: 0}}\n`, { at: '3:33', message: /0 is too small/ }],
  ['a list', '- alexnet\n', { at: '1:1', message: /^expected keys and values, found a list$/ }],
  ['a key that is a trap', `${HEAD}__proto__: {seed: 2}\n`, { at: '3:1', message: /__proto__/ }],
];

describe('a broken campaign file', () => {
  it.each(BROKEN)('%s', (_title, text, wanted) => {
    const parsed = parseCampaignFile(text, 'sweep.yaml');
    if (parsed.ok) throw new Error('was accepted');
    const [error, ...others] = parsed.errors;
    expect(others).toEqual([]);
    expect(error!.where).toBe(`sweep.yaml:${wanted.at}`);
    expect(error!.message).toMatch(wanted.message);
    expect(error!.nearest).toBe(wanted.nearest);
    if (wanted.expected) expect(error!.expected).toMatch(wanted.expected);
  });

  it('names the decimal number, also where a directive makes it an octal one', () => {
    const parsed = parseCampaignFile(`%YAML 1.1\n---\n${HEAD}factors: {batchSize: [8, 016]}\n`, 'sweep.yaml');
    expect(parsed).toMatchObject({ errors: [{ where: 'sweep.yaml:1:1' }, { expected: '16' }] });
  });

  it('gives all findings at once, by line', () => {
    const parsed = parseCampaignFile('name: x\nworkloads: [alxnet]\nsede: 1\nfactors: {gpuFrequency: [1 mHz]}\n', 'f');
    expect(parsed.ok ? [] : parsed.errors.map((error) => error.where)).toEqual(['f:2:13', 'f:3:1', 'f:4:26']);
  });

  it('gives what is wrong beside a number of two meanings', () => {
    const text = `${HEAD}factors: {batchSize: [008]}\ninferences: "3200"\nrepetitions: .inf\n`;
    const parsed = parseCampaignFile(text, 'f');
    expect(parsed.ok ? [] : parsed.errors.map((error) => error.where)).toEqual(['f:3:23', 'f:4:13', 'f:5:14']);
  });

  it('cuts alias bombs, bottomless nesting and giant files short', () => {
    const bomb = ['a0: &a0 [x, x]', ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)];
    const texts = [bomb.join('\n'), `workloads: ${'['.repeat(50_000)}`, 'x'.repeat(300_000)];
    const startedMs = performance.now();
    const messages = texts.map((text) => {
      const parsed = parseCampaignFile(text, 'f');
      return parsed.ok ? '' : parsed.errors[0]!.message;
    });
    expect(messages[0]).toBe('aliases (*) repeat parts of the file too often');
    expect(messages[1]).toMatch(/too many words/);
    expect(messages[2]).toMatch(/too long/);
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });
});

describe('a campaign file made to be slow', () => {
  const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `k${i.toString(36)}`);
  const findingsOf = (text: string) => {
    const parsed = parseCampaignFile(text, 'x.yaml');
    return parsed.ok ? [] : parsed.errors;
  };

  it.each([
    ['unknown keys', names(800).join(':\n') + ':\n', /^unknown key/],
    ['repeated keys', 'a:\n'.repeat(800), /is repeated/],
    ['maps with unknown keys', `workloads: [${'{a: 1}, '.repeat(64)}]\n`, /.*/],
  ])('gets at most 50 findings of many %s', (_what, text, message) => {
    const findings = findingsOf(`name: x\n${text}`);
    expect(findings).toHaveLength(50);
    expect(findings.at(-1)!.message).toMatch(message);
  });

  it.each([
    ['keys', names(10_000).join(':\n') + ':\n'],
    ['items of a list', `x: [${'1,'.repeat(20_000)}]\n`],
    ['open brackets', `x: ${'['.repeat(20_000)}`],
    [
      'anchors',
      `x: [${names(6000)
        .map((name) => `&${name} 1`)
        .join()}]\n`,
    ],
  ])('is not read with too many %s', (_what, text) => {
    expect(findingsOf(`name: x\n${text}`)).toEqual([
      { where: 'x.yaml:1:1', message: 'the file has too many words and signs', expected: 'at most 3500' },
    ]);
  });

  it('reports where it nests too deeply', () => {
    const [finding, ...others] = findingsOf(`name: x\nx: ${'['.repeat(1700)}${']'.repeat(1700)}\n`);
    expect(finding).toMatchObject({ message: 'nested too deeply to be read' });
    expect(others).toEqual([]);
  });
});
