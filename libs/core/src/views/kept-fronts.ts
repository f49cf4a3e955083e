import type { ComparisonRow } from '../comparison/compare-cells';
import { candidatesOf, type FrontCandidate } from './front-candidate';

/** What is known of a list of candidates: it holds as long as the list is the same. */
interface Kept<T> {
  of: readonly FrontCandidate[];
  found: T;
}

/**
 * Candidates of rows, and where they stand among each other, for as long as somebody holds the rows: comparing thousands of cells takes a
 * quarter of a second, and their rows stay the same until a trial is accepted.
 */
export class KeptFronts<T> {
  private readonly candidates = new WeakMap<ComparisonRow, FrontCandidate[]>();
  /** By the first of the list, and how it was ranked. */
  private readonly ranked = new WeakMap<FrontCandidate, Map<string, Kept<T>>>();

  candidatesOf(row: ComparisonRow): FrontCandidate[] {
    const known = this.candidates.get(row) ?? candidatesOf(row);
    this.candidates.set(row, known);
    return known;
  }

  find(how: string, list: readonly FrontCandidate[]): T | undefined {
    const kept = list[0] && this.ranked.get(list[0])?.get(how);
    const same = kept?.of.length === list.length && kept.of.every((candidate, i) => candidate === list[i]);
    return same ? kept.found : undefined;
  }

  keep(how: string, list: readonly FrontCandidate[], found: T): void {
    if (!list[0]) return;
    const kept = this.ranked.get(list[0]) ?? new Map<string, Kept<T>>();
    kept.set(how, { of: list, found });
    this.ranked.set(list[0], kept);
  }
}
