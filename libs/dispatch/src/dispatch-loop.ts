import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { planPlacement, Rounds } from '@joulefleet/core';
import { Nudges, Queues } from '@joulefleet/queue';
import {
  DATABASE,
  finishEndedCampaigns,
  inTransaction,
  readDispatchSnapshot,
  reopenSkippedTrials,
  skipUnreachableTrials,
  type Database,
} from '@joulefleet/store';
import { askStrategies, AskedBefore } from './ask-strategies';
import { finishSearches } from './finish-searches';
import { Placements } from './placements';
import { takeOverCells, type TriedBefore } from './take-over-cells';

/** Nudges may get lost and leases expire silently: the loop runs by itself this often. */
const POLL_INTERVAL_MS = 2_000;
/** Version of the product that dispatches. */
export const PRODUCT_VERSION = Symbol('PRODUCT_VERSION');

/** So long a shutdown waits for the round in hand. */
const STOP_LIMIT_MS = 5_000;

/**
 * Gives free devices their next shard, and keeps campaigns in order, whenever something was nudged: each in rounds of its own, so that no
 * device waits for what is done about campaigns.
 */
@Injectable()
export class DispatchLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('dispatch');
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe: (() => void) | undefined;
  private readonly asked: AskedBefore;
  private readonly tried: TriedBefore = new Map();
  private readonly failed = (error: Error): void => this.logger.error(error.message, error.stack);
  private readonly faulty = (campaignId: string, error: Error): void =>
    this.logger.error({ campaignId }, error.message, error.stack);
  private readonly placements: Placements;
  private readonly placing = new Rounds(() => this.placeFree(), this.failed);
  private readonly tidying = new Rounds(() => this.tidy(), this.failed);

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    queues: Queues,
    private readonly nudges: Nudges,
    @Inject(PRODUCT_VERSION) version: string,
  ) {
    this.asked = new AskedBefore(version);
    this.placements = new Placements(database, queues, this.failed, () => this.placing.request());
  }

  onApplicationBootstrap(): void {
    this.unsubscribe = this.nudges.subscribe('dispatch', () => this.request());
    this.timer = setInterval(() => this.request(), POLL_INTERVAL_MS);
    this.request();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.unsubscribe?.();
    // A round may wait for a Redis that does not answer; what it has stored, the next controller enqueues.
    const stopped = Promise.all([this.placing.stop(), this.tidying.stop()]).then(() => this.placements.settled());
    await Promise.race([stopped, sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
  }

  /** One round of both, for whoever drives the dispatcher by hand. */
  async round(): Promise<void> {
    await this.tidy();
    await this.placeFree();
    await this.placements.settled();
  }

  private request(): void {
    this.placing.request();
    this.tidying.request();
  }

  /** A device that becomes free meanwhile does not wait until the others' placements are applied. */
  private async placeFree(): Promise<void> {
    this.placements.begin(planPlacement(await readDispatchSnapshot(this.database)));
  }

  /** Large work is done a slice per round, so that others get their turn. */
  private async tidy(): Promise<void> {
    await this.placements.enqueueLeftovers();
    if (await this.tidyCampaigns()) this.request();
  }

  /** Ends, extends and redistributes campaigns. True: there may be more to do, or to place. */
  private async tidyCampaigns(): Promise<boolean> {
    const skipped = await skipUnreachableTrials(this.database);
    await inTransaction(this.database, finishEndedCampaigns);
    await finishSearches(this.database, this.asked.version, this.faulty);
    const reopened = await reopenSkippedTrials(this.database);
    const moved = await takeOverCells(this.database, this.tried);
    const appended = await askStrategies(this.database, this.asked, this.faulty);
    return skipped > 0 || reopened > 0 || moved > 0 || appended;
  }
}
