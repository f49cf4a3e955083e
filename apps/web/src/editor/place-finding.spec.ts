import { describeFinding, lineOf, placeFinding } from './place-finding';

const TEXT = 'name: x\nworkloads: [alxnet, y]\n';

describe('where a finding is in the text', () => {
  it('underlines the word at its line and column', () => {
    const { from, to } = placeFinding(TEXT, 'campaign.yaml:2:13');
    expect(TEXT.slice(from, to)).toBe('alxnet');
  });

  it('stays in the text where the place is outside of it, or is none', () => {
    expect(placeFinding(TEXT, 'campaign.yaml:9:99')).toEqual({ from: TEXT.length, to: TEXT.length });
    expect(TEXT.slice(0, placeFinding(TEXT, 'devices').to)).toBe('name');
    expect(placeFinding('', 'campaign.yaml:1:1')).toEqual({ from: 0, to: 0 });
  });

  it('has a line that can be gone to', () => {
    expect(lineOf('a:b.yaml:12:3')).toEqual({ line: 12, column: 3 });
    expect(lineOf('devices')).toBeNull();
  });

  it('is said with what would be right', () => {
    const finding = { where: '', message: 'unknown workload "alxnet"', expected: 'a workload', nearest: 'alexnet' };
    expect(describeFinding(finding)).toBe('unknown workload "alxnet"; expected a workload; did you mean alexnet?');
    expect(describeFinding({ ...finding, expected: 'x'.repeat(100) })).not.toContain('expected');
  });
});
