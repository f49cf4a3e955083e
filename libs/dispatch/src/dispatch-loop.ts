import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { planPlacement } from '@joulefleet/core';
import { Nudges, Queues } from '@joulefleet/queue';
import {
  DATABASE,
  finishCancelledCampaigns,
  readDispatchSnapshot,
  skipUnreachableTrials,
  type Database,
} from '@joulefleet/store';
import { applyPlacements, enqueueShards } from './apply-placements';
import { askStrategies } from './ask-strategies';

/** Nudges may get lost and leases expire silently: the loop runs by itself this often. */
const POLL_INTERVAL_MS = 2_000;

/** Snapshot, plan, apply: whenever something was nudged, one round at a time. */
@Injectable()
export class DispatchLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('dispatch');
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly queues: Queues,
    private readonly nudges: Nudges,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe = this.nudges.subscribe('dispatch', () => this.nudge());
    this.timer = setInterval(() => this.nudge(), POLL_INTERVAL_MS);
    this.nudge();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.unsubscribe?.();
    this.stopped = true;
    await this.running;
  }

  /** Starts a round, or has the one under way followed by another. */
  private nudge(): void {
    this.again = true;
    this.running ??= this.rounds().finally(() => (this.running = undefined));
  }

  private async rounds(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      await this.round().catch((error: Error) => this.logger.error(error.message, error.stack));
    }
  }

  private async round(): Promise<void> {
    const skipped = await skipUnreachableTrials(this.database);
    await finishCancelledCampaigns(this.database.pool);
    const appended = await askStrategies(this.database, (campaignId, error) =>
      this.logger.error({ campaignId }, error.message, error.stack),
    );
    const placements = planPlacement(await readDispatchSnapshot(this.database));
    await applyPlacements(this.database, placements);
    await enqueueShards(this.database, this.queues);
    // Large work is done a slice per round, so that devices do not wait for it.
    if (skipped > 0 || appended) this.again = true;
  }
}
