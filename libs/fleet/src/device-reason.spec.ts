import { deviceReason, type ReasonedDevice } from './device-reason';

const NOW = new Date('2026-05-10T12:00:00Z');
const person = (text: string) => ({ code: 'person', text });
const WISH = { to: 'quarantined', reason: person('smells burnt'), by: 'ada' };
const device = (over: Partial<ReasonedDevice>): ReasonedDevice => ({
  availability: 'ready',
  reason: null,
  deadlineAt: null,
  pendingExit: null,
  ...over,
});

it.each([
  ['nothing for a ready device', device({}), null],
  ['the reason', device({ availability: 'offline', reason: person('no answer') }), 'no answer'],
  [
    'that a device at work is to be quarantined',
    device({ availability: 'leased', pendingExit: WISH }),
    'to be quarantined when its trial has ended: smells burnt (ada)',
  ],
  [
    'that too when its shard waits for its return',
    device({ availability: 'offline', reason: person('no answer'), pendingExit: WISH }),
    'no answer; to be quarantined when its trial has ended: smells burnt (ada)',
  ],
  [
    'nothing of a deadline that is to come',
    device({ availability: 'quarantined', reason: person('fan'), deadlineAt: new Date('2026-05-10T12:00:01Z') }),
    'fan',
  ],
  [
    'that a review is overdue',
    device({ availability: 'quarantined', reason: person('fan'), deadlineAt: NOW }),
    'overdue for review since 2026-05-10: fan',
  ],
  [
    'nothing of a deadline elsewhere',
    device({ availability: 'cooling', reason: person('warm'), deadlineAt: NOW }),
    'warm',
  ],
])('shows %s', (_what, given, text) => expect(deviceReason(given, NOW)).toBe(text));
