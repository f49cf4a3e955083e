import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Rounds } from '@joulefleet/core';
import {
  beginNoticeAttempt,
  DATABASE,
  listDueNotices,
  listDueWeekly,
  listUnnoticedNights,
  markUnwatchedNights,
  pruneNotices,
  takeLeadership,
  type Database,
} from '@joulefleet/store';
import { lostAfterMs, NOTICE_OPTIONS, type NoticeOptions } from './notice-options';
import { NoticeSender } from './notice-sender';
import { NoticeWriter } from './notice-writer';

/** A controller that is gone is followed by another after this. */
const LEADERSHIP_MS = 15_000;
/** So long a shutdown waits for what is in hand. */
const STOP_LIMIT_MS = 5_000;
const KEPT_DAYS = 180;

/** Writes and sends notices, in one controller at a time. A night, a summary or a target that takes its time holds up no other. */
@Injectable()
export class NoticeLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('notices');
  private readonly holder = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private readonly inHand = new Map<string, Promise<void>>();
  private readonly rounds = new Rounds(
    () => this.round(),
    (error) => this.logger.error(error.message, error.stack),
  );

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(NOTICE_OPTIONS) private readonly options: NoticeOptions,
    private readonly writer: NoticeWriter,
    private readonly sender: NoticeSender,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.rounds.request(), this.options.pollMs);
    this.rounds.request();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.rounds.stop();
    this.sender.stop();
    const ended = Promise.allSettled(this.inHand.values());
    await Promise.race([ended, sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
  }

  private async round(): Promise<void> {
    const { pool } = this.database;
    if (!(await takeLeadership(pool, 'notices', this.holder, Math.max(LEADERSHIP_MS, 3 * this.options.pollMs)))) return;
    await markUnwatchedNights(pool);
    for (const night of await listUnnoticedNights(pool)) {
      this.begin(`night ${night.scheduleId}`, () => this.writer.writeNight(night));
    }
    for (const target of await listDueWeekly(this.database)) {
      this.begin(`week ${target.id}`, () => this.writer.writeWeek(target));
    }
    for (const { id, targetId } of await listDueNotices(pool)) this.begin(`target ${targetId}`, () => this.send(id));
    await pruneNotices(pool, KEPT_DAYS);
  }

  private async send(id: string): Promise<boolean> {
    const begun = await beginNoticeAttempt(this.database, id, lostAfterMs(this.options));
    if (begun) await this.sender.send(begun);
    return begun !== null;
  }

  /** @param work true: more may follow at once. */
  private begin(key: string, work: () => Promise<boolean>): void {
    if (this.inHand.has(key)) return;
    const begun = work()
      .catch((error: Error) => {
        this.logger.error({ key }, error.message, error.stack);
        return false;
      })
      .then((more) => {
        this.inHand.delete(key);
        if (more) this.rounds.request();
      });
    this.inHand.set(key, begun);
  }
}
