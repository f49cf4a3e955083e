import type { ComparisonRow, ReportView } from '@joulefleet/contracts';

/** Whether a row's baseline is within the limits in force on its device. */
export const keepsLimits = (row: ComparisonRow): boolean => row.baseline === 'stock';

/** What all rows are compared with; `the baseline` where that differs. */
export function baselineTitle({ rows, protocol }: ReportView): string {
  if (protocol?.baseline.length === 0 && rows.every(({ dvfs }) => dvfs === null)) return 'no baseline';
  const stock = rows.filter(keepsLimits).length;
  if (stock === 0) return 'DVFS';
  return stock === rows.length ? 'stock' : 'the baseline';
}
