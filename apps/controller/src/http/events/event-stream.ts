import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveEvent, LiveReading, StreamReset } from '@joulefleet/contracts';
import type { EventFeed } from '@joulefleet/events';
import type { LiveReadings } from '@joulefleet/queue';
import type { EventBounds } from '@joulefleet/store';
import { problemOf } from '../problem-filter';
import { formatEvent, formatPosition } from './format-event';
import type { StreamLimits } from './stream-limits';

const HEADERS = { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' };
/** A client connects again after this long. */
const RETRY_MS = 2_000;
/** All that one stream keeps in memory is such a page. */
const PAGE_EVENTS = 100;
/** What devices measure now is sent this often. */
const LIVE_INTERVAL_MS = 1_000;

export interface StreamPorts {
  feed: EventFeed;
  live: LiveReadings;
  response: ServerResponse;
  limits: StreamLimits;
  /** @throws Fault when the caller may not follow any longer. */
  checkAccess(): Promise<unknown>;
}

/**
 * One open stream: reads a page of the log, sends it, and reads the next one only when the client has taken it.
 * `end` and a client that is gone end it.
 */
export class EventStream {
  private wakeUp: () => void = () => undefined;
  private pending = false;
  private ended = false;
  private checkedMs = performance.now();
  private sentMs = performance.now();
  private liveMs = 0;
  private liveNumber = 0;

  constructor(
    private readonly campaignId: string | null,
    private readonly ports: StreamPorts,
  ) {}

  /** Sends everything after the id `after` (null: from now on) until the stream ends. */
  async run(after: number | null): Promise<void> {
    const { response, feed } = this.ports;
    const bounds = await feed.bounds();
    const unfollow = feed.follow(this.campaignId, () => this.wake());
    response.once('close', () => this.end());
    try {
      response.writeHead(200, HEADERS);
      if (response.destroyed || response.req.method === 'HEAD') return;
      await this.send(`retry: ${RETRY_MS}\n\n`);
      await this.follow(await this.begin(after, bounds));
    } catch (error) {
      // Without the database nobody knows whether the caller may go on. The client connects again.
      const { code, detail } = problemOf(error);
      if (!response.destroyed) response.write(formatEvent('end', { code, detail }));
    } finally {
      unfollow();
      response.end();
    }
  }

  /** Ends the stream; the client connects again, and goes on where it was. */
  end(): void {
    this.ended = true;
    this.wake();
  }

  private async begin(after: number | null, bounds: EventBounds): Promise<number> {
    const start = startOf(after, bounds);
    const reset: StreamReset | null = after !== null && start !== after ? { after, from: start } : null;
    await this.send(reset ? formatEvent('reset', reset, start) : formatPosition(start));
    return start;
  }

  private async follow(start: number): Promise<void> {
    const { feed, limits } = this.ports;
    for (let after = start; !this.ended;) {
      const { events, next, more } = await feed.read(this.campaignId, after, PAGE_EVENTS);
      const shared = events.some((event) => event.kind === 'campaign' && event.change === 'share');
      if (shared || performance.now() - this.checkedMs >= limits.recheckMs) await this.check();
      if (this.ended) return;
      after = next;
      if (events.length > 0)
        await this.sendWithId(events.map((event) => formatEvent(event.kind, event, event.id)).join(''));
      else if (performance.now() - this.sentMs >= limits.heartbeatMs) await this.sendWithId(formatPosition(after));
      await this.sendLive();
      if (!more) await this.nextWake();
    }
  }

  private async check(): Promise<void> {
    await this.ports.checkAccess();
    this.checkedMs = performance.now();
  }

  private async sendWithId(text: string): Promise<void> {
    this.sentMs = performance.now();
    await this.send(text);
  }

  private async sendLive(): Promise<void> {
    if (performance.now() - this.liveMs < LIVE_INTERVAL_MS) return;
    this.liveMs = performance.now();
    const { readings, newest } = this.ports.live.since(this.liveNumber, this.campaignId);
    this.liveNumber = newest;
    if (readings.length > 0) await this.send(formatEvent('live', liveEventOf(readings)));
  }

  /** Returns when the client has room for more; one that takes nothing is cut off. */
  private async send(text: string): Promise<void> {
    const { response, limits } = this.ports;
    if (this.ended || response.write(text)) return;
    const waiting = new AbortController();
    const { signal } = waiting;
    const drained = Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
    const inTime = await Promise.race([
      drained.then(() => true),
      sleep(limits.slowClientMs, false, { signal, ref: false }),
    ]).finally(() => waiting.abort());
    if (!inTime) response.destroy();
  }

  private wake(): void {
    this.pending = true;
    this.wakeUp();
  }

  private async nextWake(): Promise<void> {
    const { heartbeatMs, recheckMs } = this.ports.limits;
    if (!this.pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(heartbeatMs, recheckMs, LIVE_INTERVAL_MS));
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.pending = false;
  }
}

function liveEventOf(readings: readonly LiveReading[]): LiveEvent {
  return { kind: 'live', readings: readings.map(({ campaignId: _c, trialId: _t, ...reading }) => reading) };
}

/** The id after which a stream begins. It is another one than was asked for when events after that were pruned, or never were. */
function startOf(after: number | null, { horizon, newest, oldest }: EventBounds): number {
  if (after === null || after > newest) return horizon;
  if (after === 0) return 0;
  const kept = oldest === null ? newest : oldest - 1;
  return Math.max(after, kept);
}
