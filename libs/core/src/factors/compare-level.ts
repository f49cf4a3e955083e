import type { Level } from './factor';

/** Order of two levels of one factor: one that is unset first, then `stock`, then ascending. */
export function compareLevel(a: Level, b: Level, unset: Level): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a === unset || b === unset) return a === unset ? -1 : 1;
  if (a === 'stock' || b === 'stock') return a === 'stock' ? -1 : 1;
  return String(a) < String(b) ? -1 : 1;
}
