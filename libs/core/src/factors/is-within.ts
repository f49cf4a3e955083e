/** Whether limits in force, where they are known, leave out a part of a table of frequencies; all in one unit. */
export function isWithin(table: readonly number[], min: number | undefined, max: number | undefined): boolean {
  return table.some((step) => (min !== undefined && step < min) || (max !== undefined && step > max));
}
