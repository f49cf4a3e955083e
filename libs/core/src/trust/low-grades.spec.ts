import { describeLowGrades, lowGrades } from './low-grades';
import type { TrustGrade } from './trust-grade';

const single: TrustGrade = {
  grade: 'D',
  parts: { trials: 'D', calibration: 'B' },
  reasons: ['a single trial'],
  raise: ['extend'],
};
const wide = (pct: number): TrustGrade => ({
  grade: 'E',
  parts: { repetition: 'E' },
  reasons: [`repetition leaves ± ${pct} %`],
  raise: ['more trials'],
});
const fine: TrustGrade = { grade: 'C', parts: { calibration: 'C' }, reasons: ['no calibration'], raise: ['calibrate'] };

describe('lowGrades', () => {
  it('counts figures of D or worse by what decides, the most frequent first', () => {
    const found = lowGrades([fine, single, wide(12), wide(15), fine]);
    expect(found).toEqual({
      cells: 5,
      tooLow: 3,
      why: [
        { grade: 'E', figures: 2, reason: 'for example repetition leaves ± 12 %', raise: 'more trials' },
        { grade: 'D', figures: 1, reason: 'a single trial', raise: 'extend' },
      ],
    });
    expect(describeLowGrades(found)).toBe(
      '3 of 5 cells have a trust grade of D or worse, too low to rank: what is best is open as far as they go. ' +
        '2 E: for example repetition leaves ± 12 % (more trials). 1 D: a single trial (extend)',
    );
  });

  it('says nothing where all may be ranked', () => {
    expect(describeLowGrades(lowGrades([fine]))).toBeNull();
    expect(describeLowGrades(lowGrades([]))).toBeNull();
  });
});
