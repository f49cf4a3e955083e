import { type Batch, type NextUs, windowErrorPct } from './simulate-window';
import { batchAware, batchAwareMisjudged, dither, fixed, type Sampling, worstRmsPct } from './worst-error';
import { seededRandom } from '@joulefleet/core';

const SWING = { cpuShare: 0.4, cpuMw: 4000, gpuMw: 10_500 };
const STEADY = { cpuShare: 0.4, cpuMw: 8000, gpuMw: 8000 };
const batch = (ms: number, power = SWING): Batch => ({ ...power, batchUs: ms * 1000 });
const rms = (sampling: Sampling, batches: readonly Batch[], durationUs = 20e6): number =>
  worstRmsPct(sampling, { batches, durationUs, windows: 30, seed: 7 });

/** Standard deviation over mean of the two-level swing, in percent: what readings at one single phase are off by. */
const SPREAD_PCT = (100 * Math.sqrt(0.4 * 0.6) * 6500) / 7900;

describe('windowErrorPct', () => {
  it('has no error where power does not swing', () => {
    for (const sampling of [fixed, dither, batchAware]) expect(rms(sampling, [batch(120, STEADY)])).toBeCloseTo(0, 9);
  });

  it('is the spread of the power when every reading has the same phase, however long the window', () => {
    for (const durationUs of [20e6, 100e6]) {
      const error = worstRmsPct(fixed, { batches: [batch(100)], durationUs, windows: 400, seed: 7 });
      expect(Math.abs(error / SPREAD_PCT - 1)).toBeLessThan(0.05);
    }
  });

  it('vanishes as readings become dense', () => {
    const everyMs: NextUs = () => 997;
    expect(Math.abs(windowErrorPct(batch(100), 20e6, everyMs, seededRandom(1)))).toBeLessThan(0.05);
  });

  it('refuses a window without a reading', () => {
    expect(() =>
      windowErrorPct(
        batch(50),
        50_000,
        () => 9e6,
        () => 0,
      ),
    ).toThrow(RangeError);
  });
});

describe('worstRmsPct', () => {
  it('is that of the worst batch period, not a mean', () => {
    expect(rms(fixed, [batch(137), batch(100), batch(171)])).toBe(rms(fixed, [batch(100)]));
  });

  it('distinguishes the samplings', () => {
    const batches = [100, 110, 200, 333].map((ms) => batch(ms));
    expect(rms(batchAware, batches)).toBeLessThan(rms(batchAwareMisjudged, batches));
    expect(rms(batchAwareMisjudged, batches)).toBeLessThan(rms(dither, batches));
    expect(rms(dither, batches)).toBeLessThan(rms(fixed, batches) / 5);
  });

  it('is the same for the same seed', () => {
    expect(rms(dither, [batch(110)])).toBe(rms(dither, [batch(110)]));
  });
});
