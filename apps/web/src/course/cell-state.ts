import type { GridCell } from '@joulefleet/contracts';

/** What is shown of a cell at a glance; the first that holds. */
export const CELL_STATES = [
  'running',
  'failed',
  'rejected',
  'accepted',
  'on the device',
  'skipped',
  'waiting',
] as const;
export type CellState = (typeof CELL_STATES)[number];

/** Trials that were planned of it. */
export function plannedOf({ pending, assigned, accepted, failed, skipped }: GridCell): number {
  return pending + assigned + accepted + failed + skipped;
}

/**
 * `accepted`: some are, and nothing went wrong that is still open. `rejected`: attempts were, and it is not complete.
 * @param now key of the cell that the device measures.
 */
export function cellStateOf(cell: GridCell, now: string | null): CellState {
  if (cell.cellKey === now) return 'running';
  if (cell.failed > 0) return 'failed';
  if (cell.rejected > 0 && cell.accepted < plannedOf(cell)) return 'rejected';
  if (cell.accepted > 0) return 'accepted';
  if (cell.assigned > 0) return 'on the device';
  return cell.skipped > 0 ? 'skipped' : 'waiting';
}

/** `7 of 10 accepted, 2 waiting, 1 on the device; 1 attempt rejected`. */
export function describeTrials(cell: GridCell): string {
  const { pending, assigned, accepted, failed, skipped, rejected } = cell;
  const others = [
    [failed, 'failed'],
    [skipped, 'skipped'],
    [assigned, 'on the device'],
    [pending, 'waiting'],
  ] as const;
  const counted = others.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  const attempts = rejected === 0 ? '' : `; ${rejected} ${rejected === 1 ? 'attempt' : 'attempts'} rejected`;
  return `${[`${accepted} of ${plannedOf(cell)} accepted`, ...counted].join(', ')}${attempts}`;
}

/** How many cells are in each state, those that there are. */
export function countStates(cells: readonly GridCell[], now: string | null): Map<CellState, number> {
  const counts = new Map<CellState, number>();
  for (const cell of cells) {
    const state = cellStateOf(cell, now);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}
