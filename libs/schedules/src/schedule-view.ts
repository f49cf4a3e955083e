import { parseCampaignFile, type NightView, type ScheduleView } from '@joulefleet/contracts';
import { judgeNight, nextTicks, tellLocal, type ScheduleRule } from '@joulefleet/core';
import type { StoredSchedule, TickRecord } from '@joulefleet/store';
import { describeTime, describeWindow, HOUR_MS, ruleOf } from './schedule-rule';
import { isOwnerDisabled } from './schedule-owner';

const NEXT_SHOWN = 5;

export function scheduleView(schedule: StoredSchedule, nowMs: number): ScheduleView {
  const { name, owner, cron, zone, overlap, budgetMs, priority, resolver, missedUntil, source } = schedule;
  const state = isOwnerDisabled(schedule) ? 'owner_disabled' : schedule.pausedAt ? 'paused' : 'active';
  const parsed = parseCampaignFile(source, 'campaign.yaml');
  return {
    name,
    owner,
    cron,
    zone,
    window: describeWindow(schedule),
    lateUntil: missedUntil === null ? null : describeTime(missedUntil),
    overlap,
    budgetHours: budgetMs === null ? null : budgetMs / HOUR_MS,
    priority,
    resolver,
    campaign: parsed.ok ? parsed.spec.name : '',
    state,
    running: schedule.running,
    next:
      state === 'active' ? nextStarts(ruleOf(schedule, nowMs), Math.max(nowMs, schedule.decidedUntil.getTime())) : [],
    createdAt: schedule.createdAt.toISOString(),
  };
}

/** The next starts of a rule after an instant. */
export function nextStarts({ ticks, zone }: ScheduleRule, afterMs: number): ScheduleView['next'] {
  return nextTicks(ticks, afterMs, NEXT_SHOWN).map((tickMs) => instant(tickMs, zone));
}

export function nightView({ name, zone }: Pick<StoredSchedule, 'name' | 'zone'>, record: TickRecord): NightView {
  const { tick, lastTick, count, skipped, decidedAt, endedAt, endReason, triggeredBy, underTest, detail } = record;
  const trials = trialsOf(record);
  return {
    schedule: name,
    due: instant(tick.getTime(), zone),
    lastDue: instant(lastTick.getTime(), zone),
    count,
    outcome: judgeNight({ skipped, endReason, trials }),
    skipped,
    startedAt: skipped === null ? decidedAt.toISOString() : null,
    endedAt: endedAt?.toISOString() ?? null,
    endReason,
    triggeredBy,
    underTest,
    detail,
    campaign: record.campaignId,
    continued: record.continuedId,
    again: record.againId,
    trials,
    deviceHours: record.consumedMs / HOUR_MS,
  };
}

function trialsOf({ total, accepted, failed, missing }: TickRecord): NightView['trials'] {
  if (total === null || accepted === null || failed === null || missing === null) return null;
  return { total, accepted, failed, missing };
}

/** An instant, with the time of day in the schedule's zone. */
export function instant(tickMs: number, zone: string): NightView['due'] {
  return { at: new Date(tickMs).toISOString(), local: tellLocal(tickMs, zone) };
}
