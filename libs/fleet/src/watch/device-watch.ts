import { setMaxListeners } from 'node:events';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { planCare } from '@joulefleet/core';
import { Nudges } from '@joulefleet/queue';
import { markNextTries, markSeen, readWatchSnapshot, type DeviceToWatch } from '@joulefleet/store';
import { Turnstile } from '../turnstile';
import type { CarePorts } from './care-ports';
import { KeptLines } from './kept-lines';
import { tendDevice } from './tend-device';

/** So many are checked at once: after a power cut a whole rack comes back. */
const MOST_CHECKS = 50;

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
  private noting: Promise<void> | undefined;
  private again = false;
  private readonly stopping = new AbortController();
  private readonly checks = new Turnstile(MOST_CHECKS);
  private readonly ports: CarePorts;

  constructor(
    ports: Omit<CarePorts, 'stopping'>,
    private readonly lines: KeptLines,
    private readonly nudges: Nudges,
  ) {
    this.ports = { ...ports, stopping: this.stopping.signal };
    // Each device that is waited for listens.
    setMaxListeners(0, this.stopping.signal);
  }

  onApplicationBootstrap(): void {
    const { lookEveryMs, noteEveryMs } = this.ports.timings;
    this.lines.onChange(() => this.look());
    this.timers = [setInterval(() => this.look(), lookEveryMs), setInterval(() => this.note(), noteEveryMs)];
    this.look();
  }

  /** What is under way about a device ends with its connection; claims run out, and the next controller goes on. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.timers.forEach(clearInterval);
    await this.running;
    this.lines.stop();
    await Promise.all([...this.tending.values(), this.noting]);
  }

  /** Starts a round, or has the one under way followed by another. */
  private look(): void {
    if (this.stopping.signal.aborted) return;
    this.again = true;
    this.running ??= this.rounds().finally(() => (this.running = undefined));
  }

  private async rounds(): Promise<void> {
    while (this.again && !this.stopping.signal.aborted) {
      this.again = false;
      await this.round().catch((error: Error) => this.logger.error(error.message, error.stack));
    }
  }

  private async round(): Promise<void> {
    const { nowMs, devices } = await readWatchSnapshot(this.ports.database);
    if (this.stopping.signal.aborted) return;
    this.lines.keep(devices.filter(({ availability }) => availability !== 'maintenance'));
    for (const device of devices) if (!this.tending.has(device.deviceId)) this.tend(device, nowMs);
  }

  private tend(row: DeviceToWatch, nowMs: number): void {
    const line = this.lines.of(row.deviceId);
    const care = planCare(row, line?.look(Date.now()) ?? { kind: 'trying' }, nowMs, this.ports.timings.care);
    if (care.kind === 'none') return;
    const about = { device: row.name, availability: row.availability, care: care.kind };
    const tended = () => tendDevice(this.ports, row, line, care);
    const done = (care.kind === 'check' ? this.checks.run(tended) : tended())
      .then((news) => {
        if (care.kind !== 'hold_off')
          this.logger.log({ ...about, news }, `${row.name}: ${care.kind.replace('_', ' ')}`);
        if (news) this.nudges.publish('dispatch');
      })
      .catch((error: Error) => {
        if (!this.stopping.signal.aborted) this.logger.error({ ...about, message: error.message }, error.stack);
      })
      .finally(() => this.tending.delete(row.deviceId));
    this.tending.set(row.deviceId, done);
  }

  /** One at a time: a slow database gets no second one. */
  private note(): void {
    this.noting ??= this.noteDevices()
      .catch((error: Error) => this.logger.warn(error.message))
      .finally(() => (this.noting = undefined));
  }

  private async noteDevices(): Promise<void> {
    const { heard, tries } = this.lines.roll();
    await markSeen(this.ports.database, heard);
    await markNextTries(this.ports.database, tries);
  }
}
