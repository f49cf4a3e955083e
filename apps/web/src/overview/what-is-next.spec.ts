import type { DeviceView } from '@joulefleet/contracts';
import { shortOfDisk, whatIsNext } from './what-is-next';

const at = (hour: number) => `2026-05-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const window = (startsAt: string) => ({
  ...{ id: startsAt, startsAt, endsAt: at(23), reason: 'a new fan', createdBy: 'ada' },
});

it('what is next are the first starts and the windows that have not begun, the earliest first', () => {
  const schedules = [
    { name: 'nightly', campaign: 'sweep', next: [at(22), at(23)].map((each) => ({ at: each, local: '' })) },
    { name: 'paused', campaign: 'sweep', next: [] },
  ];
  const devices = [{ name: 'nano-1', maintenance: [window(at(8)), window(at(12))] }];
  expect(whatIsNext(schedules, devices, Date.parse(at(10)))).toEqual([
    { kind: 'maintenance', at: at(12), endsAt: at(23), device: 'nano-1', reason: 'a new fan' },
    { kind: 'night', at: at(22), schedule: 'nightly', campaign: 'sweep' },
  ]);
});

it('short of disk are devices with less than a gibibyte, the fullest first, and no retired one', () => {
  const device = (name: string, diskFreeBytes: number | null, availability = 'ready') =>
    ({ name, availability, factsAt: at(1), facts: diskFreeBytes === null ? null : { diskFreeBytes } }) as DeviceView;
  const devices = [device('a', 9e8), device('b', 2e8), device('c', 2e9), device('d', 1, 'retired'), device('e', null)];
  expect(shortOfDisk(devices).map(({ name }) => name)).toEqual(['b', 'a']);
});
