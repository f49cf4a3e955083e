import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { planCare } from '@joulefleet/core';
import { Nudges } from '@joulefleet/queue';
import { markNextTries, markSeen, readWatchSnapshot, type DeviceToWatch } from '@joulefleet/store';
import type { CarePorts } from './care-ports';
import { KeptLines } from './kept-lines';
import { tendDevice } from './tend-device';

/**
 * Keeps one connection to every device, and brings back to work what has come back: in rounds of snapshot, plan, apply, whenever
 * a connection changed, and now and then. One thing at a time is done about a device; a slow one holds up no other.
 */
@Injectable()
export class DeviceWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('watch');
  private readonly tending = new Map<string, Promise<void>>();
  private timers: NodeJS.Timeout[] = [];
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly ports: CarePorts,
    private readonly lines: KeptLines,
    private readonly nudges: Nudges,
  ) {}

  onApplicationBootstrap(): void {
    const { lookEveryMs, noteEveryMs } = this.ports.timings;
    this.lines.onChange(() => this.look());
    this.timers = [setInterval(() => this.look(), lookEveryMs), setInterval(() => void this.note(), noteEveryMs)];
    this.look();
  }

  /** What is under way about a device ends with its connection; claims run out, and the next controller goes on. */
  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.timers.forEach(clearInterval);
    await this.running;
    this.lines.stop();
    await Promise.all(this.tending.values());
  }

  /** Starts a round, or has the one under way followed by another. */
  private look(): void {
    if (this.stopped) return;
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
    const { nowMs, devices } = await readWatchSnapshot(this.ports.database);
    if (this.stopped) return;
    this.lines.keep(devices.filter(({ availability }) => availability !== 'maintenance'));
    for (const device of devices) if (!this.tending.has(device.deviceId)) this.tend(device, nowMs);
  }

  private tend(row: DeviceToWatch, nowMs: number): void {
    const line = this.lines.of(row.deviceId);
    const care = planCare(row, line?.look(Date.now()) ?? { kind: 'trying' }, nowMs, this.ports.timings.care);
    if (care.kind === 'none') return;
    const about = { device: row.name, availability: row.availability, care: care.kind };
    const done = tendDevice(this.ports, row, line, care)
      .then((news) => {
        if (care.kind !== 'hold_off')
          this.logger.log({ ...about, news }, `${row.name}: ${care.kind.replace('_', ' ')}`);
        if (news) this.nudges.publish('dispatch');
      })
      .catch((error: Error) => this.logger.error({ ...about, message: error.message }, error.stack))
      .finally(() => this.tending.delete(row.deviceId));
    this.tending.set(row.deviceId, done);
  }

  private async note(): Promise<void> {
    const { heard, tries } = this.lines.roll();
    const { database } = this.ports;
    await Promise.all([markSeen(database, heard), markNextTries(database, tries)]).catch((error: Error) =>
      this.logger.warn(error.message),
    );
  }
}
