import { counterDifferencePct } from './energy-counter';
import { effectiveSamples, refreshToHeed } from './fresh-readings';

/** 100 W, read every 100 ms from 0 to 20 s. */
const samples = {
  tUs: Array.from({ length: 201 }, (_, i) => i * 100_000),
  powerMw: Array.from({ length: 201 }, () => 100_000),
};
const counter = { source: 'nvml', startUs: 1_000_000, endUs: 11_000_000, startMj: 5_000, endMj: 1_005_000 };

describe('counterDifferencePct', () => {
  it('holds the samples between the readings of the counter against it', () => {
    expect(counterDifferencePct(samples, counter)).toBeCloseTo(0, 9);
    expect(counterDifferencePct(samples, { ...counter, endMj: 1_030_000 })).toBeCloseTo(100 * (1 / 1.025 - 1), 9);
  });

  it.each([
    ['none', null],
    ['one that stands', { ...counter, endMj: counter.startMj }],
    ['one that was reset', { ...counter, endMj: 0 }],
    ['one that was read once', { ...counter, endUs: counter.startUs }],
    ['one beyond the samples', { ...counter, startUs: 30_000_000, endUs: 40_000_000 }],
  ])('says nothing of %s', (_, of) => expect(counterDifferencePct(samples, of)).toBeNull());
});

describe('effectiveSamples', () => {
  it('counts no reading twice', () => {
    expect(effectiveSamples(200, 10_000, 100_000)).toBe(101);
    expect(effectiveSamples(40, 10_000, 100_000)).toBe(40);
    expect(effectiveSamples(200, 10_000, null)).toBe(200);
  });

  it('leaves a sensor out that the agent sets up to average without gaps', () => {
    expect([null, 'iio', 'hwmon'].map((layout) => refreshToHeed(layout, 422_400))).toEqual([null, null, null]);
    expect(['nvml', 'tegrastats'].map((layout) => refreshToHeed(layout, 100_000))).toEqual([100_000, 100_000]);
  });
});
