import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Rounds } from '@joulefleet/core';
import { DATABASE, pruneEvents, type Database } from '@joulefleet/store';

const ROUND_INTERVAL_MS = 3_600_000;
/** Two million events take less than a gigabyte; a sweep of the study's size makes about 200,000. */
const KEPT = { days: 30, events: 2_000_000 };

/** Deletes old events at the start and every hour, a slice at a time. Several controllers may do so at once. */
@Injectable()
export class EventRetentionLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('events');
  private timer: NodeJS.Timeout | undefined;
  private readonly rounds = new Rounds(
    () => this.round(),
    (error) => this.logger.warn(error.message),
  );

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.rounds.request(), ROUND_INTERVAL_MS);
    this.rounds.request();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.rounds.stop();
  }

  private async round(): Promise<void> {
    if ((await pruneEvents(this.database.pool, KEPT)) > 0) this.rounds.request();
  }
}
