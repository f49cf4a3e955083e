import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { TooMany } from '@joulefleet/access';
import { EventFeed } from '@joulefleet/events';
import { LiveReadings } from '@joulefleet/queue';
import { EventStream, type StreamPorts } from './event-stream';
import { STREAM_LIMITS, type StreamLimits } from './stream-limits';

const RETRY_AFTER_S = 10;

/** All open event streams of this process: so many of each user, and all of them ended with the process. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly open = new Map<EventStream, string>();
  private stopped = false;

  constructor(
    private readonly feed: EventFeed,
    private readonly live: LiveReadings,
    @Inject(STREAM_LIMITS) private readonly limits: StreamLimits,
  ) {}

  /**
   * Streams the events of a campaign, or of the fleet (null), to a user until the stream ends.
   * @throws TooMany `too_many_streams` before anything was sent.
   */
  async run(
    user: string,
    campaignId: string | null,
    after: number | null,
    { response, checkAccess }: Pick<StreamPorts, 'response' | 'checkAccess'>,
  ): Promise<void> {
    this.requireRoom(user);
    const { feed, live, limits } = this;
    const stream = new EventStream(campaignId, { feed, live, limits, response, checkAccess });
    this.open.set(stream, user);
    try {
      if (!this.stopped) await stream.run(after);
    } finally {
      this.open.delete(stream);
    }
  }

  /** Ends the streams before the server closes its connections. */
  onModuleDestroy(): void {
    this.stopped = true;
    for (const stream of this.open.keys()) stream.end();
  }

  private requireRoom(user: string): void {
    const { perUser, total } = this.limits;
    const own = [...this.open.values()].filter((name) => name === user).length;
    if (own >= perUser) throw new TooMany('too_many_streams', `${user} follows ${own} streams`, RETRY_AFTER_S);
    if (this.open.size >= total) {
      throw new TooMany('too_many_streams', `${total} streams are followed already`, RETRY_AFTER_S);
    }
  }
}
