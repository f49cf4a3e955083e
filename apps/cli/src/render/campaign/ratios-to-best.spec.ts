import type { ReportView } from '@joulefleet/contracts';
import { ratiosToBest } from './ratios-to-best';

type Ratio = ReportView['ratios'][number];
const ENERGY: Record<string, number> = { a: 4, b: 1, c: 2, d: 8 };

function pairs(names: string[]): Ratio[] {
  return names.flatMap((device, i) =>
    names.slice(i + 1).map((against): Ratio => {
      const estimate = ENERGY[device]! / ENERGY[against]!;
      const ratio = { estimate, low: estimate / 2, high: estimate * 4 };
      const work = { workload: 'alexnet', batchSize: 16, graphMode: 'dynamic', inferences: 1, options: {} };
      const grades = { grade: 'B', againstGrade: 'C', rankable: true } as const;
      return { ...work, at: 'optimum', device, against, energyRatio: ratio, durationRatio: ratio, ...grades };
    }),
  );
}

it('compares many devices with the one that needs the least', () => {
  const shown = ratiosToBest(pairs(['a', 'b', 'c', 'd']));
  expect(shown.map(({ device, against, energyRatio }) => [device, against, energyRatio])).toEqual([
    ['a', 'b', { estimate: 4, low: 2, high: 16 }],
    ['c', 'b', { estimate: 2, low: 0.5, high: 4 }],
    ['d', 'b', { estimate: 8, low: 2, high: 16 }],
  ]);
});

it('shows every pair of a few', () => expect(ratiosToBest(pairs(['a', 'b', 'c']))).toHaveLength(3));
