import { selectDevices } from './select-devices';
import type { DeviceSelector } from './select-devices';

const devices = [
  { name: 'orin-1', deviceClass: 'jetson-orin-nx', labels: ['rack-b'], group: 'circuit-1', availability: 'ready' },
  { name: 'nano-2', deviceClass: 'jetson-nano', labels: ['rack-b', 'spare'], group: null, availability: 'ready' },
  { name: 'nano-1', deviceClass: 'jetson-nano', labels: ['rack-a'], group: 'circuit-1', availability: 'offline' },
];
const none = { classes: [], names: [], labels: [], groups: [], count: null };
const names = (selector: Partial<DeviceSelector>) =>
  selectDevices({ ...none, ...selector }, devices).selected.map((device) => device.name);

describe('selectDevices', () => {
  it('selects all without a selector, by name', () => expect(names({})).toEqual(['nano-1', 'nano-2', 'orin-1']));

  it('takes what satisfies every list that is there', () => {
    expect(names({ classes: ['jetson-nano'] })).toEqual(['nano-1', 'nano-2']);
    expect(names({ classes: ['jetson-nano'], labels: ['rack-b', 'spare'] })).toEqual(['nano-2']);
    expect(names({ names: ['orin-1', 'nano-1'] })).toEqual(['nano-1', 'orin-1']);
  });

  it('takes so many of each class, those that can start soonest first', () => {
    expect(names({ count: 1 })).toEqual(['nano-2', 'orin-1']);
    expect(names({ classes: ['jetson-nano'], count: 2 })).toEqual(['nano-1', 'nano-2']);
    expect(names({ names: ['nano-1', 'orin-1'], count: 1 })).toEqual(['nano-1', 'orin-1']);
    expect(selectDevices({ ...none, classes: ['jetson-nano'], count: 3 }, devices).errors).toEqual([
      {
        level: '3',
        message: '3 devices of jetson-nano are asked for, and 2 match',
        nearest: [],
        path: ['devices', 'count'],
        unsatisfiable: true,
      },
    ]);
  });

  it('takes those of a group, and names the nearest of a mistyped one', () => {
    expect(names({ groups: ['circuit-1'] })).toEqual(['nano-1', 'orin-1']);
    expect(selectDevices({ ...none, groups: ['circuit1'] }, devices).errors).toEqual([
      {
        level: 'circuit1',
        message: 'no enrolled device is in the group circuit1',
        nearest: ['circuit-1'],
        path: ['devices', 'groups', 0],
      },
    ]);
  });

  it('names the nearest device of a mistyped one, and its place', () => {
    expect(selectDevices({ ...none, names: ['nano-1', 'orim-1'] }, devices).errors).toEqual([
      {
        level: 'orim-1',
        message: 'no device is enrolled as orim-1',
        nearest: ['orin-1'],
        path: ['devices', 'names', 1],
      },
    ]);
  });

  it('says that a device is retired, not that there is none', () => {
    expect(selectDevices({ ...none, names: ['nano-9'] }, devices, ['nano-9']).errors).toEqual([
      {
        level: 'nano-9',
        message: 'nano-9 is retired; to use it again: `joulefleet device check nano-9`',
        nearest: [],
        path: ['devices', 'names', 0],
        unsatisfiable: true,
      },
    ]);
  });

  it('names the nearest label of a mistyped one, not a device', () => {
    expect(selectDevices({ ...none, labels: ['rack-a', 'rakc-b'] }, devices).errors).toEqual([
      {
        level: 'rakc-b',
        message: 'no enrolled device has the label rakc-b',
        nearest: ['rack-b'],
        path: ['devices', 'labels', 1],
      },
    ]);
    expect(selectDevices({ ...none, labels: ['kitchen'] }, devices).errors).toMatchObject([{ nearest: [] }]);
  });

  it('does not accept a selection of nothing', () => {
    const { errors } = selectDevices({ ...none, classes: ['jetson-xavier-nx'] }, devices);
    expect(errors[0]!.message).toBe('the selector matches no enrolled device');
    expect(selectDevices({ ...none, names: ['nano-1'], labels: ['rack-a'] }, []).errors).toMatchObject([
      { message: 'no device is enrolled' },
    ]);
  });
});
