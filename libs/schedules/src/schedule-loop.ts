import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { decideTicks, Rounds, type ScheduleRule } from '@joulefleet/core';
import { Nudges } from '@joulefleet/queue';
import {
  commitTicks,
  DATABASE,
  listSchedules,
  readNowMs,
  takeLeadership,
  type Database,
  type StoredSchedule,
} from '@joulefleet/store';
import { BisectRunner } from './bisect/bisect-runner';
import { NightRunner } from './night-runner';
import { isOwnerDisabled } from './schedule-owner';
import { ruleOf } from './schedule-rule';

const POLL_INTERVAL_MS = 2_000;
/** A controller that is gone is followed by another after this. */
const LEADERSHIP_MS = 15_000;
/** So long a shutdown waits for what is in hand. */
const STOP_LIMIT_MS = 5_000;
const EVERY_SCHEDULE = { userId: null, role: 'admin' } as const;

/** Decides the starts of all schedules, and leads their nights: in one controller at a time, by the clock of PostgreSQL. */
@Injectable()
export class ScheduleLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('schedules');
  private readonly holder = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe: (() => void) | undefined;
  private stopped = false;
  /** Steps in hand by schedule: a resolver that hangs holds up no other schedule. */
  private readonly inHand = new Map<string, Promise<void>>();
  private readonly rounds = new Rounds(
    () => this.round(),
    (error) => this.logger.error(error.message, error.stack),
  );

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly nudges: Nudges,
    private readonly nights: NightRunner,
    private readonly bisects: BisectRunner,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe = this.nudges.subscribe('schedules', () => this.rounds.request());
    this.timer = setInterval(() => this.rounds.request(), POLL_INTERVAL_MS);
    this.rounds.request();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    this.unsubscribe?.();
    const ended = this.rounds.stop().then(() => Promise.allSettled(this.inHand.values()));
    await Promise.race([ended, sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
  }

  private async round(): Promise<void> {
    if (!(await takeLeadership(this.database.pool, 'schedules', this.holder, LEADERSHIP_MS))) return;
    const nowMs = await readNowMs(this.database.pool);
    for (const schedule of await listSchedules(this.database, EVERY_SCHEDULE)) {
      if (!this.inHand.has(schedule.id)) this.begin(schedule, nowMs);
    }
  }

  private begin(schedule: StoredSchedule, nowMs: number): void {
    const { id, name } = schedule;
    const work = this.attend(schedule, nowMs)
      .catch((error: Error) => this.logger.error({ schedule: name }, error.message, error.stack))
      .finally(() => this.inHand.delete(id));
    this.inHand.set(id, work);
  }

  private async attend(schedule: StoredSchedule, nowMs: number): Promise<void> {
    if (schedule.bisecting) await this.bisects.advance(schedule, nowMs);
    const rule = ruleOf(schedule, nowMs);
    const started = await this.decide(schedule, rule, nowMs);
    if (!schedule.running && !started) return;
    for (let more = true; more && !this.stopped;) more = await this.nights.advance(schedule, rule, nowMs);
  }

  /** Decides what is due. True: a night was started. */
  private async decide(schedule: StoredSchedule, rule: ScheduleRule, nowMs: number): Promise<boolean> {
    const { id, running } = schedule;
    const standing = { paused: schedule.pausedAt !== null, ownerDisabled: isOwnerDisabled(schedule), running };
    let decidedUntilMs = schedule.decidedUntil.getTime();
    let waitingTickMs = schedule.waitingTick?.getTime() ?? null;
    for (;;) {
      const round = decideTicks(rule, { ...standing, decidedUntilMs, waitingTickMs }, nowMs);
      const moved = round.decided.length > 0 || round.waitingTickMs !== waitingTickMs;
      if (!moved) return false;
      if (!(await commitTicks(this.database, { scheduleId: id, decidedUntilMs, waitingTickMs }, round))) return false;
      for (const { skipped, count } of round.decided) {
        if (skipped !== null) this.logger.log({ schedule: schedule.name, skipped, count }, `skipped: ${skipped}`);
      }
      if (!round.more) return round.decided.some(({ skipped }) => skipped === null);
      ({ decidedUntilMs, waitingTickMs } = round);
    }
  }
}
