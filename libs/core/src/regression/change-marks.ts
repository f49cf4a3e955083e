import type { ChangeDecision, ChangeState } from './judge-history';

/**
 * What a person says of a change. `acknowledged`: somebody has taken it on. `confirmed`: it is one, whatever the next nights show. `expected`:
 * what is measured since is the new reference. `dismissed`: it is none. `reopened` takes back all of these. `note` says something more.
 */
export const CHANGE_MARKS = ['acknowledged', 'confirmed', 'expected', 'dismissed', 'reopened', 'note'] as const;
export type ChangeMarkKind = (typeof CHANGE_MARKS)[number];

export interface ChangeMark {
  mark: ChangeMarkKind;
  atMs: number;
  /** Of `acknowledged`: it holds so long; null: until the change is over. */
  untilMs: number | null;
}

/** What of the marks of a change holds. */
export interface StandingMarks<M extends ChangeMark> {
  /** The oldest first. */
  decisions: M[];
  acknowledged: M | null;
}

const DECIDES: Readonly<Partial<Record<ChangeMarkKind, ChangeDecision['state']>>> = {
  confirmed: 'confirmed',
  expected: 'expected',
  dismissed: 'went_away',
};

/** The state that a mark puts a change in; undefined: none. */
export function decidedBy(mark: ChangeMarkKind): ChangeDecision['state'] | undefined {
  return DECIDES[mark];
}

/** @param marks the oldest first. */
export function standingMarks<M extends ChangeMark>(marks: readonly M[]): StandingMarks<M> {
  let standing: StandingMarks<M> = { decisions: [], acknowledged: null };
  for (const each of marks) {
    if (each.mark === 'reopened') standing = { decisions: [], acknowledged: null };
    else if (each.mark === 'acknowledged') standing.acknowledged = each;
    else if (decidedBy(each.mark)) standing.decisions.push(each);
  }
  return standing;
}

const OPEN: ReadonlySet<ChangeState> = new Set(['suspected', 'confirmed']);

/** Whether a change is not over. */
export function isOpenChange(state: ChangeState): boolean {
  return OPEN.has(state);
}

/** Whether a change in this state can be marked so. */
export function canBeMarked(state: ChangeState, mark: ChangeMarkKind, marks: readonly ChangeMark[]): boolean {
  if (mark === 'note') return true;
  if (mark === 'confirmed') return state === 'suspected';
  if (mark !== 'reopened') return isOpenChange(state);
  const { decisions, acknowledged } = standingMarks(marks);
  return decisions.length > 0 || acknowledged !== null;
}

/** Whether somebody has taken an open change on, and that still holds. */
export function isAcknowledged(state: ChangeState, marks: readonly ChangeMark[], nowMs: number): boolean {
  const { acknowledged } = standingMarks(marks);
  return isOpenChange(state) && acknowledged !== null && (acknowledged.untilMs ?? Infinity) > nowMs;
}
