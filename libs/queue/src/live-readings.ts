import { Injectable } from '@nestjs/common';
import { liveReading, type LiveReading } from '@joulefleet/contracts';
import { Nudges } from './nudges';

/** A reading is not shown as live after this long. An agent sends one every five seconds at least. */
export const LIVE_FOR_MS = 12_000;

interface Received {
  reading: LiveReading;
  atMs: number;
  number: number;
}

/**
 * What devices measure now, over Redis pub/sub to every controller, and in memory there as long as it is live. Nothing is stored: what gets lost
 * is followed by the next one.
 */
@Injectable()
export class LiveReadings {
  private readonly received = new Map<string, Received>();
  private newest = 0;
  private subscribed = false;

  constructor(
    private readonly nudges: Nudges,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  publish(reading: LiveReading): void {
    this.nudges.publish('live', JSON.stringify(reading));
  }

  /**
   * Live readings that came after number `after`, of a campaign or of all devices (null), and the number of the newest. The first call begins to
   * listen.
   */
  since(after: number, campaignId: string | null): { readings: LiveReading[]; newest: number } {
    this.listen();
    const oldestMs = this.nowMs() - LIVE_FOR_MS;
    const readings = [...this.received.values()]
      .filter(({ number, atMs }) => number > after && atMs >= oldestMs)
      .map(({ reading }) => reading)
      .filter((reading) => campaignId === null || reading.campaignId === campaignId);
    return { readings, newest: this.newest };
  }

  private listen(): void {
    if (this.subscribed) return;
    this.subscribed = true;
    this.nudges.subscribe('live', (text) => this.take(text));
  }

  private take(text: string): void {
    const reading = parse(text);
    if (!reading) return;
    this.received.set(reading.device, { reading, atMs: this.nowMs(), number: ++this.newest });
  }
}

function parse(text: string): LiveReading | undefined {
  try {
    return liveReading.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
