import { derivedRandom, normalDeviate } from '../random';
import { runToEnd } from '../steps/run-to-end';
import { judgeHistory, type Change, type ChangeDecision, type HistoryOptions } from './judge-history';
import type { NightSeries } from './night-series';

const SD = 0.005;
const CELLS = 12;
const SERIES: readonly NightSeries[] = ['nano', 'orin'].flatMap((device) => [
  ...Array.from({ length: CELLS }, (_, i) => {
    const cell = `${device}/${i}`;
    return { key: `${cell}/energy`, cell, device, metric: 'energy', sentinel: false, groups: [`model ${i % 4}`] };
  }),
  { key: `${device}/s`, cell: `${device}/s`, device, metric: 'energy', sentinel: true, groups: [] },
]);
const ROW = 7;
const STEP_IN = 60;

/** Nights of quiet noise with shifts; NaN: missing. */
function historyOf(
  nights: number,
  shift: (row: number, night: number) => number,
  more: Partial<HistoryOptions> = {},
  series: readonly NightSeries[] = SERIES,
) {
  const random = derivedRandom(1, 'history');
  const values = Array.from({ length: nights }, (_, night) =>
    SERIES.map((_, row) => 6 + row / 10 + SD * normalDeviate(random) + shift(row, night)),
  );
  const padded = values.map((night) => series.map((_, row) => night[row] ?? NaN));
  return runToEnd(judgeHistory(series, padded, { flagsPerNight: 0.5, falseNights: 0.002, seed: 1, ...more }));
}

const step = (size: number) => (row: number, night: number) => (row === ROW && night >= STEP_IN ? size : 0);
const inState = (changes: readonly Change[], ...states: Change['state'][]): Change[] =>
  changes.filter(({ state }) => states.includes(state));

it('confirms a step of 3 % on the nights after it, with its size and its first night, and nothing else', () => {
  const { changes, last } = historyOf(70, step(0.03));
  const found = inState(changes, 'confirmed', 'fixed');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ state: 'confirmed', since: STEP_IN, flag: { kind: 'series', row: ROW } });
  expect(found[0]!.flaggedIn).toBeLessThanOrEqual(STEP_IN + 1);
  expect(found[0]!.decidedIn).toBeLessThanOrEqual(STEP_IN + 4);
  expect(found[0]!.shift).toBeGreaterThan(0.02);
  expect(found[0]!.shift).toBeLessThan(0.04);
  expect(Math.abs(found[0]!.shift - 0.03)).toBeLessThan(found[0]!.reach);
  expect(found[0]!.reach).toBeLessThan(0.01);
  expect(last!.flags.some(({ row }) => row === ROW)).toBe(false);
});

it('confirms an improvement the same', () => {
  const [found] = inState(historyOf(70, step(-0.03)).changes, 'confirmed');
  expect(found).toMatchObject({ since: STEP_IN, flag: { row: ROW } });
  expect(found!.shift).toBeLessThan(-0.02);
});

it('lets a single night go that the next ones do not confirm', () => {
  const { changes } = historyOf(80, (row, night) => (row === ROW && night === STEP_IN ? 0.05 : 0));
  expect(inState(changes, 'confirmed', 'fixed')).toEqual([]);
  expect(changes.find(({ flag }) => flag.row === ROW)).toMatchObject({ state: 'went_away', flaggedIn: STEP_IN });
});

it('says that a change is fixed when later nights are as before, and finds it again when it comes again', () => {
  const on = (night: number): boolean => (night >= 60 && night < 75) || night >= 110;
  const { changes } = historyOf(120, (row, night) => (row === ROW && on(night) ? 0.04 : 0));
  const found = changes.filter(({ flag, state }) => flag.row === ROW && state !== 'went_away');
  expect(found.map(({ state }) => state)).toEqual(['fixed', 'confirmed']);
  expect(found[0]!.decidedIn).toBe(77);
  expect(found[1]!.since).toBe(110);
});

it('dates a change by the nights that confirm it, where it was flagged by chance before it began', () => {
  const shift = (night: number): number => (night === 58 ? 0.02 : night >= STEP_IN ? 0.04 : 0);
  const { changes } = historyOf(70, (row, night) => (row === ROW ? shift(night) : 0));
  const [found] = inState(changes, 'confirmed');
  expect(found).toMatchObject({ flaggedIn: 58, since: STEP_IN, flag: { row: ROW } });
  expect(found!.shift).toBeGreaterThan(0.03);
});

it('lets a cell that was flagged by chance give way to its group, where that is much more certain', () => {
  const isMember = (row: number): boolean => SERIES[row]!.groups.includes(SERIES[ROW]!.groups[0]!);
  const chance = (row: number, night: number): number => (row === ROW && night === 58 ? 0.025 : 0);
  const { changes } = historyOf(
    70,
    (row, night) => chance(row, night) + (isMember(row) && night >= STEP_IN ? 0.03 : 0),
  );
  expect(inState(changes, 'confirmed').map(({ flag, since }) => [flag.kind, since])).toEqual([['group', STEP_IN]]);
  const byChance = changes.find(({ flaggedIn }) => flaggedIn === 58);
  expect(byChance).toMatchObject({ state: 'went_away', decidedIn: STEP_IN, flag: { row: ROW } });
});

it('makes one change of two cells of a model, and is done with it when both are as before', () => {
  const other = ROW + 4;
  const end = (row: number): number => (row === other ? 72 : 68);
  const { changes } = historyOf(90, (row, night) =>
    (row === ROW || row === other) && night >= STEP_IN && night < end(row) ? 0.04 : 0,
  );
  const found = inState(changes, 'confirmed', 'fixed');
  expect(found).toHaveLength(1);
  expect(found[0]!.heads.map(({ row }) => row).sort()).toEqual([other, ROW].sort());
  expect(found[0]!.state).toBe('fixed');
  expect(found[0]!.decidedIn).toBeGreaterThanOrEqual(72);
});

it('puts a movement of a whole device down to the device', () => {
  const { changes } = historyOf(70, (row, night) => (SERIES[row]!.device === 'orin' && night >= STEP_IN ? 0.05 : 0));
  const found = inState(changes, 'confirmed');
  expect(found.map(({ flag }) => `${flag.kind} ${flag.key}`)).toEqual(['device orin']);
  expect(found[0]!.shift).toBeCloseTo(0.05, 2);
});

it('waits for nights that are missing', () => {
  const missing = (night: number): boolean => night > STEP_IN && night < STEP_IN + 6;
  const { changes } = historyOf(72, (row, night) => (row === ROW && missing(night) ? NaN : step(0.04)(row, night)));
  const [found] = inState(changes, 'confirmed');
  expect(found).toMatchObject({ since: STEP_IN, flag: { row: ROW } });
  expect(found!.decidedIn).toBeGreaterThan(STEP_IN + 5);
});

it('judges nothing while it learns, and the same again from the same nights', () => {
  expect(historyOf(20, step(0)).changes).toEqual([]);
  expect(historyOf(45, () => 0).changes).toEqual(historyOf(45, () => 0).changes);
});

it('confirms nothing in quiet nights', () => {
  const { changes, alphas } = historyOf(110, () => 0);
  expect(changes.length).toBeGreaterThan(5);
  expect(alphas).toHaveLength(changes.length);
  expect(inState(changes, 'confirmed', 'fixed')).toEqual([]);
});

it('judges past nights the same when series join that they did not measure', () => {
  const joined = SERIES.slice(0, CELLS).map((each) => ({
    ...each,
    key: `later ${each.key}`,
    cell: `later ${each.cell}`,
  }));
  const told = ({ changes }: ReturnType<typeof historyOf>) =>
    changes.map(({ flag, state, since, flaggedIn }) => [flag.key, state, since, flaggedIn]);
  const alone = historyOf(110, step(0.03));
  expect(told(historyOf(110, step(0.03), {}, [...SERIES, ...joined]))).toEqual(told(alone));
  expect(alone.changes.length).toBeGreaterThan(3);
});

describe('what a person decides', () => {
  const [raised] = inState(historyOf(70, step(0.03)).changes, 'confirmed');
  const { kind, key, metric } = raised!.flag;
  const about = { kind, key, metric, flaggedIn: raised!.flaggedIn };
  const decided = (nights: number, state: ChangeDecision['state'], night: number) =>
    historyOf(nights, step(0.03), { decisionsAfter: (place) => (place === night ? [{ about, state }] : []) });
  const ofRow = ({ changes }: ReturnType<typeof historyOf>) => changes.filter(({ flag }) => flag.row === ROW);

  it('makes an expected change the reference, and it is not raised again', () => {
    const found = ofRow(decided(120, 'expected', 66)).filter(({ state }) => state !== 'went_away');
    expect(found).toMatchObject([{ state: 'expected', decidedIn: 66, since: STEP_IN }]);
  });

  it('confirms a change before the nights do', () => {
    const [found] = ofRow(decided(70, 'confirmed', about.flaggedIn));
    expect(found).toMatchObject({ state: 'confirmed', confirmedIn: about.flaggedIn });
  });

  it('dismisses one', () => {
    const [found] = ofRow(decided(about.flaggedIn + 1, 'went_away', about.flaggedIn));
    expect(found).toMatchObject({ state: 'went_away', confirmedIn: null });
  });

  it('does nothing to a change that no night shows', () => {
    const other = { ...about, flaggedIn: 30 };
    const history = historyOf(70, step(0.03), { decisionsAfter: () => [{ about: other, state: 'expected' }] });
    expect(ofRow(history)).toMatchObject([{ state: 'confirmed' }]);
  });
});

it.each(['differ', 'alike'] as const)('takes what measuring again showed in the same night: %s', (outcome) => {
  const { changes } = historyOf(STEP_IN + 2, step(0.03), {
    measuredAgain: ({ key }) =>
      key === SERIES[ROW]!.key ? { outcome, shift: 0.028, reach: 0.004, sibling: null } : null,
  });
  const [found] = changes.filter(({ flag }) => flag.row === ROW);
  const confirmed = { state: 'confirmed', confirmedIn: found!.flaggedIn, shift: 0.028, reach: 0.004 };
  expect(found).toMatchObject(outcome === 'differ' ? confirmed : { state: 'suspected', measuredAgain: { outcome } });
});

it('tests itself each night that is judged', () => {
  const { injected, found, untouched, madeUp } = historyOf(70, () => 0).selfTest;
  expect([injected, untouched]).toEqual([150, 150]);
  expect(found).toBeGreaterThan(130);
  expect(madeUp).toBeLessThan(10);
});
