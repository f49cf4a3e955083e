import type { GridCell } from '@joulefleet/contracts';
import { cellStateOf, countStates, describeTrials } from './cell-state';
import { drawCells } from './draw-cells';
import { layOutGrid } from './lay-out-grid';

function cell(levels: GridCell['levels'], more: Partial<GridCell> = {}): GridCell {
  const trials = { pending: 0, assigned: 0, accepted: 0, failed: 0, skipped: 0, rejected: 0 };
  return { cellKey: JSON.stringify(levels), graphMode: 'dynamic', levels, ...trials, ...more };
}
const clocks = (gpuMhz: number, cpuMhz: number, more: GridCell['levels'] = {}): GridCell['levels'] => ({
  ...{ gpuHz: gpuMhz * 1e6, cpuKhz: cpuMhz * 1000 },
  ...more,
});

describe('the grid of a campaign', () => {
  it('has GPU clocks across and CPU clocks upwards, with the baseline at its corner', () => {
    const cells = [clocks(921.6, 1479), clocks(460.8, 1479), clocks(460.8, 518.4), {}].map((levels) => cell(levels));
    const { panels, settingOf } = layOutGrid(cells);
    expect(panels).toHaveLength(1);
    const [{ title, columns, rows, cells: places }] = panels as [(typeof panels)[number]];
    expect([title, columns, rows]).toEqual([
      '',
      { title: 'GPU, MHz', labels: ['DVFS', '460.8', '921.6'] },
      { title: 'CPU, MHz', labels: ['DVFS', '518.4', '1479'] },
    ]);
    expect(places.map(({ column, row }) => [column, row])).toEqual([
      [0, 0],
      [1, 1],
      [1, 2],
      [2, 2],
    ]);
    expect(settingOf(cells[0]!)).toBe('GPU 921.6 MHz, CPU 1479 MHz');
  });

  it('has a panel for each level of what else cells differ in', () => {
    const cells = [1, 8].flatMap((batchSize) => [
      cell(clocks(460.8, 1479, { batchSize })),
      cell(clocks(921.6, 518.4, { batchSize })),
    ]);
    const { panels } = layOutGrid(cells);
    expect(panels.map(({ title, cells: own }) => [title, own.length])).toEqual([
      ['batch 1', 2],
      ['batch 8', 2],
    ]);
  });

  it('is laid out over other factors where no clock is varied', () => {
    const cells = [1, 2, 4].map((batchSize) => cell({ batchSize }));
    const [panel] = layOutGrid(cells).panels;
    expect([panel!.columns, panel!.rows.labels]).toEqual([{ title: 'batch', labels: ['1', '2', '4'] }, ['']]);
    const only = layOutGrid([cell({})]);
    expect([only.panels[0]!.cells.length, only.settingOf(cell({}))]).toEqual([1, 'The only cell']);
  });

  it.each([
    ['waiting', { pending: 2 }],
    ['on the device', { pending: 1, assigned: 1 }],
    ['accepted', { accepted: 1, pending: 1 }],
    ['rejected', { accepted: 1, pending: 1, rejected: 1 }],
    ['accepted', { accepted: 2, rejected: 1 }],
    ['failed', { accepted: 1, failed: 1 }],
    ['skipped', { skipped: 2 }],
  ] as const)('shows a cell as %s', (state, trials) => {
    expect(cellStateOf(cell({}, trials), null)).toBe(state);
  });

  it('knows the cell that is measured now, and counts the states', () => {
    const cells = [cell({ batchSize: 1 }, { pending: 1 }), cell({ batchSize: 2 }, { pending: 1 })];
    expect([...countStates(cells, cells[1]!.cellKey)]).toEqual([
      ['waiting', 1],
      ['running', 1],
    ]);
    expect(describeTrials(cell({}, { accepted: 7, pending: 2, assigned: 1, rejected: 1 }))).toBe(
      '7 of 10 accepted, 1 on the device, 2 waiting; 1 attempt rejected',
    );
  });

  it('draws a mark of its own for each state, and how much is accepted as a height', () => {
    const place = { x: 0, y: 0, acceptedShare: 0 };
    const marks = (['failed', 'rejected', 'skipped', 'on the device', 'running'] as const).map((state) => {
      const { ground: _, ...paths } = drawCells([{ ...place, state }], 11);
      return Object.values(paths).filter((path) => path !== '');
    });
    expect(marks.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set(marks.flat()).size).toBe(5);
    const half = drawCells([{ ...place, state: 'accepted', acceptedShare: 0.5 }], 11);
    expect([half.ground, half.accepted]).toEqual(['M0 0h10v10h-10z', 'M0 10v-5h10v5z']);
  });
});
