import type { LiveEvent } from '@joulefleet/contracts';

type DeviceReading = LiveEvent['readings'][number];

/** A reading is not shown as live after this long. */
const LIVE_FOR_MS = 12_000;

/** The latest reading of each device, as long as it is live. */
export class LiveBoard {
  private readonly latest = new Map<string, { reading: DeviceReading; atMs: number }>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  take({ readings }: LiveEvent): void {
    for (const reading of readings) this.latest.set(reading.device, { reading, atMs: this.nowMs() });
  }

  readings(): DeviceReading[] {
    const oldestMs = this.nowMs() - LIVE_FOR_MS;
    for (const [device, { atMs }] of this.latest) if (atMs < oldestMs) this.latest.delete(device);
    return [...this.latest.values()].map(({ reading }) => reading);
  }
}
