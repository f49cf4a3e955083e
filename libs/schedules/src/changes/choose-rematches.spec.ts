import type { Change } from '@joulefleet/core';
import { chooseRematches } from './choose-rematches';
import type { JudgedNights } from './judge-schedule';

const NIGHTS = 30;
const LAST = NIGHTS - 1;
const EXECUTIONS = 60;

const SERIES = ['a', 'b', 'c', 'd', 'e', 'f'].map((cell) => ({ device: 'nano-1', cell: `nano-1 ${cell}` }));

interface Told {
  row?: number;
  z?: number;
  shift?: number;
  members?: number[];
  since?: number;
  flaggedIn?: number;
  state?: Change['state'];
  measuredAgain?: Change['measuredAgain'];
}

function suspicion({ row = 0, z = 5, shift = 0.03, members = [row], ...more }: Told): Change {
  const flag = { kind: 'series', row, key: SERIES[row]!.cell, metric: 'energy', members, z, shift, window: 1 };
  const usual = { state: 'suspected', since: LAST, flaggedIn: LAST, measuredAgain: null };
  return { flag, heads: [flag], flags: [flag], ...usual, ...more } as unknown as Change;
}

interface Nights {
  versions?: (night: number) => string | null;
  /** Executions that measuring again took in the night before. */
  spent?: number;
}

function judged(changes: Change[], { versions = (n) => (n === LAST ? 'v2' : 'v1'), spent = 0 }: Nights = {}) {
  const nights = Array.from({ length: NIGHTS }, (_, night) => ({ tickMs: night, underTest: versions(night) }));
  const table = { series: SERIES, executions: nights.map(() => EXECUTIONS), within: SERIES.map(() => 0.01) };
  const again = [{ tickMs: LAST - 1, executions: spent }];
  return { nights, table, history: { changes }, again } as unknown as JudgedNights;
}

const rematchesOf = (nights: JudgedNights) => chooseRematches(nights).map(({ rematch }) => rematch);

it('takes what was flagged tonight, since the version changed: former against present', () => {
  const [rematch, ...others] = rematchesOf(judged([suspicion({ row: 2, z: -5, shift: -0.03 })]));
  expect(others).toEqual([]);
  expect(rematch).toMatchObject({
    ...{ kind: 'series', key: 'nano-1 c', metric: 'energy', direction: -1, former: 'v1', present: 'v2', sd: 0.01 },
    members: [{ device: 'nano-1', cell: 'nano-1 c' }],
  });
  expect(rematch!.effect).toBeCloseTo((0.8 * 0.03) / 0.01, 6);
  expect(rematch!.boundaries).toHaveLength(rematch!.looks.length);
});

it.each<[string, Told, Nights]>([
  ['was flagged earlier', { flaggedIn: LAST - 1 }, {}],
  ['is decided', { state: 'confirmed' }, {}],
  ['was measured again', { measuredAgain: { outcome: 'alike', shift: 0, reach: 0.01, sibling: null } }, {}],
  ['began with the version that is there', { since: 20 }, { versions: (night) => (night < 10 ? 'v1' : 'v2') }],
  ['has no version before it', {}, { versions: (night) => (night === LAST ? 'v2' : null) }],
  ['is there since the first night', { since: 0 }, {}],
])('leaves out what %s', (_, told, nights) => {
  expect(rematchesOf(judged([suspicion(told)], nights))).toEqual([]);
});

it('takes the most certain first, and only what has the same former version', () => {
  const versions = (night: number): string => (night === LAST ? 'v3' : night < LAST - 1 ? 'v1' : 'v2');
  const changes = [
    suspicion({ row: 0, z: 4.2, shift: 0.06 }),
    suspicion({ row: 1, z: -6, shift: -0.06 }),
    suspicion({ row: 2, z: 5, since: LAST - 1 }),
    suspicion({ row: 3, z: 4.5, shift: 0.06 }),
  ];
  const chosen = rematchesOf(judged(changes, { versions }));
  expect(chosen.map(({ key, former }) => [key, former])).toEqual([
    ['nano-1 b', 'v2'],
    ['nano-1 d', 'v2'],
    ['nano-1 a', 'v2'],
  ]);
  const alone = rematchesOf(judged([suspicion({ row: 1, z: -6 })]));
  expect(chosen[0]!.alpha).toBeLessThan(alone[0]!.alpha);
});

it('measures at most four members of a group', () => {
  const [rematch] = rematchesOf(judged([suspicion({ members: [0, 1, 2, 3, 4, 5] })]));
  expect(rematch!.members.map(({ cell }) => cell)).toEqual(['nano-1 a', 'nano-1 b', 'nano-1 c', 'nano-1 d']);
});

describe('within the share of executions', () => {
  it('begins nothing after a night that took much, but what is certain may borrow', () => {
    const weak = suspicion({ z: 3.8 });
    const strong = suspicion({ row: 1, z: 5 });
    // A night allows 3 executions, five nights 15.
    expect(rematchesOf(judged([weak], { spent: 12 }))).toHaveLength(1);
    expect(rematchesOf(judged([weak], { spent: 25 }))).toEqual([]);
    expect(rematchesOf(judged([strong], { spent: 25 }))).toHaveLength(1);
    expect(rematchesOf(judged([strong], { spent: 40 }))).toEqual([]);
  });

  it('stops where the tests that are planned take all of it', () => {
    const changes = [0, 1, 2, 3, 4].map((row) => suspicion({ row, z: 3.8 + row / 100, shift: 0.01 }));
    const chosen = rematchesOf(judged(changes));
    expect(chosen.map(({ key }) => key)).toEqual(['nano-1 e']);
  });
});
