import { formatEnergy, formatMeanDuration, formatPct, formatPower, formatRatio } from '@joulefleet/figures';
import { formatDuration } from './format-duration';

describe('formatDuration', () => {
  it.each([
    [0.42, '0.42 s'],
    [12.34, '12.3 s'],
    [59.97, '1 min 00 s'],
    [245, '4 min 05 s'],
    [3599.6, '1 h 00 min'],
    [7620, '2 h 07 min'],
  ])('%d s is %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe('quantities', () => {
  it('gives the uncertainty two digits and the figure as many places', () => {
    expect(formatEnergy(612_345, 2210)).toBe('612.3 ± 2.2 J');
    expect(formatEnergy(612_345, 13_400)).toBe('612 ± 13 J');
    expect(formatEnergy(45_678_900_000, 1e8)).toBe('45679 ± 100 kJ');
    expect(formatEnergy(812, 4)).toBe('812.0 ± 4.0 mJ');
    expect(formatEnergy(612_345, 0)).toBe('612.35 ± 0.00 J');
  });

  it('shows durations, powers, percentages and ratios with their intervals', () => {
    expect(formatMeanDuration({ estimate: 61_230, low: 61_110, high: 61_350 })).toBe('61.23 s [61.11, 61.35]');
    expect(formatPower({ estimate: 9876, low: 9800, high: 9952 })).toBe('9.876 W [9.800, 9.952]');
    expect(formatPct({ estimate: 18.94, low: 18.1, high: 19.72 })).toBe('18.9 % [18.1, 19.7]');
    expect(formatPct({ estimate: 28, low: 27, high: 29 }, '+')).toBe('+28.0 % [27.0, 29.0]');
    expect(formatPct({ estimate: -3, low: -4, high: -2 }, '+')).toBe('-3.0 % [-4.0, -2.0]');
    expect(formatPct({ estimate: 1.3, low: -0.04, high: 2.6 })).toBe('1.3 % [0.0, 2.6]');
    expect(formatRatio({ estimate: 2.3111, low: 2.28, high: 2.3456 })).toBe('2.31 [2.28, 2.35]');
  });
});
