import type { NightChange, NightView, ScheduleWeek } from '@joulefleet/contracts';
import { byDirectionAndSize, MAX_LISTED, type Judged } from './night-digest';

/** The span of a summary, in ms since the epoch. */
export interface Week {
  fromMs: number;
  toMs: number;
}

/** A week of a schedule: what came of its nights, what was found, and what would have been. */
export function digestWeek(schedule: string, nights: readonly NightView[], judged: Judged, week: Week): ScheduleWeek {
  const counted = countNights(nights);
  const none = { fresh: [], fixed: [], open: [], more: 0, expectedFalse: 0, detectable: [], learning: 0 };
  if ('failure' in judged) return { schedule, simulated: false, nights: counted, ...none, notJudged: judged.failure };
  const { changes, simulated, detectable, learning, expectedFalsePerNight } = judged.changes;
  const of = (state: NightChange['state'], within: boolean): NightChange[] =>
    changes.filter((change) => change.state === state && (!within || isWithin(change, week))).sort(byDirectionAndSize);
  const lists = { fresh: of('confirmed', true), fixed: of('fixed', true), open: of('confirmed', false) };
  const more = Object.values(lists).reduce((sum, { length }) => sum + Math.max(0, length - MAX_LISTED), 0);
  return {
    ...{ schedule, simulated, nights: counted, detectable, learning, notJudged: null },
    ...{ fresh: first(lists.fresh), fixed: first(lists.fixed), open: first(lists.open), more },
    expectedFalse: expectedFalsePerNight * (counted.complete + counted.incomplete),
  };
}

function isWithin({ decided }: NightChange, { fromMs, toMs }: Week): boolean {
  if (decided === null) return false;
  const atMs = Date.parse(decided.at);
  return atMs >= fromMs && atMs < toMs;
}

function first(changes: readonly NightChange[]): NightChange[] {
  return changes.slice(0, MAX_LISTED);
}

/** A run of starts that were skipped counts each of them; a night that still runs is not counted. */
function countNights(nights: readonly NightView[]): ScheduleWeek['nights'] {
  const counts = { complete: 0, incomplete: 0, failed: 0, skipped: 0 };
  for (const { outcome, count } of nights) if (outcome !== 'running') counts[outcome] += count;
  return counts;
}
