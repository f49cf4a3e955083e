import { placeInYaml } from './place-in-yaml';

/** The place of the bar. */
function at(text: string): ReturnType<typeof placeInYaml> {
  return placeInYaml(text.replace('|', ''), text.indexOf('|'));
}

describe('the place in a YAML text where something is typed', () => {
  it.each([
    ['|', [], 'key'],
    ['name: x\nwor|', [], 'key'],
    ['name: x\nsampling: |', ['sampling'], 'value'],
    ['name: x\nsampling: |\nseed: 1\n', ['sampling'], 'value'],
    ['factors:\n  gpu|', ['factors'], 'key'],
    ['factors:\n  gpuFrequency: al|', ['factors', 'gpuFrequency'], 'value'],
    ['factors:\n  gpuFrequency: all\n|', [], 'key'],
    ['factors:\n  gpuFrequency: all\n  |', ['factors'], 'key'],
    ['workloads:\n  - al|', ['workloads', '[]'], 'either'],
    ['workloads:\n- al|', ['workloads', '[]'], 'either'],
    ['workloads:\n  - name: al|', ['workloads', '[]', 'name'], 'value'],
    ['workloads:\n  - name: x\n    gr|', ['workloads', '[]'], 'either'],
    ['workloads: [alexnet, |', ['workloads', '[]'], 'value'],
    ['workloads: [alexnet, { na|', ['workloads', '[]'], 'key'],
    ['workloads: [alexnet, { name: mine, graph: |', ['workloads', '[]', 'graph'], 'value'],
    ['workloads:\n  [\n    alexnet,\n    |', ['workloads', '[]'], 'value'],
    ['devices: { names: [a], |', ['devices'], 'key'],
    ['devices: { names: [a] } # x\n|', [], 'key'],
    ['name: "a: {b"\n|', [], 'key'],
    ['# only: {a\n|', [], 'key'],
  ])('%j', (text, path, expects) => {
    expect(at(text)).toMatchObject({ path, expects });
  });

  it('is none in a comment or in quotes', () => {
    expect(at('name: x # a|')).toBeNull();
    expect(at('name: "a|')).toBeNull();
  });

  it('begins with the word, of which a clock has two', () => {
    expect(at('a: [306 M|')?.from).toBe(4);
    expect(at('  seed|')?.from).toBe(2);
    expect(at('seed: |')?.from).toBe(6);
  });
});
