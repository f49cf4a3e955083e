import { Semaphore, type ConnectPauses, Fault } from '@joulefleet/core';
import type { HeldConnection } from '@joulefleet/remote';
import type { NextTry } from '@joulefleet/store';
import { DeviceConnection } from './device-connection';

/** So many connect at once. */
const MAX_CONNECTING = 50;

/** A device as far as its connection goes. */
export interface Reachable {
  deviceId: string;
  /** Another one: the device is to be reached otherwise. */
  targetKey: string;
}

/** The kept connections, one for each device. */
export class DeviceConnections {
  private readonly lines = new Map<string, { targetKey: string; line: DeviceConnection }>();
  private readonly semaphore = new Semaphore(MAX_CONNECTING);
  private changed: () => void = () => undefined;
  private failedHere: (deviceId: string, fault: Fault) => void = () => undefined;

  constructor(
    private readonly connect: (deviceId: string) => Promise<HeldConnection>,
    private readonly pauses: ConnectPauses,
  ) {}

  onChange(changed: () => void): void {
    this.changed = changed;
  }

  /** Faults of our own: they say nothing about the device. */
  onOwnFault(failedHere: (deviceId: string, fault: Fault) => void): void {
    this.failedHere = failedHere;
  }

  of(deviceId: string): DeviceConnection | null {
    return this.lines.get(deviceId)?.line ?? null;
  }

  /** Connects to those that are new, anew to those that are reached otherwise, and lets go of the others. */
  keep(devices: readonly Reachable[]): void {
    const wanted = new Map(devices.map(({ deviceId, targetKey }) => [deviceId, targetKey]));
    for (const [deviceId, { targetKey, line }] of this.lines) {
      if (wanted.get(deviceId) === targetKey) continue;
      line.stop();
      this.lines.delete(deviceId);
    }
    for (const [deviceId, targetKey] of wanted) {
      if (!this.lines.has(deviceId)) this.lines.set(deviceId, { targetKey, line: this.newLine(deviceId) });
    }
  }

  /** Who is connected now, and when the others are tried again. */
  snapshot(): { connected: string[]; tries: NextTry[] } {
    const connected: string[] = [];
    const tries: NextTry[] = [];
    for (const [deviceId, { line }] of this.lines) {
      const state = line.state(performance.now());
      if (state.kind === 'connected') connected.push(deviceId);
      else if (state.kind === 'absent') tries.push({ deviceId, inS: state.nextTryInMs / 1000 });
    }
    return { connected, tries };
  }

  stop(): void {
    for (const { line } of this.lines.values()) line.stop();
    this.lines.clear();
  }

  private newLine(deviceId: string): DeviceConnection {
    const connect = () => this.semaphore.run(() => this.connect(deviceId));
    const line = new DeviceConnection({
      connect,
      changed: () => this.changed(),
      failedHere: (fault) => this.failedHere(deviceId, fault),
      pauses: this.pauses,
    });
    line.start();
    return line;
  }
}
