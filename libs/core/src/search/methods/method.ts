import type { SearchContext } from '../search-context';
import type { TrialPurpose } from '../search-problem';

/** What a method does next. */
export type MethodStep =
  | { readonly kind: 'measure'; readonly row: number; readonly purpose: TrialPurpose }
  /** Nothing before trials have settled. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'end'; readonly outcome: 'certified' | 'ended' | 'infeasible' };

/** Chooses the next row among those that are not excluded, of which there is one at least. */
export type Method = (context: SearchContext) => Generator<void, MethodStep>;

export const measure = (row: number, purpose: TrialPurpose = 'improve'): MethodStep => ({
  kind: 'measure',
  row,
  purpose,
});
