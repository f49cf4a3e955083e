import type { GridCell } from '@joulefleet/contracts';
import { factorsOf, type WorkloadOptions } from '@joulefleet/core';
import type { GriddedCell } from '@joulefleet/store';

/** Without the levels that are unset: thousands of cells are one answer. */
export function gridCell({ levels, ...cell }: GriddedCell): GridCell {
  const set = factorsOf(levels).filter(({ key, unset }) => levels[key] !== undefined && levels[key] !== unset);
  return { ...cell, levels: Object.fromEntries(set.map(({ key }) => [key, levels[key]])) as WorkloadOptions };
}
