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
import { applyPlacements, enqueueShards } from './apply-placements';
import { askStrategies, type AskedBefore } from './ask-strategies';
import { takeOverCells, type TriedBefore } from './take-over-cells';

/** Nudges may get lost and leases expire silently: the loop runs by itself this often. */
const POLL_INTERVAL_MS = 2_000;
/** So long a shutdown waits for the round in hand. */
const STOP_LIMIT_MS = 5_000;

/** Snapshot, plan, apply: whenever something was nudged, one round at a time. */
@Injectable()
export class DispatchLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('dispatch');
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe: (() => void) | undefined;
  private readonly asked: AskedBefore = new Map();
  private readonly tried: TriedBefore = new Map();
  private readonly rounds = new Rounds(
    () => this.round(),
    (error) => this.logger.error(error.message, error.stack),
  );

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly queues: Queues,
    private readonly nudges: Nudges,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe = this.nudges.subscribe('dispatch', () => this.rounds.request());
    this.timer = setInterval(() => this.rounds.request(), POLL_INTERVAL_MS);
    this.rounds.request();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.unsubscribe?.();
    // A round may wait for a Redis that does not answer; what it has stored, the next controller enqueues.
    await Promise.race([this.rounds.stop(), sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
  }

  /** One round; the loop calls it whenever something was nudged. */
  async round(): Promise<void> {
    const skipped = await skipUnreachableTrials(this.database);
    await inTransaction(this.database, finishEndedCampaigns);
    const reopened = await reopenSkippedTrials(this.database);
    const moved = await takeOverCells(this.database, this.tried);
    const appended = await askStrategies(this.database, this.asked, (campaignId, error) =>
      this.logger.error({ campaignId }, error.message, error.stack),
    );
    const placements = planPlacement(await readDispatchSnapshot(this.database));
    await applyPlacements(this.database, placements);
    await enqueueShards(this.database, this.queues);
    // Large work is done a slice per round, so that devices do not wait for it.
    if (skipped > 0 || reopened > 0 || moved > 0 || appended) this.rounds.request();
  }
}
