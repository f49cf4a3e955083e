import type { PlanConflict } from '@joulefleet/contracts';
import { describeConflict } from './describe-conflict';
import { formatAbout, formatEnergy } from './format-about';

const NIGHT: PlanConflict = {
  ...{ device: 'nano-1', kind: 'night', startsAt: '22:00', endsAt: null, name: 'sweep', priority: 5 },
};

describe('texts of a plan', () => {
  it('gives energy in the unit that fits', () => {
    expect([3, 42.4, 9_900, 2_500_000].map(formatEnergy)).toEqual(['3.0 J', '42 J', '9.9 kJ', '2.5 MJ']);
    expect(formatAbout({ estimate: 2000, low: 1500, high: 2500 }, formatEnergy)).toBe('2.0 kJ (1.5 kJ to 2.5 kJ)');
  });

  it('says who waits for whom', () => {
    const said = (conflict: Partial<PlanConflict>) => describeConflict({ ...NIGHT, ...conflict }, (iso) => iso);
    expect(said({})).toBe('A night of sweep from 22:00: this campaign waits meanwhile.');
    expect(said({ priority: 0 })).toContain('the two take turns');
    expect(said({ priority: -1, endsAt: '23:00' })).toBe('A night of sweep from 22:00 to 23:00: the night waits.');
    expect(said({ name: null })).toContain('somebody’s schedule');
    expect(said({ kind: 'maintenance', name: 'fan', priority: null })).toContain('Maintenance (fan)');
  });
});
