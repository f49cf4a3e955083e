import type { Cell, Change } from '@joulefleet/core';
import type { JudgedNights } from './judge-schedule';
import { NightCells } from './night-cell';
import { nightOrder } from './night-order';

const series = ['a', 'b', 'c'].map((key) => ({ cell: `nano-1 ${key}`, sentinel: false }));
const judged = {
  table: {
    series: [...series, { cell: 'nano-1 sentinel s', sentinel: true }],
    nights: [Float64Array.of(1, 1, 1, 1), Float64Array.of(1, NaN, 1, 1)],
  },
  history: { changes: [{ state: 'suspected', flag: { kind: 'series', members: [2] } }] as unknown as Change[] },
  cells: new NightCells([]),
} as unknown as JudgedNights;

it('ranks what is suspected first, then what was never measured, then the others by their last night', () => {
  const rankOf = nightOrder(judged);
  const cell = (cellKey: string) => ({ cellKey, levels: {} }) as unknown as Cell;
  const ranked = ['a', 'b', 'c', 'new'].sort((x, y) => rankOf(cell(x), 'nano-1') - rankOf(cell(y), 'nano-1'));
  expect(ranked).toEqual(['c', 'new', 'b', 'a']);
});
