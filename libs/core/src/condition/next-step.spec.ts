import { AVAILABILITIES } from './device-states';
import { nextStep, type StrandedDevice } from './next-step';
import { faultReason } from './reason';

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
  ['what it is quarantined for was repaired', {}, 'repair'],
  ['its host key changed', { reason: OTHER_KEY, driftBlocks: true }, 'repin'],
  ['its facts changed', { driftBlocks: true }, 'accept_drift'],
])('asks for what is needed when %s', (_when, over, code) => {
  expect(nextStep(device(over))).toEqual({ code, resolution: 'manual' });
});
