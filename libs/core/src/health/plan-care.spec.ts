import { planCare, type LineState, type WatchedDevice } from './plan-care';

const NOW_MS = 1_000_000;
const TIMES = { idleMs: 5_000, absentMs: 300_000 };
const HERE: LineState = { kind: 'connected', steadyInMs: 0, returned: false };
const BACK: LineState = { ...HERE, returned: true };
const SHAKY: LineState = { ...BACK, steadyInMs: 20_000 };
const GONE: LineState = {
  kind: 'absent',
  code: 'device_unreachable',
  reason: 'no answer (network)',
  forMs: 2_000,
  nextTryInMs: 4_000,
};
const OTHER_KEY: LineState = { ...GONE, code: 'host_key_changed', reason: 'A became B' };
const WINDOW = { startsAtMs: NOW_MS - 1, endsAtMs: NOW_MS + 60_000, reason: 'fan', createdBy: 'ana' };

const device = (over: Partial<WatchedDevice> = {}): WatchedDevice => ({
  availability: 'ready',
  health: 'good',
  sinceMs: NOW_MS - 60_000,
  untilMs: null,
  lastSeenMs: NOW_MS - 1_000,
  lease: 'free',
  recovering: false,
  mayPowerCycle: false,
  windows: [],
  ...over,
});
const offline = (over: Partial<WatchedDevice> = {}) => device({ availability: 'offline', health: 'unknown', ...over });
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

  it('cuts the power only of what was not heard for too long', () => {
    const unheard = (lastSeenMs: number | null, sinceMs = NOW_MS - 400_000) =>
      care(offline({ mayPowerCycle: true, lastSeenMs, sinceMs }), GONE).kind;
    expect(unheard(NOW_MS - 299_000)).toBe('none');
    expect(unheard(NOW_MS - 301_000)).toBe('recover');
    expect(unheard(null)).toBe('recover');
    expect(unheard(null, NOW_MS - 1_000)).toBe('none');
    expect(care(offline({ lastSeenMs: 0 }), GONE).kind).toBe('none');
  });

  it('tells why, until when, and on whose account', () => {
    expect(care(device(), GONE)).toEqual({ kind: 'lose', reason: 'no answer (network)', untilInMs: 4_000 });
    expect(care(device({ windows: [WINDOW] }), HERE)).toEqual({
      kind: 'begin_maintenance',
      window: WINDOW,
      untilInMs: 60_000,
    });
  });
});
