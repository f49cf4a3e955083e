import { comparisonWarnings } from './comparison-warnings';
import { refuseComparison } from './refuse-comparison';

const campaign = (id: string, simulated: boolean) => ({ id, name: id, simulated });

describe('refuseComparison', () => {
  it('refuses a campaign against itself, and a simulated one against a measured one unless asked to', () => {
    const [twins, boards] = [campaign('twins', true), campaign('boards', false)];
    expect(() => refuseComparison(twins, twins, true)).toThrow('twins cannot be compared with itself');
    for (const [one, other] of [
      [twins, boards],
      [boards, twins],
    ] as const) {
      expect(() => refuseComparison(one, other, false)).toThrow('twins is simulated, boards was measured on boards');
      expect(() => refuseComparison(one, other, true)).not.toThrow();
    }
    expect(() => refuseComparison(twins, campaign('more twins', true), false)).not.toThrow();
  });
});

describe('comparisonWarnings', () => {
  const view = (name: string, simulated: boolean, state: 'completed' | 'running', accepted = 24) => {
    const others = { pending: 0, assigned: 0, rejected: 0, failed: 1, skipped: 2 };
    return { name, simulated, state, trials: { total: 30, accepted, ...others } };
  };
  it('names what makes figures doubtful', () => {
    const setups = [new Set(['hwmon samples=16']), new Set(['hwmon samples=1'])];
    const cells = [{ rankable: true }, { rankable: false }];
    const [campaign, reference] = [view('new', true, 'running'), view('old', false, 'completed')];
    expect([...comparisonWarnings({ campaign, reference, setups, cells })]).toEqual([
      'simulated: the figures of one of the campaigns come from twins, not from boards',
      'new is running: more trials are still to come',
      '1 of 2 cells have a trust grade of D or worse on one side or both: too low to rank',
      "rails were read in different ways (hwmon samples=1; hwmon samples=16): a change may be the meter's",
    ]);
    const fine = {
      ...{ campaign: view('new', false, 'completed'), reference },
      ...{ setups: [setups[0]!, setups[0]!], cells: [cells[0]!] },
    };
    expect([...comparisonWarnings(fine)]).toEqual([]);
    const empty = {
      ...fine,
      campaign: view('new', false, 'completed', 0),
      reference: view('old', false, 'running', 0),
    };
    expect([...comparisonWarnings({ ...empty, cells: [] })]).toEqual([
      expect.stringMatching(/^new: no trial was accepted \(1 failed, 2 skipped\): `joulefleet campaign report`/),
      'old is running: more trials are still to come',
      'old: no trial is accepted yet',
    ]);
  });
});
