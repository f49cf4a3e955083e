import { Inject, Injectable, Logger } from '@nestjs/common';
import { planRetry } from '@joulefleet/core';
import type { MasterKey } from '@joulefleet/platform';
import {
  DATABASE,
  endNoticeAttempt,
  readNoticeTarget,
  readNowMs,
  type BegunNotice,
  type Database,
} from '@joulefleet/store';
import { deliver } from './deliver/deliver';
import { notSent, type Delivery } from './deliver/delivery';
import { NOTICE_MASTER_KEY, NOTICE_OPTIONS, type NoticeOptions } from './notice-options';
import { openTarget } from './target-settings';

/** Sends notices whose attempt was begun, and records what came of it. */
@Injectable()
export class NoticeSender {
  private readonly logger = new Logger('notices');
  private readonly stopping = new AbortController();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(NOTICE_MASTER_KEY) private readonly masterKey: MasterKey,
    @Inject(NOTICE_OPTIONS) private readonly options: NoticeOptions,
  ) {}

  /** Ends every attempt under way. */
  stop(): void {
    this.stopping.abort();
  }

  async send(notice: BegunNotice): Promise<void> {
    const target = await readNoticeTarget(this.database, notice.targetId);
    if (!target) return;
    const nowMs = await readNowMs(this.database.pool);
    const begunMs = performance.now();
    const delivery = await this.deliver(notice, target, nowMs);
    const retryMs = delivery.sent ? null : this.retryOf(notice, delivery, nowMs);
    const tookMs = performance.now() - begunMs;
    await endNoticeAttempt(this.database, notice, { sent: delivery.sent, detail: delivery.detail, tookMs, retryMs });
    const said = { target: target.name, notice: notice.id, attempt: notice.attempts, detail: delivery.detail };
    if (delivery.sent) this.logger.log(said, `sent a notice to ${target.name}`);
    else this.logger.warn({ ...said, retryMs }, `could not send a notice to ${target.name}`);
  }

  private async deliver(
    notice: BegunNotice,
    target: NonNullable<Awaited<ReturnType<typeof readNoticeTarget>>>,
    nowMs: number,
  ): Promise<Delivery> {
    try {
      const opened = openTarget(this.masterKey, target);
      const { options, stopping } = this;
      return await deliver(opened, { ...notice, target: target.name }, { options, stopping: stopping.signal, nowMs });
    } catch (error) {
      return notSent((error as Error).message);
    }
  }

  /** A test is sent once. */
  private retryOf({ kind, attempts, createdAt }: BegunNotice, { askedMs, permanent }: Delivery, nowMs: number) {
    const ageMs = nowMs - createdAt.getTime();
    const failed = { attempts, ageMs, askedMs, permanent: permanent || kind === 'test' };
    return planRetry(this.options.retry, failed, Math.random());
  }
}
