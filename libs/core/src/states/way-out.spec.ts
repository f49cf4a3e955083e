import { AVAILABILITIES } from './device-states';
import { wayOut, type StrandedDevice } from './way-out';

const device = (over: Partial<StrandedDevice>): StrandedDevice => ({
  name: 'nano-1',
  availability: 'quarantined',
  keyChanged: false,
  driftBlocks: false,
  ...over,
});

it('leads out of every state but those of work', () => {
  const stranded = AVAILABILITIES.filter((availability) => wayOut(device({ availability })) !== null);
  expect(stranded).toEqual(['cooling', 'offline', 'maintenance', 'quarantined', 'retired']);
});

it.each([
  ['what it is quarantined for was mended', {}, 'mend it, then: joulefleet device check nano-1'],
  ['its host key changed', { keyChanged: true, driftBlocks: true }, /^if that is meant .* device repin nano-1$/],
  ['its facts changed', { driftBlocks: true }, /accept-drift nano-1, then: joulefleet device check nano-1$/],
])('asks for what is needed when %s', (_when, over, way) => expect(wayOut(device(over))).toMatch(way));
