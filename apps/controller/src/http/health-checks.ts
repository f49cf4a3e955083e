import { Inject, Injectable } from '@nestjs/common';
import type { HealthPart, HealthView } from '@joulefleet/contracts';
import { asFault } from '@joulefleet/core';
import { connectOrExplain, judgeQueues, judgeRedis } from '@joulefleet/platform';
import { QueueProgress, type QueueFigures } from '@joulefleet/queue';
import { DATABASE, databaseFault, findPendingMigrations, type Database } from '@joulefleet/store';
import { setTimeout as sleep } from 'node:timers/promises';

/** Addresses of the servers that this process stands on. */
export interface ServiceUrls {
  databaseUrl: string;
  redisUrl: string;
  version: string;
  /** Seconds after which a job that nobody takes is an alarm; a minute unless said otherwise. */
  queueStalledAfterS?: number;
}
export const SERVICE_URLS = Symbol('SERVICE_URLS');

const TIMEOUT_MS = 2_000;
/** A worker takes a job within milliseconds: what still waits then was not just about to be taken. */
const SECOND_LOOK_MS = 250;

/** Finds out whether everything that the controller needs does its work. */
@Injectable()
export class HealthChecks {
  private readonly startMs = Date.now();
  private underWay: Promise<HealthView> | undefined;

  constructor(
    @Inject(SERVICE_URLS) private readonly urls: ServiceUrls,
    @Inject(DATABASE) private readonly database: Database,
    private readonly progress: QueueProgress,
  ) {}

  /** Whoever asks meanwhile gets the same answer: it is open to everyone, and must not be a way to wear the servers out. */
  read(): Promise<HealthView> {
    this.underWay ??= this.check().finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  private async check(): Promise<HealthView> {
    const [postgres, { redis, queues }] = await Promise.all([this.checkPostgres(), this.checkRedis()]);
    const ok = [postgres, redis, queues].every((part) => part === undefined || part.ok);
    return { ok, version: this.urls.version, postgres, redis, queues };
  }

  private async checkPostgres(): Promise<HealthPart> {
    try {
      await connectOrExplain({ databaseUrl: this.urls.databaseUrl }, TIMEOUT_MS);
      const pending = await Promise.race([findPendingMigrations(this.database.pool), refuse('PostgreSQL')]);
      if (pending.length === 0) return { ok: true, detail: null, remedy: null };
      const detail = `migrations are missing: ${pending.join(', ')}`;
      return { ok: false, detail, remedy: 'Start a controller of this version again: it applies them.' };
    } catch (error) {
      return explain(databaseFault(error) ?? error);
    }
  }

  private async checkRedis(): Promise<Pick<HealthView, 'redis' | 'queues'>> {
    try {
      await connectOrExplain({ redisUrl: this.urls.redisUrl }, TIMEOUT_MS);
      const redis = judgeRedis(await this.progress.evictionPolicy());
      return { redis, queues: await this.checkQueues() };
    } catch (error) {
      return { redis: explain(error) };
    }
  }

  private async checkQueues(): Promise<HealthView['queues']> {
    const first = this.judge(await this.progress.read(Date.now()));
    if (first.ok) return first;
    await sleep(SECOND_LOOK_MS);
    return this.judge(await this.progress.read(Date.now()));
  }

  private judge(figures: QueueFigures): HealthPart & QueueFigures {
    const watchedS = (Date.now() - this.startMs) / 1000;
    return { ...judgeQueues({ ...figures }, watchedS, this.urls.queueStalledAfterS), ...figures };
  }
}

function explain(error: unknown): HealthPart {
  const { message, remedy } = asFault(error);
  return { ok: false, detail: message, remedy: remedy ?? null };
}

async function refuse(server: string): Promise<never> {
  await sleep(TIMEOUT_MS, undefined, { ref: false });
  throw new Error(`${server} did not answer a query in ${TIMEOUT_MS} ms`);
}
