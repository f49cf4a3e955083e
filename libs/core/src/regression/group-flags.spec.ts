import { groupFlags } from './group-flags';
import type { Flag } from './night-judge';
import type { NightSeries } from './night-series';

const SERIES: readonly NightSeries[] = ['a', 'b', 'c'].flatMap((cell) =>
  ['energy', 'latency'].map((metric) => {
    return { key: `${cell}/${metric}`, cell, device: '0', metric, sentinel: false, groups: ['model x'] };
  }),
);

function flag(kind: Flag['kind'], row: number, z: number, members: readonly number[] = [row]): Flag {
  return {
    kind,
    row,
    key: `${kind} ${row}`,
    metric: SERIES[members[0]!]!.metric,
    members,
    z,
    window: 1,
    shift: z / 100,
  };
}

const grouped = (...flags: Flag[]): string[][] =>
  groupFlags(flags, SERIES).map((suspicion) => suspicion.flags.map(({ key }) => key));

it('takes metrics of one cell together, in either direction', () => {
  expect(grouped(flag('series', 0, 4), flag('series', 1, -5), flag('series', 2, 3))).toEqual([
    ['series 1', 'series 0'],
    ['series 2'],
  ]);
});

it('is the group where all its members moved, and the series where one did', () => {
  const [a, b, group] = [flag('series', 0, 4), flag('series', 2, 4), [0, 2, 4]];
  expect(grouped(a, b, flag('group', 9, 7, group))).toEqual([['group 9', 'series 0', 'series 2']]);
  expect(grouped(a, flag('group', 9, 3.5, group))).toEqual([['series 0', 'group 9']]);
});

it('does not hide a series that moved against its group', () => {
  expect(grouped(flag('series', 0, -4), flag('group', 9, 7, [0, 2, 4]))).toEqual([['group 9'], ['series 0']]);
});

it('does not put a series down to its device, whose movement is taken off it', () => {
  expect(grouped(flag('series', 0, 4), flag('device', 8, 9, [0, 2, 4]))).toEqual([['device 8'], ['series 0']]);
});
