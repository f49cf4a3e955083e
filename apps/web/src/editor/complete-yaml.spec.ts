import { campaignJsonSchema } from '@joulefleet/contracts';
import { completeYaml } from './complete-yaml';

const schema = campaignJsonSchema();
const known = { 'devices.names.[]': ['nano-1', 'nano-2'] };

/** What is offered at the bar. */
function offered(text: string): string[] {
  const found = completeYaml({ schema, known }, text.replace('|', ''), text.indexOf('|'));
  return found?.offers.map((offer) => offer.text) ?? [];
}

describe('completion by the schema of campaign files', () => {
  it('offers keys with what they mean, without those that are there', () => {
    const found = completeYaml({ schema, known }, 'name: x\n', 8);
    expect(found?.offers).toContainEqual(
      expect.objectContaining({ text: 'repetitions', kind: 'key', description: expect.any(String) }),
    );
    expect(offered('name: x\n|')).not.toContain('name');
  });

  it('offers words of a value, in a list and of an override for a class too', () => {
    expect(offered('workloads: [|')).toEqual(expect.arrayContaining(['alexnet', 'resnet18']));
    expect(offered('factors:\n  gpuFrequency: |')).toEqual(expect.arrayContaining(['all', 'stock', 'dvfs']));
    expect(offered('factors:\n  lazyLoading: |')).toEqual(expect.arrayContaining(['true', 'false', 'default']));
    expect(offered('factors:\n  perClass:\n    jetson-nano:\n      gpu|')).toContain('gpuFrequency');
    expect(offered('factors:\n  perClass:\n    |')).toContain('jetson-orin-nx');
  });

  it('offers both a word and the keys of an object where an item begins', () => {
    expect(offered('workloads:\n  - |')).toEqual(expect.arrayContaining(['alexnet', 'name', 'command']));
  });

  it('offers what the lab has', () => {
    expect(offered('devices: { names: [|')).toEqual(['nano-1', 'nano-2']);
  });

  it('offers nothing where nothing is known', () => {
    expect(offered('name: |')).toEqual([]);
    expect(offered('nonsense: { a: |')).toEqual([]);
  });
});
