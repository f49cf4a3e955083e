import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { planPlacement } from '@joulefleet/core';
import { Nudges, Queues } from '@joulefleet/queue';
import { DATABASE, readDispatchSnapshot, type Database } from '@joulefleet/store';
import { applyPlacements, enqueueShards } from './apply-placements';
import { settleCampaigns } from './settle-campaigns';

/** Nudges may get lost and leases run out silently: the loop looks by itself this often. */
const LOOK_EVERY_MS = 2_000;

/** Snapshot, plan, apply: whenever something was nudged, one round at a time. */
@Injectable()
export class DispatchLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('dispatch');
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private again = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly queues: Queues,
    private readonly nudges: Nudges,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe = this.nudges.subscribe('dispatch', () => this.nudge());
    this.timer = setInterval(() => this.nudge(), LOOK_EVERY_MS);
    this.nudge();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.unsubscribe?.();
    this.again = false;
    await this.running;
  }

  /** Starts a round, or has the one under way followed by another. */
  private nudge(): void {
    this.again = true;
    this.running ??= this.rounds().finally(() => (this.running = undefined));
  }

  private async rounds(): Promise<void> {
    while (this.again) {
      this.again = false;
      await this.round().catch((error: Error) => this.logger.error(error.message, error.stack));
    }
  }

  private async round(): Promise<void> {
    await settleCampaigns(this.database);
    const placements = planPlacement(await readDispatchSnapshot(this.database));
    await applyPlacements(this.database, placements);
    await enqueueShards(this.database, this.queues);
  }
}
