import { groupFlags } from './group-flags';
import { joinSuspicions } from './join-suspicions';
import type { Flag } from './night-judge';
import type { NightSeries } from './night-series';

const SERIES: readonly NightSeries[] = ['x/0', 'x/1', 'y/0'].map((cell) => {
  return {
    key: cell,
    cell,
    device: '0',
    metric: 'energy',
    sentinel: false,
    groups: [`model ${cell[0]}`, 'batch size 8'],
  };
});
const flag = (kind: Flag['kind'], row: number, z: number, members: readonly number[] = [row]): Flag => {
  return { kind, row, key: `${kind} ${row}`, metric: 'energy', members, z, window: 1, shift: z / 100 };
};
const joined = (...flags: Flag[]): string[][] =>
  joinSuspicions(groupFlags(flags, SERIES), SERIES).map(({ heads }) => heads.map(({ key }) => key));

it('joins cells of one model that moved the same way, and no others', () => {
  expect(joined(flag('series', 0, 4), flag('series', 1, 6), flag('series', 2, 5))).toEqual([
    ['series 1', 'series 0'],
    ['series 2'],
  ]);
  expect(joined(flag('series', 0, 4), flag('series', 1, -6))).toEqual([['series 1'], ['series 0']]);
});

it('joins nothing with a group or a device', () => {
  expect(joined(flag('group', 9, 8, [2]), flag('series', 0, 4), flag('device', 8, 5, [0, 1, 2]))).toEqual([
    ['group 9'],
    ['device 8'],
    ['series 0'],
  ]);
});
