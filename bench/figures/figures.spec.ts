import { countFigure } from './count-figure';
import type { Round, Target } from './figure';
import { makeFigure } from './make-figure';
import { renderJson, renderList, renderTable } from './render-figures';

const AT_LEAST_3: Target = { of: 'ratio', bound: '>=', limit: 3 };
const ROUNDS: Round[] = [
  { value: 100, baseline: 20 },
  { value: 90, baseline: 30 },
  { value: 2, baseline: 1 },
];

describe('makeFigure', () => {
  it('takes medians of both sides and of the paired ratios', () => {
    expect(makeFigure('rate', 'x/s', ROUNDS, AT_LEAST_3)).toEqual({
      name: 'rate',
      value: 90,
      unit: 'x/s',
      baseline: 20,
      ratio: 3,
      target: 'ratio >= 3',
      holds: true,
    });
  });

  it.each<[Target, boolean]>([
    [{ of: 'ratio', bound: '>=', limit: 3.01 }, false],
    [{ of: 'ratio', bound: '<=', limit: 3 }, true],
    [{ of: 'value', bound: '<=', limit: 89 }, false],
    [{ of: 'value', bound: '>=', limit: 90 }, true],
  ])('holds it to %j: %s', (target, holds) => {
    expect(makeFigure('rate', 'x/s', ROUNDS, target).holds).toBe(holds);
  });

  it('holds it to nothing without a target', () => {
    expect(makeFigure('rate', 'x/s', ROUNDS, null)).toMatchObject({ value: 90, target: 'none', holds: true });
  });

  it('judges before it rounds', () => {
    const figure = makeFigure('n', 'B', [{ value: 1.00004, baseline: 1 }], { of: 'value', bound: '<=', limit: 1 });
    expect(figure).toMatchObject({ value: 1, holds: false });
  });

  it('refuses what was not measured', () => {
    expect(() => makeFigure('n', 'B', [], AT_LEAST_3)).toThrow('n: no round');
    for (const value of [0, -1, NaN, Infinity]) {
      expect(() => makeFigure('n', 'B', [{ value, baseline: 1 }], AT_LEAST_3)).toThrow(RangeError);
    }
  });
});

describe('countFigure', () => {
  it('holds only when nothing went wrong', () => {
    const figure = { name: 'n', unit: '1', baseline: 200, target: 'value <= 0' };
    expect(countFigure('n', 0, 200)).toEqual({ ...figure, value: 0, ratio: 0, holds: true });
    expect(countFigure('n', 1, 200)).toEqual({ ...figure, value: 1, ratio: 0.005, holds: false });
  });

  it('refuses a count of nothing', () => {
    expect(() => countFigure('n', 0, 0)).toThrow(RangeError);
    expect(() => countFigure('n', NaN, 5)).toThrow(RangeError);
  });
});

describe('rendering', () => {
  const figures = [makeFigure('rate', 'x/s', ROUNDS, AT_LEAST_3)];

  it('puts the figures on one line for machines', () => {
    const line = renderJson('traces', figures);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({ bench: 'traces', figures });
    expect(Object.keys(figures[0]!)).toEqual(['name', 'value', 'unit', 'baseline', 'ratio', 'target', 'holds']);
  });

  it('shows readers a table that says what was missed', () => {
    const missed = makeFigure('much longer', 'B', ROUNDS, { of: 'ratio', bound: '<=', limit: 1 });
    expect(renderTable('traces', [...figures, missed]).split('\n')).toEqual([
      'benchmark traces',
      'figure       value  unit  baseline  ratio  target',
      'rate         90     x/s   20        3      ratio >= 3  holds',
      'much longer  90     B     20        3      ratio <= 1  MISSED',
    ]);
  });

  it('lists benchmarks with a sentence each', () => {
    const list = renderList([
      { name: 'a', about: 'One.' },
      { name: 'bbb', about: 'Two.' },
    ]);
    expect(list.split('\n').slice(2)).toEqual(['  a    One.', '  bbb  Two.']);
  });
});
