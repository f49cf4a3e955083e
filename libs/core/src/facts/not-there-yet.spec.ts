import { BOOT_SETTLES_IN_S, describeNotThereYet, notThereYet, type BootFacts } from './not-there-yet';

const board = (more: Partial<BootFacts> = {}): BootFacts => ({
  compatible: ['nvidia,tegra210'],
  cpuPolicies: [{ policy: 0 }, { policy: 2 }],
  gpu: {},
  rails: [{}],
  uptimeS: 12,
  ...more,
});

describe('notThereYet', () => {
  it.each<[string, Partial<BootFacts>, BootFacts | null, string[]]>([
    ['nothing missing', {}, board(), []],
    ['a late GPU', { gpu: null }, null, ['the GPU clock']],
    ['a late policy of a known board', { cpuPolicies: [{ policy: 0 }] }, board(), ['CPU policy 2']],
    ['a policy that nobody knows of', { cpuPolicies: [{ policy: 0 }] }, null, []],
    ['no policy', { cpuPolicies: [] }, null, ['the CPU clocks']],
    ['a late sensor', { rails: [] }, null, ['the power sensor']],
    ['a GPU missing long after the boot', { gpu: null, uptimeS: BOOT_SETTLES_IN_S }, board(), []],
    ['an unknown uptime', { gpu: null, uptimeS: null }, board(), []],
  ])('%s', (_, now, known, missing) => expect(notThereYet(board(now), known)).toEqual(missing));

  it('is reported with the time since the boot', () => {
    expect(describeNotThereYet(['the GPU clock'], 12.4)).toBe('the GPU clock is not there yet, 12 s after the boot');
    expect(describeNotThereYet(['a', 'b'], 3)).toBe('a, b are not there yet, 3 s after the boot');
  });

  it('misses no clocks of a machine that is no Jetson', () => {
    const bare = board({ compatible: [], cpuPolicies: [], gpu: null });
    expect(notThereYet(bare, null)).toEqual([]);
    expect(notThereYet(bare, board({ compatible: [], cpuPolicies: [] }))).toEqual(['the GPU clock']);
    expect(notThereYet({ ...bare, rails: [] }, null)).toEqual(['the power sensor']);
  });
});
