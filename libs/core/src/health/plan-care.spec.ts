import { planCare, type LineState, type WatchedDevice } from './plan-care';

const NOW_MS = 1_000_000;
const TIMES = { idleMs: 5_000, absentMs: 300_000 };
const HERE: LineState = { kind: 'connected', steadyInMs: 0, returned: false };
const BACK: LineState = { ...HERE, returned: true };
const SHAKY: LineState = { ...BACK, steadyInMs: 20_000 };
const GONE = {
  kind: 'absent',
  code: 'device_unreachable',
  reason: 'no answer (network)',
  failedForMs: 2_000,
  absentForMs: 310_000,
  nextTryInMs: 4_000,
} satisfies LineState;
const OTHER_KEY: LineState = { ...GONE, code: 'host_key_changed', reason: 'A became B' };
const WINDOW = { startsAtMs: NOW_MS - 1, endsAtMs: NOW_MS + 60_000, reason: 'fan', createdBy: 'ana' };

const device = (over: Partial<WatchedDevice> = {}): WatchedDevice => ({
  availability: 'ready',
  health: 'good',
  reason: null,
  sinceMs: NOW_MS - 60_000,
  untilMs: null,
  lastSeenMs: NOW_MS - 1_000,
  lease: 'free',
  recovering: false,
  mayPowerCycle: false,
  windows: [],
  ...over,
});
const offline = (over: Partial<WatchedDevice> = {}) =>
  device({ availability: 'offline', health: 'unknown', reason: GONE.reason, ...over });
const care = (of: WatchedDevice, line: LineState) => planCare(of, line, NOW_MS, TIMES);

describe('planCare', () => {
  it.each<[string, WatchedDevice, LineState, string]>([
    ['ready and there', device(), HERE, 'none'],
    ['ready, and the first connection is under way', device(), { kind: 'trying' }, 'none'],
    ['ready and gone', device(), GONE, 'lose'],
    ['ready, of unknown health, just free', device({ health: 'unknown', sinceMs: NOW_MS - 1 }), HERE, 'none'],
    ['ready, of unknown health, idle', device({ health: 'unknown' }), HERE, 'check'],
    ['cooling and gone', device({ availability: 'cooling' }), GONE, 'lose'],
    ['ready again since it was gone', device({ sinceMs: NOW_MS - 1_999 }), GONE, 'reconnect'],
    ['another host key, ready again since', device({ sinceMs: NOW_MS }), OTHER_KEY, 'distrust'],
    ['cooling, not yet', device({ availability: 'cooling', untilMs: NOW_MS + 1 }), HERE, 'none'],
    ['cooling, time is up', device({ availability: 'cooling', untilMs: NOW_MS }), HERE, 'check'],
    ['offline and gone', offline(), GONE, 'none'],
    ['offline and gone for another reason', offline({ reason: 'nothing listens' }), GONE, 'explain'],
    ['gone for another reason, and in hand', offline({ reason: 'a check', untilMs: NOW_MS + 1 }), GONE, 'none'],
    ['offline and back', offline(), BACK, 'check'],
    ['offline and in hand', offline({ untilMs: NOW_MS + 1 }), BACK, 'none'],
    ['offline, back, and flapping', offline(), SHAKY, 'none'],
    ['offline, in recovery', offline({ recovering: true }), HERE, 'recover'],
    ['offline, in recovery, gone', offline({ recovering: true }), GONE, 'none'],
    ['leased and gone', device({ availability: 'leased', lease: 'held' }), GONE, 'none'],
    ['leased, another key', device({ availability: 'leased', lease: 'held' }), OTHER_KEY, 'none'],
    ['another host key', device(), OTHER_KEY, 'distrust'],
    ['offline, another host key', offline(), OTHER_KEY, 'distrust'],
    ['its shard waits, it is back', offline({ lease: 'expired', untilMs: NOW_MS + 9 }), BACK, 'renew'],
    ['its shard waits, it never left', offline({ lease: 'expired', untilMs: NOW_MS + 9 }), HERE, 'none'],
    ['its shard waits, it is due anyway', offline({ lease: 'expired' }), BACK, 'none'],
    ['its shard waits, it is gone', offline({ lease: 'expired', untilMs: NOW_MS + 1_000 }), GONE, 'hold_off'],
    ['its shard waits long enough', offline({ lease: 'expired', untilMs: NOW_MS + 9_000 }), GONE, 'none'],
    ['its shard waits, another key', offline({ lease: 'expired', untilMs: NOW_MS + 9_000 }), OTHER_KEY, 'distrust'],
    ['its shard waits, gone for another reason', offline({ lease: 'expired', reason: 'x' }), GONE, 'hold_off'],
    ['its shard waits, it flaps', offline({ lease: 'expired' }), SHAKY, 'hold_off'],
    ['its shard waits until it holds', offline({ lease: 'expired', untilMs: NOW_MS + 20_000 }), SHAKY, 'none'],
    ['quarantined and back', device({ availability: 'quarantined' }), BACK, 'none'],
    ['quarantined, in a window', device({ availability: 'quarantined', windows: [WINDOW] }), BACK, 'none'],
    ['retired', device({ availability: 'retired' }), GONE, 'none'],
    ['ready in a window', device({ windows: [WINDOW] }), HERE, 'begin_maintenance'],
    ['gone in a window', offline({ windows: [WINDOW] }), GONE, 'begin_maintenance'],
    ['leased in a window', device({ availability: 'leased', lease: 'held', windows: [WINDOW] }), HERE, 'none'],
    ['in maintenance', device({ availability: 'maintenance', windows: [WINDOW] }), { kind: 'trying' }, 'none'],
    ['maintenance is over', device({ availability: 'maintenance' }), { kind: 'trying' }, 'end_maintenance'],
  ])('%s', (_, of, line, kind) => {
    expect(care(of, line).kind).toBe(kind);
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
  ])('cuts the power only of what was listened for in vain for too long: %s', (_, over, absentForMs, kind) => {
    const longAgoMs = NOW_MS - 400_000;
    const silent = offline({ mayPowerCycle: true, lastSeenMs: longAgoMs, sinceMs: longAgoMs, ...over });
    expect(care(silent, { ...GONE, absentForMs }).kind).toBe(kind);
  });

  it('tells why, until when, and on whose account', () => {
    expect(care(device(), GONE)).toEqual({ kind: 'lose', reason: 'no answer (network)', untilInMs: 4_000 });
    const mislabelled = offline({ reason: 'nothing listens' });
    expect(care(mislabelled, GONE)).toEqual({ kind: 'explain', reason: 'no answer (network)', untilInMs: 4_000 });
    expect(care(device({ windows: [WINDOW] }), HERE)).toEqual({
      kind: 'begin_maintenance',
      window: WINDOW,
      untilInMs: 60_000,
    });
  });
});
