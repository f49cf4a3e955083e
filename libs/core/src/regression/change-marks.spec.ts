import { canBeMarked, CHANGE_MARKS, isAcknowledged, standingMarks, type ChangeMark } from './change-marks';
import { CHANGE_STATES } from './judge-history';

const mark = (kind: ChangeMark['mark'], untilMs: number | null = null): ChangeMark => ({
  mark: kind,
  atMs: 0,
  untilMs,
});

it.each([
  ['nothing', [], [], null],
  ['decisions in their order', ['confirmed', 'note', 'expected'], ['confirmed', 'expected'], null],
  ['the last acknowledgement', ['acknowledged', 'acknowledged'], [], 'acknowledged'],
  ['nothing after it was reopened', ['acknowledged', 'expected', 'reopened'], [], null],
  ['what came after that', ['expected', 'reopened', 'dismissed'], ['dismissed'], null],
] as const)('of marks holds %s', (_, kinds, decisions, acknowledged) => {
  const standing = standingMarks(kinds.map((kind) => mark(kind)));
  expect(standing.decisions.map((each) => each.mark)).toEqual(decisions);
  expect(standing.acknowledged?.mark ?? null).toBe(acknowledged);
});

it('allows what has an effect, and a note always', () => {
  const allowed = (...marks: ChangeMark[]) =>
    Object.fromEntries(
      CHANGE_STATES.map((state) => [state, CHANGE_MARKS.filter((kind) => canBeMarked(state, kind, marks))]),
    );
  expect(allowed()).toEqual({
    suspected: ['acknowledged', 'confirmed', 'expected', 'dismissed', 'note'],
    confirmed: ['acknowledged', 'expected', 'dismissed', 'note'],
    went_away: ['note'],
    fixed: ['note'],
    expected: ['note'],
  });
  expect(allowed(mark('expected'))).toMatchObject({ expected: ['reopened', 'note'] });
});

it('is acknowledged until it ends, and while it is open', () => {
  const marks = [mark('acknowledged', 1_000)];
  expect(isAcknowledged('confirmed', marks, 999)).toBe(true);
  expect(isAcknowledged('confirmed', marks, 1_000)).toBe(false);
  expect(isAcknowledged('fixed', marks, 0)).toBe(false);
  expect(isAcknowledged('suspected', [mark('acknowledged')], Infinity)).toBe(false);
  expect(isAcknowledged('suspected', [mark('acknowledged')], 1e15)).toBe(true);
});
