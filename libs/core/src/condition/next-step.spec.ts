import { AVAILABILITIES } from './device-states';
import { nextStep, type StrandedDevice } from './next-step';
import { faultReason, type Reason } from './reason';

const device = (over: Partial<StrandedDevice>): StrandedDevice => ({
  availability: 'quarantined',
  reason: null,
  driftBlocks: false,
  ...over,
});
const OTHER_KEY = faultReason({ code: 'host_key_changed', origin: 'operator', message: 'A became B' });

it('leads out of every state but those of work', () => {
  const stranded = AVAILABILITIES.filter((availability) => nextStep(device({ availability })) !== null);
  expect(stranded).toEqual(['cooling', 'offline', 'maintenance', 'quarantined', 'retired']);
});

it.each([
  ['does not answer', faultReason({ code: 'device_unreachable', origin: 'network', message: 'no route' }), 'answer'],
  ["has another login's agent", faultReason({ code: 'device_busy', origin: 'operator', message: 'of ana' }), 'leave'],
  ['has another program that sets clocks', { code: 'preflight', checks: ['no_other_agent'], message: 'ana' }, 'leave'],
  ['is at work for somebody', { code: 'preflight', checks: ['no_foreign_load'], message: '40 %' }, 'answer'],
] as const)('waits for an offline device that %s', (_which, reason, code) => {
  const busy = device({ availability: 'offline', reason: reason as Reason });
  expect(nextStep(busy)).toEqual({ code, resolution: 'automatic' });
});

it.each([
  ['what it is quarantined for was repaired', {}, 'repair'],
  ['its host key changed', { reason: OTHER_KEY, driftBlocks: true }, 'repin'],
  ['its facts changed', { driftBlocks: true }, 'accept_drift'],
])('asks for what is needed when %s', (_when, over, code) => {
  expect(nextStep(device(over))).toEqual({ code, resolution: 'manual' });
});
