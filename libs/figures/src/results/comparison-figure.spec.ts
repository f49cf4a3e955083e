import type { ComparisonView } from '@joulefleet/contracts';
import { comparisonFigure } from './comparison-figure';

describe('the figure of a comparison', () => {
  const ratio = (estimate: number) => ({ estimate, low: estimate - 0.01, high: estimate + 0.01 });
  const group = (device: string, estimate: number) => ({
    ...{ device, against: 'nano-9', workload: 'alexnet', cells: 3, energyRatio: ratio(estimate) },
  });
  const view = (groups: ReturnType<typeof group>[], more: object = {}) =>
    ({
      ...{ campaign: { name: 'this week', simulated: false }, reference: { name: 'last week', simulated: true } },
      ...{ marginPct: 2, across: false, changed: 1, groups },
      verdicts: { better: 1, worse: 2, equivalent: 3, undecided: 4 },
      ...more,
    }) as unknown as ComparisonView;

  it('has the greatest change first, in words, digits and bars', () => {
    const { title, caption, table, svg } = comparisonFigure(view([group('nano-1', 1.01), group('nano-2', 0.9)]));
    expect(title).toBe('this week against last week');
    expect(table!.rows).toEqual([
      ['nano-2', 'alexnet', '3', '-10.0 ± 1.0'],
      ['nano-1', 'alexnet', '3', '1.0 ± 1.0'],
    ]);
    expect(caption).toContain('Of 10 cells 2 are worse, 1 better, 3 equivalent and 4 undecided; 1 changed by 2 %');
    expect(svg).toContain('>simulated</text>');
  });

  it('names the other device across devices, and draws forty bars at most', () => {
    const groups = Array.from({ length: 41 }, (_, i) => group(`nano-${i}`, 1 + i / 100));
    const { caption, table, svg } = comparisonFigure(view(groups, { across: true }));
    expect(table!.rows[0]!.slice(0, 2)).toEqual(['nano-40', 'nano-9']);
    expect(table!.rows).toHaveLength(41);
    expect(svg.match(/<rect/g)!.length).toBeLessThanOrEqual(42);
    expect(caption).toContain('the 40 that changed most');
  });
});
