import type { Availability, Health } from '../states/device-states';
import { windowAt, type WindowOfTime } from './window-at';

/** A device as the watch reads it. Times are milliseconds since the epoch, of the database. */
export interface WatchedDevice {
  availability: Availability;
  health: Health;
  /** As people read it. */
  reason: string | null;
  sinceMs: number;
  /** Before this moment an offline or cooling device is left alone: somebody has it in hand, or it has to cool. */
  untilMs: number | null;
  lastSeenMs: number | null;
  /** `expired`: its shard is suspended and waits for it. */
  lease: 'free' | 'held' | 'expired';
  /** Its recovery ladder is open. */
  recovering: boolean;
  /** Its power can be cut, and that was not tried since it was good. */
  mayPowerCycle: boolean;
  windows: readonly MaintenanceTime[];
}

export interface MaintenanceTime extends WindowOfTime {
  reason: string;
  createdBy: string;
}

/** What is known of the kept connection to a device. */
export type LineState =
  /** The first attempt is under way. */
  | { kind: 'trying' }
  /** `steadyInMs`: it flaps, and is not trusted before. `returned`: it was lost or absent, and nothing was made of it yet. */
  | { kind: 'connected'; steadyInMs: number; returned: boolean }
  | ({ kind: 'absent' } & Absence);

/** A device that this connection does not reach, and why the last attempt failed. */
interface Absence {
  code: string;
  reason: string;
  /** Since the last attempt failed: whoever reached the device after that knows better. */
  failedForMs: number;
  /** Since when every attempt has failed: so long somebody listened in vain. */
  absentForMs: number;
  nextTryInMs: number;
}

/** What the watch does about a device. */
export type Care =
  | { kind: 'none' }
  /** Ready or cooling, and it does not answer. */
  | { kind: 'lose'; reason: string; untilInMs: number }
  /** Others have reached it since it did not answer: the pause is over. */
  | { kind: 'reconnect' }
  /** Offline, and by now for another reason than it says. */
  | { kind: 'explain'; reason: string; untilInMs: number }
  /** Its host key is not the pinned one: a shard that waits for it is given back. */
  | { kind: 'distrust'; reason: string }
  /** Its shard may be leased to it again at once. */
  | { kind: 'renew' }
  /** Its shard waits with it: while it is absent, or came back and has to hold first. */
  | { kind: 'hold_off'; untilInMs: number }
  /** A pre-flight decides what becomes of it. */
  | { kind: 'check' }
  /** The next rung of its recovery ladder. */
  | { kind: 'recover' }
  | { kind: 'begin_maintenance'; window: MaintenanceTime; untilInMs: number }
  | { kind: 'end_maintenance' };

export interface CareTimes {
  /** A ready device of unknown health is left to the executors for so long. */
  idleMs: number;
  /** A device that was listened for in vain for so long may have its power cut. */
  absentMs: number;
}

const NONE: Care = { kind: 'none' };

/** What a device needs now. Pure: the watch applies it under conditions, so that an old picture does no harm. */
export function planCare(device: WatchedDevice, line: LineState, nowMs: number, times: CareTimes): Care {
  const { availability } = device;
  if (availability === 'quarantined' || availability === 'retired') return NONE;
  const window = windowAt(device.windows, nowMs);
  if (availability === 'maintenance') return window ? NONE : { kind: 'end_maintenance' };
  if (availability === 'leased' || device.lease === 'held') return NONE;
  if (window) return { kind: 'begin_maintenance', window, untilInMs: window.endsAtMs - nowMs };
  if (line.kind === 'trying') return NONE;
  return line.kind === 'absent'
    ? careForAbsent(device, line, nowMs, times)
    : careForPresent(device, line, nowMs, times);
}

function careForAbsent(
  device: WatchedDevice,
  line: Extract<LineState, { kind: 'absent' }>,
  nowMs: number,
  times: CareTimes,
): Care {
  const { availability, lease } = device;
  if (line.code === 'host_key_changed') return { kind: 'distrust', reason: line.reason };
  if (availability !== 'offline') {
    const reachedSince = nowMs - device.sinceMs < line.failedForMs;
    return reachedSince ? { kind: 'reconnect' } : { kind: 'lose', reason: line.reason, untilInMs: line.nextTryInMs };
  }
  if (device.mayPowerCycle && unheardMs(device, line, nowMs) > times.absentMs) return { kind: 'recover' };
  if (lease === 'expired') return holdOff(device, line.nextTryInMs + 2 * times.idleMs, nowMs, times);
  if (device.reason === line.reason || !isDue(device, nowMs)) return NONE;
  return { kind: 'explain', reason: line.reason, untilInMs: line.nextTryInMs };
}

function careForPresent(
  device: WatchedDevice,
  line: Extract<LineState, { kind: 'connected' }>,
  nowMs: number,
  times: CareTimes,
): Care {
  const { availability, lease } = device;
  if (availability === 'ready') {
    const idle = lease === 'free' && device.health === 'unknown' && nowMs - device.sinceMs >= times.idleMs;
    return idle && line.steadyInMs === 0 ? { kind: 'check' } : NONE;
  }
  if (line.steadyInMs > 0) return lease === 'expired' ? holdOff(device, line.steadyInMs, nowMs, times) : NONE;
  if (lease === 'expired') return line.returned && !isDue(device, nowMs) ? { kind: 'renew' } : NONE;
  if (!isDue(device, nowMs)) return NONE;
  return device.recovering ? { kind: 'recover' } : { kind: 'check' };
}

/** While no controller ran, or a maintenance window was open, nobody listened: that time does not count. */
function unheardMs({ lastSeenMs, sinceMs }: WatchedDevice, { absentForMs }: Absence, nowMs: number): number {
  return Math.min(absentForMs, nowMs - Math.max(lastSeenMs ?? 0, sinceMs));
}

/** Nobody is to try it in vain: its time is put off before it comes. */
function holdOff({ untilMs }: WatchedDevice, untilInMs: number, nowMs: number, { idleMs }: CareTimes): Care {
  return (untilMs ?? 0) - nowMs < Math.min(idleMs, untilInMs / 2) ? { kind: 'hold_off', untilInMs } : NONE;
}

function isDue({ untilMs }: WatchedDevice, nowMs: number): boolean {
  return untilMs === null || untilMs <= nowMs;
}
