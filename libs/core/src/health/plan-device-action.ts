import type { Availability, Health } from '../condition/device-states';
import { isHostKeyChange, isSameReason, type Reason } from '../condition/reason';
import { windowAt, type WindowOfTime } from './window-at';

/** A device as the watch reads it. Times are milliseconds since the epoch, of the database. */
export interface WatchedDevice {
  availability: Availability;
  health: Health;
  reason: Reason | null;
  sinceMs: number;
  /** Before this moment an offline or cooling device is left alone: somebody has it in hand, or it has to cool. */
  deadlineMs: number | null;
  lastSeenMs: number | null;
  /** `expired`: its shard is suspended and waits for it. */
  lease: 'free' | 'held' | 'expired';
  /** Its shard waits for it in vain: the campaign was cancelled, and the device has had time to restore itself. */
  abandoned: boolean;
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
export type ConnectionState =
  /** The first attempt is under way. */
  | { kind: 'trying' }
  /** `steadyInMs`: it flaps, and is not trusted before. `returned`: it was lost or absent, and nothing was made of it yet. */
  | { kind: 'connected'; steadyInMs: number; returned: boolean }
  | ({ kind: 'absent' } & Absence);

/** A device that this connection does not reach, and why the last attempt failed. */
interface Absence {
  reason: Reason;
  /** Since the last attempt failed: whoever reached the device after that knows better. */
  failedForMs: number;
  /** Since when every attempt has failed: so long somebody listened in vain. */
  absentForMs: number;
  nextTryInMs: number;
}

/** What the watch does about a device. */
export type DeviceAction =
  | { kind: 'none' }
  /** Ready or cooling, and it does not answer. */
  | { kind: 'mark_offline'; reason: Reason; deadlineInMs: number }
  /** Others have reached it since it did not answer: the pause is over. */
  | { kind: 'reconnect' }
  /** Offline, and by now for another reason than it says. */
  | { kind: 'update_reason'; reason: Reason; deadlineInMs: number }
  /** Its host key is not the pinned one: a shard that waits for it is given back. */
  | { kind: 'quarantine'; reason: Reason }
  /** Its shard may be leased to it again at once. */
  | { kind: 'regrant' }
  /** Its shard waits with it: while it is absent, or came back and has to hold first. */
  | { kind: 'hold_off'; deadlineInMs: number }
  /** A pre-flight decides what becomes of it. */
  | { kind: 'check' }
  /** The next rung of its recovery ladder. */
  | { kind: 'recover' }
  /** At work, and it was to leave by now: its shard is taken away. */
  | { kind: 'stop_overdue' }
  /** Its suspended shard is given back: nobody waits for it any more. */
  | { kind: 'release_shard' }
  | { kind: 'begin_maintenance'; window: MaintenanceTime; deadlineInMs: number }
  | { kind: 'end_maintenance' };

export interface ActionTimes {
  /** A ready device of unknown health is left to the executors for so long. */
  idleMs: number;
  /** A device that was listened for in vain for so long may have its power cut. */
  absentMs: number;
}

const NONE: DeviceAction = { kind: 'none' };

/** What a device needs now. Pure: the watch applies it under conditions, so that an old picture does no harm. */
export function planDeviceAction(
  device: WatchedDevice,
  line: ConnectionState,
  nowMs: number,
  times: ActionTimes,
): DeviceAction {
  const { availability } = device;
  if (availability === 'quarantined' || availability === 'retired') return NONE;
  const window = windowAt(device.windows, nowMs);
  if (availability === 'maintenance') return window ? NONE : { kind: 'end_maintenance' };
  if (availability === 'leased') return isOverdue(device, nowMs) ? { kind: 'stop_overdue' } : NONE;
  if (device.lease === 'held') return NONE;
  if (device.abandoned) return { kind: 'release_shard' };
  if (window) return { kind: 'begin_maintenance', window, deadlineInMs: window.endsAtMs - nowMs };
  if (line.kind === 'trying') return NONE;
  return line.kind === 'absent'
    ? actionForAbsent(device, line, nowMs, times)
    : actionForPresent(device, line, nowMs, times);
}

function actionForAbsent(
  device: WatchedDevice,
  line: Extract<ConnectionState, { kind: 'absent' }>,
  nowMs: number,
  times: ActionTimes,
): DeviceAction {
  const { availability, lease } = device;
  if (isHostKeyChange(line.reason)) return { kind: 'quarantine', reason: line.reason };
  if (availability !== 'offline') {
    const reachedSince = nowMs - device.sinceMs < line.failedForMs;
    return reachedSince
      ? { kind: 'reconnect' }
      : { kind: 'mark_offline', reason: line.reason, deadlineInMs: line.nextTryInMs };
  }
  if (device.mayPowerCycle && silentMs(device, line, nowMs) > times.absentMs) return { kind: 'recover' };
  if (lease === 'expired') return holdOff(device, line.nextTryInMs + 2 * times.idleMs, nowMs, times);
  if (isSameReason(device.reason, line.reason) || !isDue(device, nowMs)) return NONE;
  return { kind: 'update_reason', reason: line.reason, deadlineInMs: line.nextTryInMs };
}

function actionForPresent(
  device: WatchedDevice,
  line: Extract<ConnectionState, { kind: 'connected' }>,
  nowMs: number,
  times: ActionTimes,
): DeviceAction {
  const { availability, lease } = device;
  if (availability === 'ready') {
    const idle = lease === 'free' && device.health === 'unknown' && nowMs - device.sinceMs >= times.idleMs;
    return idle && line.steadyInMs === 0 ? { kind: 'check' } : NONE;
  }
  if (line.steadyInMs > 0) return lease === 'expired' ? holdOff(device, line.steadyInMs, nowMs, times) : NONE;
  if (lease === 'expired') return line.returned && !isDue(device, nowMs) ? { kind: 'regrant' } : NONE;
  if (!isDue(device, nowMs)) return NONE;
  return device.recovering ? { kind: 'recover' } : { kind: 'check' };
}

/** While no controller ran, or a maintenance window was open, nobody listened: that time does not count. */
function silentMs({ lastSeenMs, sinceMs }: WatchedDevice, { absentForMs }: Absence, nowMs: number): number {
  return Math.min(absentForMs, nowMs - Math.max(lastSeenMs ?? 0, sinceMs));
}

/** Nobody is to try it in vain: its time is put off before it comes. */
function holdOff(
  { deadlineMs }: WatchedDevice,
  deadlineInMs: number,
  nowMs: number,
  { idleMs }: ActionTimes,
): DeviceAction {
  return (deadlineMs ?? 0) - nowMs < Math.min(idleMs, deadlineInMs / 2) ? { kind: 'hold_off', deadlineInMs } : NONE;
}

function isDue({ deadlineMs }: WatchedDevice, nowMs: number): boolean {
  return deadlineMs === null || deadlineMs <= nowMs;
}

/** Of a device at work only one that is to leave has a deadline. */
function isOverdue({ deadlineMs }: WatchedDevice, nowMs: number): boolean {
  return deadlineMs !== null && deadlineMs <= nowMs;
}
