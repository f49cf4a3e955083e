import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readChoices, writeDevices, writeName, writeWorkloads } from './file-choices';

const EXAMPLES = join(__dirname, '../../../../examples');
const files = [
  join(EXAMPLES, 'quick.yaml'),
  ...readdirSync(join(EXAMPLES, 'start')).map((file) => join(EXAMPLES, 'start', file)),
].map((path) => readFileSync(path, 'utf8'));

const NONE = { classes: [], labels: [], names: [] };

describe('choices of the form in a campaign file', () => {
  it('are read of every example, and written back without another change', () => {
    for (const text of files) {
      const choices = readChoices(text)!;
      expect(choices.workloads.length + choices.otherWorkloads).toBeGreaterThan(0);
      expect(writeName(text, choices.name)).toBe(text);
      expect(writeDevices(text, 'labels', choices.devices.labels)).toBe(text);
    }
  });

  it('begin with an empty text', () => {
    expect(readChoices('')).toEqual({ name: '', workloads: [], otherWorkloads: 0, devices: NONE });
    const named = writeName('', 'clocks');
    expect(named).toBe('name: clocks\n');
    expect(writeWorkloads(named, ['alexnet'])).toBe('name: clocks\nworkloads: [alexnet]\n');
    expect(writeName('# mine\n', 'x')).toBe('# mine\nname: x\n');
    expect(writeName('seed: 1', 'x')).toBe('name: x\nseed: 1');
  });

  it('leave comments, order and everything else alone', () => {
    const text = '# head\nname: a # shown\nworkloads:\n  - alexnet\n  - { name: own, command: [x] }\nseed: 2 # last\n';
    expect(writeName(text, 'b')).toContain('# head\nname: b # shown\n');
    expect(writeWorkloads(text, ['resnet18'])).toBe(
      '# head\nname: a # shown\nworkloads: [resnet18, { name: own, command: [x] }]\nseed: 2 # last\n',
    );
    expect(writeDevices(text, 'names', ['nano-1'])).toContain('\ndevices: { names: [nano-1] }\nseed: 2 # last\n');
  });

  it('keep other keys of the devices, and leave devices out where none is chosen', () => {
    const text = 'name: a\nworkloads: [x]\ndevices:\n  names: [b]\n  count: 2\nseed: 1\n';
    expect(writeDevices(text, 'names', [])).toContain('\ndevices: { count: 2 }\nseed: 1\n');
    const only = 'name: a\nworkloads: [x]\ndevices: { names: [b] } # these\nseed: 1\n';
    expect(writeDevices(only, 'names', [])).toBe('name: a\nworkloads: [x]\nseed: 1\n');
  });

  it('write no name that is read as something else', () => {
    const name = fc.string({ unit: fc.constantFrom(...`a1 :#'"{}[],&*!|>%@-?~<é`), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(name, (typed) => {
        expect(readChoices(writeName('name: x # why\nseed: 1\n', typed))?.name).toBe(typed);
        expect(readChoices(writeWorkloads('name: x\n', [typed]))?.workloads).toEqual([typed]);
      }),
    );
  });

  it('do not touch a text that is no YAML', () => {
    expect(readChoices('name: [a\n')).toBeNull();
    expect(writeName('name: [a\n', 'b')).toBe('name: [a\n');
    expect(readChoices('- a\n')).toBeNull();
  });
});
