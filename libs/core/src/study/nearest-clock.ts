/** The clock of a table that is nearest to the one wanted. */
export function nearestClock(table: readonly number[], wanted: number): number {
  return table.reduce((best, clock) => (Math.abs(clock - wanted) < Math.abs(best - wanted) ? clock : best));
}
