/** Order of findings by line and column of their `where`, `file:line:column`. */
export function byPlace(a: { where: string }, b: { where: string }): number {
  const [lineA = 0, columnA = 0] = a.where.split(':').slice(-2).map(Number);
  const [lineB = 0, columnB = 0] = b.where.split(':').slice(-2).map(Number);
  return lineA - lineB || columnA - columnB;
}
