import fc from 'fast-check';
import { parseRetryAfter, planRetry, RETRY_RULE } from './plan-retry';

const failed = { attempts: 1, ageMs: 0, askedMs: null, permanent: false };

describe('planRetry', () => {
  it('grows to an hour, and spreads', () => {
    const pauses = [1, 2, 3, 7, 8, 200].map((attempts) => planRetry(RETRY_RULE, { ...failed, attempts }, 0.5));
    expect(pauses).toEqual([30_000, 60_000, 120_000, 1_920_000, 3_600_000, 3_600_000]);
    expect(planRetry(RETRY_RULE, failed, 0)).toBe(24_000);
    expect(planRetry(RETRY_RULE, failed, 1)).toBe(36_000);
  });

  it('waits as long as it is asked to, for a day at most', () => {
    expect(planRetry(RETRY_RULE, { ...failed, askedMs: 120_000 }, 0.5)).toBe(120_000);
    expect(planRetry(RETRY_RULE, { ...failed, askedMs: 1 }, 0.5)).toBe(30_000);
    expect(planRetry(RETRY_RULE, { ...failed, askedMs: 1e12 }, 0.5)).toBe(86_400_000);
  });

  it('gives up what is of no use, and after three days', () => {
    expect(planRetry(RETRY_RULE, { ...failed, permanent: true }, 0.5)).toBeNull();
    expect(planRetry(RETRY_RULE, { ...failed, ageMs: 3 * 86_400_000 - 30_001 }, 0.5)).toBe(30_000);
    expect(planRetry(RETRY_RULE, { ...failed, ageMs: 3 * 86_400_000 - 29_999 }, 0.5)).toBeNull();
  });

  it('comes to an end in 60 to 110 attempts, whatever is drawn', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (draws) => {
        let [attempts, ageMs] = [1, 0];
        for (const random of draws) {
          const pauseMs = planRetry(RETRY_RULE, { ...failed, attempts, ageMs }, random);
          if (pauseMs === null) break;
          attempts++;
          ageMs += pauseMs;
        }
        expect(attempts).toBeGreaterThan(60);
        expect(attempts).toBeLessThan(110);
        expect(ageMs).toBeLessThanOrEqual(RETRY_RULE.giveUpAfterMs);
      }),
      { numRuns: 50 },
    );
  });
});

it.each([
  ['120', 120_000],
  [' 5 ', 5_000],
  ['Fri, 27 Nov 2026 20:00:10 GMT', 10_000],
  ['Fri, 27 Nov 2026 19:00:00 GMT', 0],
  ['soon', null],
  ['-1', null],
  ['2026', 2_026_000],
  [undefined, null],
])('Retry-After %j is %j ms', (header, pauseMs) => {
  expect(parseRetryAfter(header, Date.parse('2026-11-27T20:00:00Z'))).toBe(pauseMs);
});
