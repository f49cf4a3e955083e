import type { ComparisonRow } from '@joulefleet/contracts';
import { groupedBy } from '@joulefleet/core';

/** Rows that differ in nothing but their batch size, by rising batch size. */
export function groupRows(rows: readonly ComparisonRow[]): ComparisonRow[][] {
  const groups = groupedBy(rows, ({ device, workload, graphMode, options }) =>
    JSON.stringify([device, workload, graphMode, Object.entries(options).sort()]),
  );
  return [...groups.values()].map((group) => group.sort((a, b) => a.batchSize - b.batchSize));
}
