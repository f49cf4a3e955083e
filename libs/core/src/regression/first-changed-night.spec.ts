import { firstChangedNight } from './first-changed-night';

describe('firstChangedNight', () => {
  it.each([
    ['a step that was there', { mean: 3, nights: 1 }, [2.9, 3.1], null],
    ['a flag by chance, before a step', { mean: 1, nights: 1 }, [0.1, 3, 3.2], 1],
    ['a flag of several nights, before a step', { mean: 0.6, nights: 3 }, [-0.2, 0.1, 4, 4.1], 2],
    ['a last night that is far off alone', { mean: 1, nights: 1 }, [1.1, 0.9, 3], null],
    ['what grows slowly', { mean: 0.6, nights: 1 }, [1.2, 1.8], null],
    ['one night after it', { mean: 1, nights: 1 }, [3], null],
  ])('of %s', (_, flagged, deviations, place) => {
    expect(firstChangedNight(flagged, deviations)).toBe(place);
  });
});
