import { setTimeout as sleep } from 'node:timers/promises';
import {
  asFault,
  DROPS_WITHIN_MS,
  faultReason,
  nextConnect,
  type ConnectPauses,
  type Fault,
  type ConnectionState,
} from '@joulefleet/core';
import type { HeldConnection } from '@joulefleet/remote';
import { databaseFault } from '@joulefleet/store';
import { isOwnFault } from '../own-fault';

export interface LineOptions {
  /** Connects once; waits for its turn where many do. */
  connect(): Promise<HeldConnection>;
  /** Something changed: connected, lost, not reached. */
  changed(): void;
  /** Connecting failed through no fault of the device or the network: it says nothing about the device. */
  failedHere?(fault: Fault): void;
  pauses: ConnectPauses;
}

type Kept =
  | { kind: 'trying' }
  | { kind: 'connected'; connection: HeldConnection; steadyAtMs: number; returned: boolean }
  | { kind: 'absent'; fault: Fault; failedAtMs: number; absentSinceMs: number; nextTryAtMs: number };

/** The one connection that is kept to a device: opened again whenever it is lost, with pauses in which it holds nobody up. */
export class DeviceConnection {
  private kept: Kept = { kind: 'trying' };
  private failures = 0;
  /** The first failure since the last connection. */
  private absentSinceMs: number | null = null;
  private dropsAtMs: number[] = [];
  private refused = false;
  private stopped = false;
  private hurried = false;
  private pause = new AbortController();

  constructor(private readonly options: LineOptions) {}

  start(): void {
    void this.keep();
  }

  stop(): void {
    this.stopped = true;
    this.pause.abort();
    this.connection()?.close();
  }

  connection(): HeldConnection | null {
    return this.kept.kind === 'connected' ? this.kept.connection : null;
  }

  /** Gives the connection up, if there is one, and connects without waiting. */
  reconnect(): void {
    this.hurried = true;
    this.connection()?.close();
    this.kept = { kind: 'trying' };
    this.pause.abort();
  }

  /** Its return was taken note of. */
  acknowledgeReturn(): void {
    if (this.kept.kind === 'connected') this.kept.returned = false;
  }

  /** @param nowMs by `performance.now()`: spans are not measured with a clock that can be set. */
  state(nowMs: number): ConnectionState {
    const { kept } = this;
    switch (kept.kind) {
      case 'trying':
        return { kind: 'trying' };
      case 'connected':
        return { kind: 'connected', steadyInMs: Math.max(0, kept.steadyAtMs - nowMs), returned: kept.returned };
      case 'absent':
        return {
          kind: 'absent',
          reason: faultReason(kept.fault),
          failedForMs: nowMs - kept.failedAtMs,
          absentForMs: nowMs - kept.absentSinceMs,
          nextTryInMs: Math.max(0, kept.nextTryAtMs - nowMs),
        };
    }
  }

  private async keep(): Promise<void> {
    while (!this.stopped) {
      const fault = await this.connectOnce();
      if (this.stopped) return;
      if (this.hurried) continue;
      if (isOwnFault(fault)) {
        this.options.failedHere?.(fault);
        await this.rest(this.options.pauses.longestMs);
        continue;
      }
      this.refused = !fault.transient;
      const afterMs = this.next().afterMs;
      const failedAtMs = performance.now();
      this.absentSinceMs ??= failedAtMs;
      const { absentSinceMs } = this;
      this.kept = { kind: 'absent', fault, failedAtMs, absentSinceMs, nextTryAtMs: failedAtMs + afterMs };
      this.options.changed();
      await this.rest(afterMs);
    }
  }

  /** Until the connection is lost, or could not be had; tells why. */
  private async connectOnce(): Promise<Fault> {
    let connection: HeldConnection;
    this.hurried = false;
    try {
      connection = await this.options.connect();
    } catch (error) {
      const fault = databaseFault(error) ?? asFault(error);
      if (!isOwnFault(fault)) this.failures++;
      return fault;
    }
    this.failures = 0;
    this.absentSinceMs = null;
    this.hurried = false;
    const { steadyMs } = this.next();
    this.kept = { kind: 'connected', connection, steadyAtMs: performance.now() + steadyMs, returned: true };
    if (this.stopped) connection.close();
    else this.options.changed();
    const steady = steadyMs > 0 ? setTimeout(() => this.options.changed(), steadyMs) : undefined;
    const fault = await connection.lost;
    clearTimeout(steady);
    if (!this.hurried) this.dropsAtMs.push(performance.now());
    return fault;
  }

  private next(): { afterMs: number; steadyMs: number } {
    const sinceMs = performance.now() - DROPS_WITHIN_MS;
    this.dropsAtMs = this.dropsAtMs.filter((atMs) => atMs > sinceMs);
    const { failures, refused } = this;
    const history = {
      failures: Math.max(0, failures - 1),
      drops: this.dropsAtMs.length,
      refused,
      random: Math.random(),
    };
    return nextConnect(history, this.options.pauses);
  }

  private async rest(ms: number): Promise<void> {
    this.pause = new AbortController();
    await sleep(ms, undefined, { signal: this.pause.signal }).catch(() => undefined);
  }
}
