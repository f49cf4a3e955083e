import { Inject, Injectable } from '@nestjs/common';
import type { HealthPart, HealthView } from '@joulefleet/contracts';
import { asFault } from '@joulefleet/core';
import { connectOrExplain, judgeLog, judgeQueues, judgeRedis, LogDestination } from '@joulefleet/platform';
import { QueueProgress, type QueueFigures } from '@joulefleet/queue';
import { DATABASE, databaseFault, findPendingMigrations, probeWrite, type Database } from '@joulefleet/store';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DestinationStream } from 'pino';

/** URLs of the servers that this process depends on, and its own version. */
export interface ServiceUrls {
  databaseUrl: string;
  redisUrl: string;
  version: string;
  /** Seconds for which a job may wait before the queue counts as stalled; 60 by default. */
  queueStalledAfterS?: number;
}
export const SERVICE_URLS = Symbol('SERVICE_URLS');
/** Where this process logs to. */
export const LOG_DESTINATION = Symbol('LOG_DESTINATION');

const TIMEOUT_MS = 2_000;
/**
 * A worker takes a job within milliseconds. Checking again after this pause avoids a false alarm about a job that was
 * just being taken.
 */
const RECHECK_DELAY_MS = 250;

/** Checks PostgreSQL, Redis, the queues and the log. Work goes on without the log: it makes nothing unready. */
@Injectable()
export class HealthChecks {
  private readonly startMs = performance.now();
  private pendingCheck: Promise<HealthView> | undefined;

  constructor(
    @Inject(SERVICE_URLS) private readonly urls: ServiceUrls,
    @Inject(DATABASE) private readonly database: Database,
    private readonly progress: QueueProgress,
    @Inject(LOG_DESTINATION) private readonly logTo: DestinationStream,
  ) {}

  /**
   * Concurrent calls share one check: the endpoint is open to everyone and must not be a way to overload the servers.
   */
  read(): Promise<HealthView> {
    this.pendingCheck ??= this.check().finally(() => (this.pendingCheck = undefined));
    return this.pendingCheck;
  }

  private async check(): Promise<HealthView> {
    const [postgres, { redis, queues }] = await Promise.all([this.checkPostgres(), this.checkRedis()]);
    const ok = [postgres, redis, queues].every((part) => part === undefined || part.ok);
    const log = judgeLog(this.logTo instanceof LogDestination ? this.logTo.lost() : null);
    return { ok, version: this.urls.version, postgres, redis, queues, log };
  }

  /** It answers, has this version's tables, and takes writes: work can be done. */
  private async checkPostgres(): Promise<HealthPart> {
    const { pool } = this.database;
    try {
      const pending = await inTime(findPendingMigrations(pool));
      if (pending.length > 0) return lacking(pending);
      await inTime(probeWrite(pool));
      pool.noteWrite();
      const refused = pool.lastRefusal('stopsWork');
      return refused ? explain(refused) : { ok: true, detail: null, remedy: null };
    } catch (error) {
      return explain(await this.whyPostgresFails(error));
    }
  }

  /** The server's own refusal; of one that does not answer, its address and what is wrong there. */
  private async whyPostgresFails(error: unknown): Promise<unknown> {
    const fault = databaseFault(error) ?? this.database.pool.lastRefusal('any');
    if (fault && fault.code !== 'postgres_unreachable') return fault;
    const probe = connectOrExplain({ databaseUrl: this.urls.databaseUrl }, TIMEOUT_MS);
    return probe.then(
      () => fault ?? error,
      (reason: unknown) => reason,
    );
  }

  private async checkRedis(): Promise<Pick<HealthView, 'redis' | 'queues'>> {
    try {
      await connectOrExplain({ redisUrl: this.urls.redisUrl }, TIMEOUT_MS);
      const redis = judgeRedis(await this.progress.evictionPolicy());
      await this.progress.probeWrite();
      return { redis, queues: await this.checkQueues() };
    } catch (error) {
      return { redis: explain(error) };
    }
  }

  private async checkQueues(): Promise<HealthView['queues']> {
    const first = this.judge(await this.progress.read(Date.now()));
    if (first.ok) return first;
    await sleep(RECHECK_DELAY_MS);
    return this.judge(await this.progress.read(Date.now()));
  }

  private judge(figures: QueueFigures): HealthPart & QueueFigures {
    const watchedS = (performance.now() - this.startMs) / 1000;
    return { ...judgeQueues({ ...figures }, watchedS, this.urls.queueStalledAfterS), ...figures };
  }
}

function explain(error: unknown): HealthPart {
  const { message, remedy } = asFault(error);
  return { ok: false, detail: message, remedy: remedy ?? null };
}

function lacking(pending: string[]): HealthPart {
  const detail = `pending migrations: ${pending.join(', ')}`;
  return { ok: false, detail, remedy: 'Restart a controller of this version: it applies them at startup.' };
}

async function inTime<T>(query: Promise<T>): Promise<T> {
  return Promise.race([query, rejectAfterTimeout()]);
}

async function rejectAfterTimeout(): Promise<never> {
  await sleep(TIMEOUT_MS, undefined, { ref: false });
  throw new Error(`PostgreSQL did not answer a query in ${TIMEOUT_MS} ms`);
}
