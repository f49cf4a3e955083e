import { parseCampaignFile } from './parse-campaign-file';

const FREQUENCIES = 'gpuFrequency: [306 MHz, 614.4 MHz], cpuFrequency: [921.6 MHz, 1479 MHz]';
const parse = (factors: string, rest: string) =>
  parseCampaignFile(`name: x\nworkloads: [alexnet]\nfactors: { ${factors} }\n${rest}\n`, 'f');
const finding = (factors: string, rest: string) => {
  const parsed = parse(factors, rest);
  return parsed.ok ? null : { where: parsed.errors[0]!.where, message: parsed.errors[0]!.message };
};

it('takes factors with as many listed levels each, and conditions with or without a list', () => {
  expect(parse(FREQUENCIES, 'zip: [[cpuFrequency, gpuFrequency]]\nwhere: gpuFrequency < 900')).toMatchObject({
    ok: true,
    spec: { zip: [['cpuFrequency', 'gpuFrequency']], where: ['gpuFrequency < 900'] },
  });
});

it.each([
  ['cpuGovernor: all, batchSize: [1, 2]', '[[cpuGovernor, batchSize]]', 'the levels of cpuGovernor are not listed'],
  ['gpuFrequency: all, batchSize: [1, 2]', '[[gpuFrequency, batchSize]]', 'the levels of gpuFrequency are not listed'],
  [`${FREQUENCIES}, batchSize: [1, 2, 4]`, '[[gpuFrequency, batchSize]]', 'gpuFrequency has 2, batchSize has 3'],
  [
    `${FREQUENCIES}, perClass: { jetson-nano: { gpuFrequency: 306 MHz } }`,
    '[[gpuFrequency, cpuFrequency]]',
    'gpuFrequency of jetson-nano has 1, cpuFrequency of jetson-nano has 2',
  ],
  [
    `${FREQUENCIES}, batchSize: [1, 2]`,
    '[[gpuFrequency, cpuFrequency], [batchSize, cpuFrequency]]',
    'cpuFrequency stands in another zip',
  ],
])('refuses with %s the zip %s', (factors, zip, message) => {
  expect(finding(factors, `zip: ${zip}`)?.message).toBe(message);
  expect(finding(factors, `zip: ${zip}`)?.where).toMatch(/^f:4:/);
});

it.each([
  ['zip: [[gpuFrequency, gpuFrequency]]', 'f:4:22'],
  ['zip: [[gpuFrequency]]', 'f:4:7'],
  ['zip: [[gpuFrequency, gpuClock]]', 'f:4:22'],
  ['where: gpuClock > 1', 'f:4:8'],
  ['where: [gpuFrequency > 500, "gpuFrequency >"]', 'f:4:29'],
  ['where: []', 'f:4:8'],
  ['where: 3', 'f:4:8'],
])('names the place of %s', (line, where) => {
  expect(finding(FREQUENCIES, line)?.where).toBe(where);
});
