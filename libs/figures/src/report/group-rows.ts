import type { ComparisonRow } from '@joulefleet/contracts';

/** Rows that differ in nothing but their batch size, by rising batch size. */
export function groupRows(rows: readonly ComparisonRow[]): ComparisonRow[][] {
  const groups = new Map<string, ComparisonRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.device, row.workload, row.graphMode, Object.entries(row.options).sort()]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => a.batchSize - b.batchSize));
}
