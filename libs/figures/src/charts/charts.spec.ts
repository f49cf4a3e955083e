import { colourBar } from './colour-bar';
import { heatmap } from './heatmap';
import { intervalBars } from './interval-bars';
import { xyChart } from './xy-chart';
import { linearScale } from '../svg/scale';
import { cividis, inkOn } from '../svg/palette';

const NAME = '<b>"a" & \u202e\u200f</b>';

it('frames the best cell, outlines those near it, and marks the baseline', () => {
  const map = heatmap({
    ...{ title: NAME, columns: ['1', NAME], rows: ['1', '2'], columnTitle: 'x', rowTitle: 'y', valueTitle: 'v' },
    cells: [
      { column: 0, row: 0, value: 1, best: true, near: true },
      { column: 1, row: 1, value: 2, near: true },
    ],
    baseline: { name: NAME, value: 3 },
  });
  expect(map.match(/stroke="#d55e00"/g)).toHaveLength(1);
  expect(map.match(/stroke-dasharray/g)).toHaveLength(1);
  expect(map).not.toMatch(/<b>|NaN|[\u202e\u200f]/);
});

it('draws what is all equal, alone, or below zero', () => {
  const one = heatmap({
    ...{ title: '', columns: ['1'], rows: ['1'], columnTitle: '', rowTitle: '', valueTitle: '', baseline: null },
    cells: [{ column: 0, row: 0, value: 5 }],
  });
  const bars = intervalBars({ title: NAME }, '%', [{ name: NAME, estimate: -2, low: -3, high: -1 }]);
  const chart = xyChart({
    title: '',
    xTitle: '',
    yTitle: '',
    series: [{ name: NAME, kind: 'line', points: [{ x: 1, y: 1 }] }],
  });
  for (const figure of [one, bars, chart]) expect(figure).not.toMatch(/NaN|Infinity|<b>/);
});

it('has round figures on its axes, with every value between them', () => {
  const scale = linearScale([3.2, 17.9], [0, 100]);
  expect(scale.ticks).toEqual([0, 5, 10, 15, 20]);
  expect([scale.at(0), scale.at(20)]).toEqual([0, 100]);
  expect(linearScale([], [0, 1]).ticks.length).toBeGreaterThan(1);
});

it('writes black on light colours and white on dark ones', () => {
  expect([cividis(0), inkOn(0), cividis(1), inkOn(1)]).toEqual([
    'rgb(0,32,77)',
    '#ffffff',
    'rgb(255,234,70)',
    '#000000',
  ]);
});

it('keeps the title of an axis within a figure of one row', () => {
  const map = heatmap({
    ...{
      title: '',
      columns: ['1'],
      rows: ['1'],
      columnTitle: '',
      rowTitle: 'CPU clock, MHz',
      valueTitle: '',
      baseline: null,
    },
    cells: [{ column: 0, row: 0, value: 5 }],
  });
  const [, middle] = /rotate\(-90 18 (\d+)\)/.exec(map)!;
  const [, height] = /viewBox="0 0 720 (\d+)"/.exec(map)!;
  expect(Number(middle) - 4 * 'CPU clock, MHz'.length).toBeGreaterThanOrEqual(0);
  expect(Number(middle) + 4 * 'CPU clock, MHz'.length).toBeLessThanOrEqual(Number(height));
});

it.each([
  [2, 'behind'],
  [10, 'before'],
])('names a baseline of %d on a scale from 1 to 10 %s its mark', (value, side) => {
  const place = { x: 0, y: 0, width: 400 };
  const bar = colourBar({ valueTitle: 'v', baseline: { name: 'stock', value } }, [1, 10], place);
  const mark = Number(/d="M([\d.]+) /.exec(bar)![1]);
  const name = /<text[^>]*>stock</.exec(bar)![0];
  const x = Number(/ x="([\d.]+)"/.exec(name)![1]);
  expect(name.includes('text-anchor="end"') ? 'before' : 'behind').toBe(side);
  expect(side === 'before' ? mark - x : x - mark).toBeCloseTo(8);
});
