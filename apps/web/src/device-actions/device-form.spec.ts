import { changesOf, conflictsOf, type DeviceForm } from './device-form';

const BEFORE: DeviceForm = {
  ...{ labels: 'fast rack-a', group: 'lab-2', owner: '', notes: 'new fan', allowReboot: false, allowCommands: false },
  ...{ hook: 'none', hookTarget: '' },
};

describe('the form of a device', () => {
  it.each<[string, Partial<DeviceForm>, object]>([
    ['nothing', {}, {}],
    ['labels in another order and twice', { labels: 'rack-a, fast fast' }, {}],
    ['labels', { labels: 'rack-a slow' }, { addLabels: ['slow'], removeLabels: ['fast'] }],
    ['a group that goes', { group: ' ' }, { group: null }],
    ['an owner and notes', { owner: ' ada ', notes: '' }, { owner: 'ada', notes: '' }],
    ['switches', { allowReboot: true, allowCommands: true }, { allowReboot: true, allowCommands: true }],
    ['a program', { hook: 'command', hookTarget: 'plug-7' }, { powerCycle: { kind: 'command', name: 'plug-7' } }],
    ['a target without a hook', { hookTarget: 'plug-7' }, {}],
  ])('sends only what was changed: %s', (_, change, sent) => {
    expect(changesOf(BEFORE, { ...BEFORE, ...change })).toEqual(sent);
  });

  it('takes a hook away, and changes its address', () => {
    const hooked: DeviceForm = { ...BEFORE, hook: 'http', hookTarget: 'http://plug-7.lab/cycle' };
    expect(changesOf(hooked, { ...hooked, hook: 'none' })).toEqual({ powerCycle: null });
    expect(changesOf(hooked, { ...hooked, hookTarget: 'http://plug-8.lab' })).toEqual({
      powerCycle: { kind: 'http', url: 'http://plug-8.lab' },
    });
  });

  it('names what somebody else changed meanwhile, and would be replaced', () => {
    const now = { ...BEFORE, notes: 'theirs', owner: 'eva', labels: 'theirs' };
    expect(conflictsOf(BEFORE, now, { ...BEFORE, notes: 'mine', labels: 'mine' })).toEqual(['notes']);
    expect(conflictsOf(BEFORE, now, { ...BEFORE, notes: 'theirs' })).toEqual([]);
    expect(conflictsOf(BEFORE, BEFORE, { ...BEFORE, notes: 'mine' })).toEqual([]);
  });
});
