import { deviceReason, type ReasonedDevice } from './device-reason';

const NOW = new Date('2026-05-10T12:00:00Z');
const device = (over: Partial<ReasonedDevice>): ReasonedDevice => ({
  availability: 'ready',
  reason: null,
  until: null,
  askedOut: null,
  ...over,
});

it.each([
  ['nothing of a ready device', device({}), null],
  ['the reason as it stands', device({ availability: 'offline', reason: 'no answer' }), 'no answer'],
  [
    'that a device at work is to be quarantined',
    device({ availability: 'leased', askedOut: { reason: 'smells burnt', by: 'ada' } }),
    'to be quarantined when its trial has ended: smells burnt (ada)',
  ],
  [
    'that too when its shard waits for its return',
    device({ availability: 'offline', reason: 'no answer', askedOut: { reason: 'smells burnt', by: 'ada' } }),
    'no answer; to be quarantined when its trial has ended: smells burnt (ada)',
  ],
  [
    'nothing of a deadline that is to come',
    device({ availability: 'quarantined', reason: 'fan', until: new Date('2026-05-10T12:00:01Z') }),
    'fan',
  ],
  [
    'that a review is overdue',
    device({ availability: 'quarantined', reason: 'fan', until: NOW }),
    'overdue for review since 2026-05-10: fan',
  ],
  ['nothing of a deadline elsewhere', device({ availability: 'cooling', reason: 'warm', until: NOW }), 'warm'],
  ['the reason when the wish cannot be read', device({ reason: 'x', askedOut: 'soon' }), 'x'],
])('tells %s', (_what, given, told) => expect(deviceReason(given, NOW)).toBe(told));
