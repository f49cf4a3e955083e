import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Rounds, Semaphore } from '@joulefleet/core';
import { Nudges } from '@joulefleet/queue';
import {
  DATABASE,
  readEventBounds,
  readEventHorizon,
  readEvents,
  readTouched,
  type Database,
  type EventBounds,
  type EventPage,
} from '@joulefleet/store';

/** While somebody follows, the horizon is read this often: nudges may get lost, and not all writers publish them. */
const POLL_INTERVAL_MS = 250;
/** Streams together use at most so many connections of the pool. */
const MAX_READERS = 2;

interface Follower {
  /** Null: the fleet. */
  campaignId: string | null;
  wake: () => void;
}

/** Wakes those who follow the event log when there is something for them, and reads it for them. */
@Injectable()
export class EventFeed implements OnModuleDestroy {
  private readonly logger = new Logger('events');
  private readonly followers = new Set<Follower>();
  private readonly readers = new Semaphore(MAX_READERS);
  /** How far the log may be read, and how far followers were woken for it. */
  private horizon = 0;
  private announced = 0;
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe: (() => void) | undefined;
  private readonly rounds = new Rounds(
    () => this.round(),
    (error) => this.logger.warn(error.message),
  );

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly nudges: Nudges,
  ) {}

  /** Calls `wake` when there may be events of a campaign, or of the fleet (null), until the returned function is called. */
  follow(campaignId: string | null, wake: () => void): () => void {
    const follower = { campaignId, wake };
    if (this.followers.size === 0) this.start();
    this.followers.add(follower);
    return () => {
      if (this.followers.delete(follower) && this.followers.size === 0) this.pause();
    };
  }

  /** Where the log begins and ends now. */
  async bounds(): Promise<EventBounds> {
    const bounds = await this.readers.run(() => readEventBounds(this.database.pool));
    this.horizon = Math.max(this.horizon, bounds.horizon);
    return bounds;
  }

  /** A page of events after `after`, as far as the horizon was read. */
  async read(campaignId: string | null, after: number, limit: number): Promise<EventPage & { more: boolean }> {
    const upTo = this.horizon;
    const page = await this.readers.run(() => readEvents(this.database.pool, campaignId, { after, upTo, limit }));
    return { ...page, more: page.next < upTo };
  }

  async onModuleDestroy(): Promise<void> {
    this.pause();
    await this.rounds.stop();
  }

  private start(): void {
    this.announced = this.horizon;
    this.unsubscribe = this.nudges.subscribe('dispatch', () => this.rounds.request());
    this.timer = setInterval(() => this.rounds.request(), POLL_INTERVAL_MS);
  }

  private pause(): void {
    clearInterval(this.timer);
    this.unsubscribe?.();
    this.unsubscribe = undefined;
  }

  /** A horizon may be lower than one that was read before: a transaction may name a lock after an id that was given meanwhile. */
  private async round(): Promise<void> {
    const before = this.announced;
    const horizon = await readEventHorizon(this.database.pool);
    if (horizon <= before) return;
    const touched = await readTouched(this.database.pool, before, horizon);
    this.horizon = Math.max(this.horizon, horizon);
    this.announced = horizon;
    for (const { campaignId, wake } of this.followers) if (touched.has(null) || touched.has(campaignId)) wake();
  }
}
