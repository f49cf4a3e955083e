/** Items by their key; keys in the order of their first item. */
export function groupedBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) appendTo(groups, keyOf(item), item);
  return groups;
}

/** The groups of `groupedBy`, for many items: yields often. */
export function* groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Generator<void, T[][]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    appendTo(groups, keyOf(item), item);
    yield;
  }
  return [...groups.values()];
}

/** Adds an item to the group of its key. */
export function appendTo<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}
