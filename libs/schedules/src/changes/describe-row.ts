import { describeSetting, describeWork, factorLevels, optionsOf } from '@joulefleet/core';
import type { CellSeries } from './night-table';

/** The cell of a series in words. */
export function describeCell({ of: { workload, graphMode, levels: stored } }: CellSeries): string {
  const levels = factorLevels(stored);
  const work = describeWork({ workload, graphMode, options: optionsOf(levels) });
  return [work, `batch ${levels.batchSize}`, describeSetting(levels)].filter(Boolean).join(', ');
}

export interface RowAbout {
  about: string;
  /** null: a group may be of several. */
  device: string | null;
}

/** What a row of the judge is about: the cell of a series, the group of cells, or the device. */
export function describeRow(
  { kind, key }: { kind: 'series' | 'group' | 'device'; key: string },
  first: CellSeries | undefined,
): RowAbout {
  if (kind === 'group') return { about: key, device: null };
  if (kind === 'series' && first) return { about: describeCell(first), device: first.device };
  return { about: key, device: first?.device ?? key };
}
