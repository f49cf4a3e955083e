import { Inject, Injectable, Logger } from '@nestjs/common';
import type { NightView, ScheduleWeek, WeekDigest } from '@joulefleet/contracts';
import { CONTROLLER_CALLER, tellLocal } from '@joulefleet/core';
import { NightChangesService, Schedules } from '@joulefleet/schedules';
import {
  DATABASE,
  listNoticeTargets,
  listSchedules,
  readNowMs,
  storeNightNotices,
  storeWeeklyNotice,
  type Database,
  type NoticeToStore,
  type StoredTarget,
  type UnnoticedNight,
} from '@joulefleet/store';
import { describeNightDigest } from './compose/describe-night';
import { describeWeekDigest } from './compose/describe-week';
import { digestNight, hasNews, type Judged } from './compose/night-digest';
import { digestWeek } from './compose/week-digest';
import { NOTICE_OPTIONS, type NoticeOptions } from './notice-options';
import { nextWeekly } from './next-weekly';

/** Nights of a week that are looked at: more are of schedules that start every few minutes. */
const MAX_NIGHTS = 500;

/** Writes digests and summaries, and stores them as notices to be sent. */
@Injectable()
export class NoticeWriter {
  private readonly logger = new Logger('notices');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(NOTICE_OPTIONS) private readonly options: NoticeOptions,
    private readonly schedules: Schedules,
    private readonly judgement: NightChangesService,
  ) {}

  /** Stores the notices of a night that is over, and marks it. False: it could not be judged, and is tried again. */
  async writeNight(unnoticed: UnnoticedNight): Promise<boolean> {
    const { scheduleId, schedule, tickMs, overMs } = unnoticed;
    const [night] = await this.nights(schedule, tickMs, tickMs + 1, 1);
    const judged = night && (await this.judge(schedule, overMs));
    if (night && !judged) return false;
    const notices = night && judged ? await this.noticesOf(unnoticed, night, judged) : [];
    const stored = await storeNightNotices(this.database, { scheduleId, tickMs }, notices);
    if (stored && notices.length > 0)
      this.logger.log({ schedule, notices: notices.length }, `noted a night of ${schedule}`);
    return stored;
  }

  private async noticesOf(unnoticed: UnnoticedNight, night: NightView, judged: Judged): Promise<NoticeToStore[]> {
    const { scheduleId, schedule, tickMs } = unnoticed;
    const digest = digestNight(night, judged);
    const { title, text } = describeNightDigest(digest);
    const key = `night ${scheduleId} ${new Date(tickMs).toISOString()}`;
    const targets = await listNoticeTargets(this.database);
    return targets
      .filter((target) => isFor(target, scheduleId) && (target.always || hasNews(digest)))
      .map(({ id }) => ({ targetId: id, kind: 'night', key, schedule, title, text, digest }));
  }

  /** Stores the summary of a week that is over. */
  async writeWeek(target: StoredTarget): Promise<boolean> {
    const { id, zone, weeklyFrom, nextWeeklyAt: dueAt } = target;
    if (!weeklyFrom || !dueAt) return false;
    const week = { fromMs: weeklyFrom.getTime(), toMs: dueAt.getTime() };
    const schedules: ScheduleWeek[] = [];
    for (const { id: scheduleId, name } of await listSchedules(this.database, CONTROLLER_CALLER)) {
      if (!isFor(target, scheduleId)) continue;
      const nights = await this.nights(name, week.fromMs, week.toMs, MAX_NIGHTS);
      const judged = await this.judge(name, Infinity);
      schedules.push(digestWeek(name, nights, judged!, week));
    }
    const instant = (atMs: number) => ({ at: new Date(atMs).toISOString(), local: tellLocal(atMs, zone) });
    const digest: WeekDigest = { kind: 'week', from: instant(week.fromMs), to: instant(week.toMs), schedules };
    const nextAt = nextWeekly(zone, await readNowMs(this.database.pool));
    const key = `week ${dueAt.toISOString()}`;
    const notice: NoticeToStore = {
      targetId: id,
      kind: 'week',
      key,
      schedule: null,
      ...describeWeekDigest(digest),
      digest,
    };
    return storeWeeklyNotice(this.database, { dueAt, nextAt }, notice);
  }

  /** The nights of a schedule that were due in a span; none where the schedule is gone. */
  private async nights(schedule: string, fromMs: number, toMs: number, limit: number): Promise<NightView[]> {
    const range = { limit, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
    return (await this.schedules.history(CONTROLLER_CALLER, schedule, range)).nights;
  }

  /** Null: it failed, and is tried again until `judgeMs` have passed. */
  private async judge(schedule: string, overMs: number): Promise<Judged | null> {
    try {
      return { changes: await this.judgement.changes(CONTROLLER_CALLER, schedule) };
    } catch (error) {
      const { message, stack } = error as Error;
      this.logger.error({ schedule }, message, stack);
      return overMs < this.options.judgeMs ? null : { failure: message };
    }
  }
}

function isFor({ scheduleIds }: StoredTarget, scheduleId: string): boolean {
  return scheduleIds === null || scheduleIds.includes(scheduleId);
}
