import type { NoticeTargetView, NoticeView } from '@joulefleet/contracts';
import type { NoticeRecord, StoredTarget, TargetCounts } from '@joulefleet/store';
import { describeTo } from './target-settings';

const NO_COUNTS: TargetCounts = { pending: 0, lastSentAt: null, lastError: null };

/** @param schedules names of schedules by their ids. */
export function targetView(
  target: StoredTarget,
  schedules: ReadonlyMap<string, string>,
  { pending, lastSentAt, lastError }: TargetCounts = NO_COUNTS,
): NoticeTargetView {
  const { name, kind, always, zone, scheduleIds, nextWeeklyAt, createdAt } = target;
  return {
    ...{ name, kind, ...describeTo(target), always, zone },
    schedules: scheduleIds && scheduleIds.flatMap((id) => schedules.get(id) ?? []).sort(),
    nextWeeklyAt: nextWeeklyAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    ...{ pending, lastSentAt: lastSentAt?.toISOString() ?? null, lastError },
  };
}

export function noticeView(record: NoticeRecord): NoticeView {
  const { id, target, kind, schedule, title, state, createdAt, endedAt, dueAt, attempts, tried } = record;
  return {
    ...{ id, target, kind, schedule, title, state, attempts, tried },
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    nextAttemptAt: state === 'pending' ? dueAt.toISOString() : null,
  };
}
