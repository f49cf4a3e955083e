import type { Random } from './seeded-random';

/** The items in uniformly random order, as a new array (Fisher-Yates; Knuth, TAOCP vol. 2, algorithm 3.4.2 P). */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    [order[last], order[pick]] = [order[pick] as T, order[last] as T];
  }
  return order;
}
