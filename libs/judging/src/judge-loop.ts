import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATABASE, type Database } from '@joulefleet/store';
import { judgeLeftovers } from './judge-leftovers';

/** Attempts are judged when their last record comes; the loop is for what a crash left. */
const POLL_INTERVAL_MS = 10_000;

/** Judges at the start, and now and then, what nobody has judged. */
@Injectable()
export class JudgeLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('judging');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.round(), POLL_INTERVAL_MS);
    this.round();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private round(): void {
    this.running ??= judgeLeftovers(this.database, null)
      .then((judged) => {
        if (judged > 0) this.logger.log({ judged }, `judged ${judged} attempts that were left unjudged`);
      })
      .catch((error: Error) => this.logger.warn(error.message))
      .finally(() => (this.running = undefined));
  }
}
