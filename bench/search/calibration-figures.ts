import type { Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import type { Finding } from './run-search';

/** Of the verdicts that certify, how many are right; and how many searches end with one. The level that was asked for is 95 %. */
export function calibrationFigures(name: string, found: readonly Finding[], marginPct: number): Figure[] {
  const certified = found.filter(({ verdict }) => verdict.outcome === 'certified');
  if (certified.length === 0) return [];
  const right = (100 * certified.filter(({ regretPct }) => regretPct <= marginPct).length) / certified.length;
  const share = (100 * certified.length) / found.length;
  return [
    makeFigure(`certified_right_pct_${name}`, '%', [{ value: right, baseline: 95 }], {
      of: 'value',
      bound: '>=',
      limit: 93,
    }),
    makeFigure(`certified_pct_${name}`, '%', [{ value: share, baseline: 100 }], null),
  ];
}
