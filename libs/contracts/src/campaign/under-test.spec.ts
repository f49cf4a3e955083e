import { parseCampaignFile } from './parse-campaign-file';
import { fillUnderTest, underTestParameters } from './under-test';

const FILE = `# nightly
name: nightly
workloads:
  - { name: mine, command: [/opt/mine] }
parameters:
  version: \${underTest} # what the resolver printed
  threads: [1, 2]
repeat: { until: 2 %, min: 3, max: 9 }
`;
const specOf = (text: string) => {
  const parsed = parseCampaignFile(text, 'f');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.spec;
};

it('puts what is under test where the file asks for it, and keeps the rest', () => {
  const filled = fillUnderTest(FILE, ['v1: "x" # no comment']);
  expect(specOf(filled).parameters).toEqual({ version: ['v1: "x" # no comment'], threads: [1, 2] });
  expect(filled).toContain('# nightly');
  expect(underTestParameters(FILE)).toEqual(['version']);
});

it.each(['name: x\nworkloads: [alexnet]\n', 'parameters: { version: [${underTest}, v1] }\n', 'a: [', ''])(
  'leaves a file as it is that does not ask for it: %j',
  (text) => {
    expect(fillUnderTest(text, ['v1'])).toBe(text);
    expect(underTestParameters(text)).toEqual([]);
  },
);

it('measures two versions in turn', () => {
  const spec = specOf(fillUnderTest(`${FILE}devicesPerCell: 1\n`, ['v1', 'v2'], { name: 'again', repetitions: 6 }));
  expect(spec).toMatchObject({
    ...{
      name: 'again',
      repetitions: 6,
      repeat: null,
      devicesPerCell: null,
      order: 'mirrored-blocks',
      baseline: [],
      sentinel: null,
    },
    parameters: { version: ['v1', 'v2'] },
  });
});
