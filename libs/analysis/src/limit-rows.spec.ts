import type { CellView, ComparisonRow } from '@joulefleet/contracts';
import { limitRows } from './limit-rows';

const row = (device: string, cells: number): ComparisonRow => ({
  device,
  deviceClass: 'jetson-nano',
  workload: 'alexnet',
  batchSize: 1,
  graphMode: 'dynamic',
  inferences: 1,
  unit: 'inference',
  options: {},
  optimum: null,
  dvfs: null,
  baseline: null,
  savingPct: null,
  correctedSavingPct: null,
  nearOptimum: 0,
  latencyCostPct: null,
  cells: Array.from({ length: cells }, (_, i) => ({ cellKey: `${device}-${i}` }) as CellView),
});

it.each([
  ['everything', { rows: 3, cells: 9 }, [2, 3, 4], { rows: 0, cells: 0 }],
  ['fewer rows', { rows: 2, cells: 9 }, [2, 3], { rows: 1, cells: 4 }],
  ['fewer cells', { rows: 3, cells: 4 }, [2, 2, 0], { rows: 0, cells: 5 }],
  ['fewer of both', { rows: 1, cells: 1 }, [1], { rows: 2, cells: 8 }],
])('shows %s and counts the others', (_what, most, shown, leftOut) => {
  const all = [row('a', 2), row('b', 3), row('c', 4)];
  const limited = limitRows(all, most);
  expect(limited.rows.map(({ cells }) => cells.length)).toEqual(shown);
  expect(limited.leftOut).toEqual(leftOut);
  expect(limited.rows[0]!.cells[0]).toBe(all[0]!.cells[0]);
});
