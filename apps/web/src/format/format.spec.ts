import { formatUncertaintyPart } from './format-trial';
import { formatDuration, formatTimeLeft, formatWithin } from './format';

describe('what a page shows', () => {
  it.each([
    [12.3456, 0.0123, '12.346 ± 0.012 mJ'],
    [12345.6, 234.5, '12350 ± 230 mJ'],
    [0.000_123_4, 0.000_005_6, '0.0001234 ± 0.0000056 mJ'],
    [12.3456, 0, '12.35 mJ'],
    [12.3456, Infinity, '12.35 mJ'],
    [0.9, 1e-16, '0.9 mJ'],
    [-1e-14, 1e-12, '0 mJ'],
    [1e-7, 2e-9, '0.0000001000 ± 0.0000000020 mJ'],
  ])('%d within %d has the digits that are known', (estimate, halfWidth, text) => {
    expect(formatWithin(estimate, halfWidth, 'mJ')).toBe(text);
  });

  it('leaves out the unit of a ratio', () => expect(formatWithin(1.25, 0.034, '')).toBe('1.250 ± 0.034'));

  it('has durations in units for people', () => {
    expect([45, 720, 12_000, 187_200].map(formatDuration)).toEqual(['45 s', '12 min', '3 h 20 min', '2 d 4 h']);
  });

  it('has parts of an uncertainty in the unit of its energy', () => {
    expect(formatUncertaintyPart(11_200, 1_040_000)).toBe('11.2 J');
    expect(formatUncertaintyPart(0.4567, 12)).toBe('0.457 mJ');
  });

  it('has the time left with its interval where one is known', () => {
    expect(formatTimeLeft({ etaS: 240, etaIntervalS: { low: 180, high: 300 } })).toBe('3 min to 5 min');
    expect(formatTimeLeft({ etaS: 240, etaIntervalS: null })).toBe('about 4 min');
    expect(formatTimeLeft({ etaS: null, etaIntervalS: null })).toBeNull();
  });
});
