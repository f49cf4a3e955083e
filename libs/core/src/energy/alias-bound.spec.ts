import fc from 'fast-check';
import { aliasBound, batchPhases, regularMarks, starDiscrepancy } from './index';

const shares = fc.double({ min: 0, max: 0.999999, noNaN: true });

describe('starDiscrepancy', () => {
  it('knows the even, the golden and the lumped sequence', () => {
    const even = Array.from({ length: 50 }, (_, i) => (i + 0.5) / 50);
    expect(starDiscrepancy(even)).toBeCloseTo(0.01, 12);
    const golden = Array.from({ length: 200 }, (_, i) => (i * 0.618034) % 1);
    expect(starDiscrepancy(golden)).toBeLessThan(0.02);
    expect(starDiscrepancy(Array<number>(30).fill(0))).toBe(1);
    expect(starDiscrepancy([])).toBe(1);
  });

  it('is the largest difference between share and length that brute force finds', () => {
    fc.assert(
      fc.property(fc.array(shares, { minLength: 1, maxLength: 30 }), (points) => {
        const n = points.length;
        const atPoint = (x: number): number =>
          Math.max(
            Math.abs(points.filter((p) => p < x).length / n - x),
            Math.abs(points.filter((p) => p <= x).length / n - x),
          );
        expect(starDiscrepancy(points)).toBeCloseTo(Math.max(...[...points, 1].map(atPoint)), 9);
      }),
    );
  });

  it('does not depend on the order and lies between 1 / 2n and 1', () => {
    fc.assert(
      fc.property(fc.array(shares, { minLength: 1 }), (points) => {
        const found = starDiscrepancy(points);
        expect(found).toBe(starDiscrepancy([...points].reverse()));
        expect(found).toBeGreaterThanOrEqual(1 / (2 * points.length) - 1e-12);
        expect(found).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe('batchPhases', () => {
  it('places times within regular and irregular batches, null outside', () => {
    expect(batchPhases([99, 100, 150, 299, 300], regularMarks(100, 100, 2))).toEqual([null, 0, 0.5, 0.99, null]);
    expect(batchPhases([10, 20, 40], [0, 20, 60])).toEqual([0.5, 0, 0.5]);
    expect(batchPhases([5], [])).toEqual([null]);
    expect(batchPhases([5], [0])).toEqual([null]);
  });
});

describe('aliasBound', () => {
  /** Two phases of a batch, the upper power at most twice the lower, sampled at any steady period. */
  const batches = fc.record({
    lowMw: fc.integer({ min: 4000, max: 8000 }),
    riseShare: fc.double({ min: 0, max: 1, noNaN: true }),
    duty: fc.double({ min: 0.15, max: 0.85, noNaN: true }),
    periodUs: fc.integer({ min: 20_000, max: 300_000 }),
    offsetUs: fc.integer({ min: 0, max: 100_000 }),
  });
  const BATCH_US = 100_000;
  const marks = regularMarks(0, BATCH_US, 400);

  it('is never below the error it bounds', () => {
    fc.assert(
      fc.property(batches, ({ lowMw, riseShare, duty, periodUs, offsetUs }) => {
        const highMw = lowMw * (1 + riseShare);
        const tUs = Array.from({ length: 120 }, (_, i) => offsetUs + i * periodUs).filter((t) => t < 400 * BATCH_US);
        const powerMw = tUs.map((t) => ((t % BATCH_US) / BATCH_US < duty ? lowMw : highMw));
        const meanMw = powerMw.reduce((sum, p) => sum + p, 0) / powerMw.length;
        const errorShare = Math.abs(meanMw - (duty * lowMw + (1 - duty) * highMw)) / meanMw;
        expect(aliasBound({ tUs, powerMw }, marks)!.boundShare).toBeGreaterThanOrEqual(errorShare - 1e-9);
      }),
      { numRuns: 1000 },
    );
  });

  it('cannot be fooled by samples that all look alike because they all hit the same phase', () => {
    const tUs = Array.from({ length: 200 }, (_, i) => 30_000 + i * 200_000);
    const inStep = aliasBound({ tUs, powerMw: tUs.map(() => 6000) }, marks)!;
    expect(inStep.variationShare).toBe(0);
    expect(inStep.unseenShare).toBeCloseTo(1, 9);
    expect(inStep.boundShare).toBeCloseTo(1, 9);
  });

  it('shrinks when the sensor itself averages over many batches', () => {
    const tUs = Array.from({ length: 200 }, (_, i) => 30_000 + i * 200_000);
    const boundAt = (averagingUs: number): number =>
      aliasBound({ tUs, powerMw: tUs.map(() => 6000) }, marks, averagingUs)!.boundShare;
    expect(boundAt(50_000)).toBeCloseTo(0.5, 9);
    expect(boundAt(100_000)).toBeCloseTo(0.25, 9);
    expect(boundAt(1_000_000)).toBeCloseTo(0.025, 9);
  });

  it('says nothing without samples between the marks', () => {
    expect(aliasBound({ tUs: [], powerMw: [] }, marks)).toBeNull();
    expect(aliasBound({ tUs: [5], powerMw: [6000] }, [])).toBeNull();
    expect(aliasBound({ tUs: [5], powerMw: [0] }, marks)).toBeNull();
  });
});
