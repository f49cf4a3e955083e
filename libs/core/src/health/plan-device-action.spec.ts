import { faultReason } from '../condition/reason';
import { planDeviceAction, type ConnectionState, type WatchedDevice } from './plan-device-action';

const NOW_MS = 1_000_000;
const TIMES = { idleMs: 5_000, absentMs: 300_000 };
const HERE: ConnectionState = { kind: 'connected', steadyInMs: 0, returned: false };
const BACK: ConnectionState = { ...HERE, returned: true };
const SHAKY: ConnectionState = { ...BACK, steadyInMs: 20_000 };
const GONE = {
  kind: 'absent',
  reason: faultReason({ code: 'device_unreachable', origin: 'network', message: 'no answer' }),
  failedForMs: 2_000,
  absentForMs: 310_000,
  nextTryInMs: 4_000,
} satisfies ConnectionState;
const OTHER_KEY: ConnectionState = {
  ...GONE,
  reason: faultReason({ code: 'host_key_changed', origin: 'operator', message: 'A became B' }),
};
const WINDOW = { startsAtMs: NOW_MS - 1, endsAtMs: NOW_MS + 60_000, reason: 'fan', createdBy: 'ana' };

const device = (over: Partial<WatchedDevice> = {}): WatchedDevice => ({
  availability: 'ready',
  health: 'good',
  reason: null,
  sinceMs: NOW_MS - 60_000,
  deadlineMs: null,
  lastSeenMs: NOW_MS - 1_000,
  lease: 'free',
  abandoned: false,
  recovering: false,
  mayPowerCycle: false,
  windows: [],
  ...over,
});
const offline = (over: Partial<WatchedDevice> = {}) =>
  device({ availability: 'offline', health: 'unknown', reason: GONE.reason, ...over });
const action = (of: WatchedDevice, line: ConnectionState) => planDeviceAction(of, line, NOW_MS, TIMES);

describe('planDeviceAction', () => {
  it.each<[string, WatchedDevice, ConnectionState, string]>([
    ['ready and there', device(), HERE, 'none'],
    ['ready, and the first connection is under way', device(), { kind: 'trying' }, 'none'],
    ['ready and gone', device(), GONE, 'mark_offline'],
    ['ready, of unknown health, just free', device({ health: 'unknown', sinceMs: NOW_MS - 1 }), HERE, 'none'],
    ['ready, of unknown health, idle', device({ health: 'unknown' }), HERE, 'check'],
    ['cooling and gone', device({ availability: 'cooling' }), GONE, 'mark_offline'],
    ['ready again since it was gone', device({ sinceMs: NOW_MS - 1_999 }), GONE, 'reconnect'],
    ['another host key, ready again since', device({ sinceMs: NOW_MS }), OTHER_KEY, 'quarantine'],
    ['cooling, not yet', device({ availability: 'cooling', deadlineMs: NOW_MS + 1 }), HERE, 'none'],
    ['cooling, time is up', device({ availability: 'cooling', deadlineMs: NOW_MS }), HERE, 'check'],
    ['offline and gone', offline(), GONE, 'none'],
    [
      'offline and gone for another reason',
      offline({ reason: { code: 'person', text: 'nothing listens' } }),
      GONE,
      'update_reason',
    ],
    [
      'gone for another reason, and in hand',
      offline({ reason: { code: 'person', text: 'a check' }, deadlineMs: NOW_MS + 1 }),
      GONE,
      'none',
    ],
    ['offline and back', offline(), BACK, 'check'],
    ['offline and in hand', offline({ deadlineMs: NOW_MS + 1 }), BACK, 'none'],
    ['offline, back, and flapping', offline(), SHAKY, 'none'],
    ['offline, in recovery', offline({ recovering: true }), HERE, 'recover'],
    ['offline, in recovery, gone', offline({ recovering: true }), GONE, 'none'],
    ['leased and gone', device({ availability: 'leased', lease: 'held' }), GONE, 'none'],
    [
      'leased, to leave, not yet',
      device({ availability: 'leased', lease: 'held', deadlineMs: NOW_MS + 1 }),
      HERE,
      'none',
    ],
    ['leased, overdue', device({ availability: 'leased', lease: 'held', deadlineMs: NOW_MS }), GONE, 'stop_overdue'],
    ['its shard is abandoned', offline({ lease: 'expired', abandoned: true }), GONE, 'release_shard'],
    ['leased, another key', device({ availability: 'leased', lease: 'held' }), OTHER_KEY, 'none'],
    ['another host key', device(), OTHER_KEY, 'quarantine'],
    ['offline, another host key', offline(), OTHER_KEY, 'quarantine'],
    ['its shard waits, it is back', offline({ lease: 'expired', deadlineMs: NOW_MS + 9 }), BACK, 'regrant'],
    ['its shard waits, it never left', offline({ lease: 'expired', deadlineMs: NOW_MS + 9 }), HERE, 'none'],
    ['its shard waits, it is due anyway', offline({ lease: 'expired' }), BACK, 'none'],
    ['its shard waits, it is gone', offline({ lease: 'expired', deadlineMs: NOW_MS + 1_000 }), GONE, 'hold_off'],
    ['its shard waits long enough', offline({ lease: 'expired', deadlineMs: NOW_MS + 9_000 }), GONE, 'none'],
    [
      'its shard waits, another key',
      offline({ lease: 'expired', deadlineMs: NOW_MS + 9_000 }),
      OTHER_KEY,
      'quarantine',
    ],
    [
      'its shard waits, gone for another reason',
      offline({ lease: 'expired', reason: { code: 'person', text: 'x' } }),
      GONE,
      'hold_off',
    ],
    ['its shard waits, it flaps', offline({ lease: 'expired' }), SHAKY, 'hold_off'],
    ['its shard waits until it holds', offline({ lease: 'expired', deadlineMs: NOW_MS + 20_000 }), SHAKY, 'none'],
    ['quarantined and back', device({ availability: 'quarantined' }), BACK, 'none'],
    ['quarantined, in a window', device({ availability: 'quarantined', windows: [WINDOW] }), BACK, 'none'],
    ['retired', device({ availability: 'retired' }), GONE, 'none'],
    ['ready in a window', device({ windows: [WINDOW] }), HERE, 'begin_maintenance'],
    ['gone in a window', offline({ windows: [WINDOW] }), GONE, 'begin_maintenance'],
    ['leased in a window', device({ availability: 'leased', lease: 'held', windows: [WINDOW] }), HERE, 'none'],
    ['in maintenance', device({ availability: 'maintenance', windows: [WINDOW] }), { kind: 'trying' }, 'none'],
    ['maintenance is over', device({ availability: 'maintenance' }), { kind: 'trying' }, 'end_maintenance'],
  ])('%s', (_, of, line, kind) => {
    expect(action(of, line).kind).toBe(kind);
  });

  it.each<[string, Partial<WatchedDevice>, number, string]>([
    ['not heard for too long', {}, 301_000, 'recover'],
    ['not for too long yet', { lastSeenMs: NOW_MS - 299_000 }, 301_000, 'none'],
    ['never heard', { lastSeenMs: null }, 301_000, 'recover'],
    ['never heard, offline just now', { lastSeenMs: null, sinceMs: NOW_MS - 1_000 }, 301_000, 'none'],
    ['heard long ago, offline just now', { sinceMs: NOW_MS - 1_000 }, 301_000, 'none'],
    ['nobody listened until just now', {}, 0, 'none'],
    ['nobody listened for long enough', { lastSeenMs: null }, 299_000, 'none'],
    ['its power cannot be cut', { mayPowerCycle: false }, 301_000, 'none'],
    ['its shard waits', { lease: 'expired' }, 301_000, 'recover'],
  ])('cuts the power only of a device that was silent for too long: %s', (_, over, absentForMs, kind) => {
    const longAgoMs = NOW_MS - 400_000;
    const silent = offline({ mayPowerCycle: true, lastSeenMs: longAgoMs, sinceMs: longAgoMs, ...over });
    expect(action(silent, { ...GONE, absentForMs }).kind).toBe(kind);
  });

  it('says why, until when, and on whose account', () => {
    expect(action(device(), GONE)).toEqual({ kind: 'mark_offline', reason: GONE.reason, deadlineInMs: 4_000 });
    const mislabelled = offline({ reason: { code: 'person', text: 'nothing listens' } });
    expect(action(mislabelled, GONE)).toEqual({ kind: 'update_reason', reason: GONE.reason, deadlineInMs: 4_000 });
    expect(action(device({ windows: [WINDOW] }), HERE)).toEqual({
      kind: 'begin_maintenance',
      window: WINDOW,
      deadlineInMs: 60_000,
    });
  });
});
