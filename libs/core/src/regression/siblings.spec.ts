import type { ConfirmationState } from './confirmation-test';
import { awaitsSibling, judgeSibling, siblingsOf, type SiblingDevice, type SiblingOutcome } from './siblings';

const device = (name: string, more: Partial<SiblingDevice> = {}): SiblingDevice => ({
  ...{ name, deviceClass: 'jetson-nano', availability: 'ready', health: 'good', ...more },
});

describe('siblings of a device', () => {
  const namesOf = (devices: SiblingDevice[], taken: [string, number][] = []): string[] =>
    siblingsOf('nano-1', devices, new Map(taken)).map(({ name }) => name);

  it('are the others of its class that are healthy and free', () => {
    const devices = [
      device('nano-5', { availability: 'cooling' }),
      device('nano-1'),
      device('nano-2'),
      device('orin-1', { deviceClass: 'jetson-orin-nx' }),
      device('nano-3', { availability: 'leased' }),
      device('nano-4', { availability: 'quarantined', health: 'bad' }),
      device('nano-6', { health: 'unknown' }),
    ];
    expect(namesOf(devices)).toEqual(['nano-2', 'nano-5']);
    expect(namesOf(devices, [['nano-2', 1]])).toEqual(['nano-5', 'nano-2']);
  });

  it('are none of a device that is not known, or that is alone', () => {
    expect(namesOf([device('nano-2')])).toEqual([]);
    expect(namesOf([device('nano-1')])).toEqual([]);
  });
});

describe('what a sibling showed', () => {
  const own = (state: ConfirmationState, shift = 0.05) => ({ state, shift, reach: 0.006 });

  // The interval of the difference of two sizes reaches hypot(0.006, 0.008) = 0.01.
  it.each<[SiblingOutcome, string, ConfirmationState, ConfirmationState, number]>([
    ['differ', 'both differ', 'confirmed', 'confirmed', 0.048],
    ['alike', 'only the device differs', 'confirmed', 'went_away', 0.039],
    ['unclear', 'its test just missed what the device shows', 'confirmed', 'went_away', 0.041],
    ['unclear', 'its test was not ended', 'confirmed', 'undecided', 0],
    ['differ', 'it differs alone', 'went_away', 'confirmed', 0.05],
    ['alike', 'neither differs', 'went_away', 'went_away', 0.05],
  ])('is %s where %s', (outcome, _why, state, siblingState, shift) => {
    expect(judgeSibling(own(state), { state: siblingState, shift, reach: 0.008 })).toBe(outcome);
    const down = { state: siblingState, shift: -shift, reach: 0.008 };
    expect(judgeSibling(own(state, -0.05), down)).toBe(outcome);
  });

  it('is waited for only where the device itself differs', () => {
    expect(awaitsSibling('confirmed', 'undecided')).toBe(true);
    expect(awaitsSibling('confirmed', 'went_away')).toBe(false);
    expect(awaitsSibling('went_away', 'undecided')).toBe(false);
  });
});
