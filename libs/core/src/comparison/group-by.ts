/** Items with equal keys together, groups in the order of their first item. Yields often. */
export function* groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Generator<void, T[][]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
    yield;
  }
  return [...groups.values()];
}
