import { setMaxListeners } from 'node:events';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { planDeviceAction, Rounds, Semaphore } from '@joulefleet/core';
import { Nudges } from '@joulefleet/queue';
import { markSeen, readWatchSnapshot, recordNextTries, type DeviceToWatch } from '@joulefleet/store';
import { DeviceConnections } from '../connections/device-connections';
import type { WatchPorts } from '../watch-ports';
import { applyDeviceAction } from './apply-device-action';

/** So many are checked at once: after a power cut a whole rack comes back. */
const MAX_CHECKS = 50;

/**
 * Keeps one connection to every device, and brings back to work what has come back: in rounds of snapshot, plan, apply, whenever
 * a connection changed, and now and then. One thing at a time is done about a device; a slow one holds up no other.
 */
@Injectable()
export class DeviceWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('watch');
  private readonly rounds = new Rounds(
    () => this.round(),
    (error) => this.logger.error(error.message, error.stack),
  );
  private readonly underWay = new Map<string, Promise<void>>();
  private timers: NodeJS.Timeout[] = [];
  private noting: Promise<void> | undefined;
  private readonly stopping = new AbortController();
  private readonly checks = new Semaphore(MAX_CHECKS);
  private readonly ports: WatchPorts;

  constructor(
    ports: Omit<WatchPorts, 'stopping'>,
    private readonly connections: DeviceConnections,
    private readonly nudges: Nudges,
  ) {
    this.ports = { ...ports, stopping: this.stopping.signal };
    // Each device that is waited for listens.
    setMaxListeners(0, this.stopping.signal);
  }

  onApplicationBootstrap(): void {
    const { pollMs, noteEveryMs } = this.ports.timings;
    this.connections.onChange(() => this.rounds.request());
    this.connections.onOwnFault((deviceId, { code, message, remedy }) =>
      this.logger.warn({ deviceId, code, remedy }, message),
    );
    this.timers = [setInterval(() => this.rounds.request(), pollMs), setInterval(() => this.note(), noteEveryMs)];
    this.rounds.request();
  }

  /** What is under way about a device ends with its connection; claims run out, and the next controller goes on. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.timers.forEach(clearInterval);
    await this.rounds.stop();
    this.connections.stop();
    await Promise.all([...this.underWay.values(), this.noting]);
  }

  private async round(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    const { nowMs, devices } = await readWatchSnapshot(this.ports.database);
    if (this.stopping.signal.aborted) return;
    this.connections.keep(devices.filter(({ availability }) => availability !== 'maintenance'));
    for (const device of devices) if (!this.underWay.has(device.deviceId)) this.attend(device, nowMs);
  }

  private attend(row: DeviceToWatch, nowMs: number): void {
    const connection = this.connections.of(row.deviceId);
    const action = planDeviceAction(
      row,
      connection?.state(performance.now()) ?? { kind: 'trying' },
      nowMs,
      this.ports.timings.action,
    );
    if (action.kind === 'none') return;
    const about = { device: row.name, availability: row.availability, action: action.kind };
    const apply = () => applyDeviceAction(this.ports, row, connection, action);
    const done = (action.kind === 'check' ? this.checks.run(apply) : apply())
      .then((news) => {
        if (action.kind !== 'hold_off')
          this.logger.log({ ...about, news }, `${row.name}: ${action.kind.replace('_', ' ')}`);
        if (news) this.nudges.publish('dispatch');
      })
      .catch((error: Error) => {
        if (!this.stopping.signal.aborted) this.logger.error({ ...about, message: error.message }, error.stack);
      })
      .finally(() => this.underWay.delete(row.deviceId));
    this.underWay.set(row.deviceId, done);
  }

  /** One at a time: a slow database gets no second one. */
  private note(): void {
    this.noting ??= this.noteDevices()
      .catch((error: Error) => this.logger.warn(error.message))
      .finally(() => (this.noting = undefined));
  }

  private async noteDevices(): Promise<void> {
    const { connected, tries } = this.connections.snapshot();
    await markSeen(this.ports.database, connected);
    await recordNextTries(this.ports.database, tries);
  }
}
