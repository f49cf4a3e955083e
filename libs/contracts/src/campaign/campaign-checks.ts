import { DEFAULT_LIMITS } from '@joulefleet/core';
import * as z from 'zod';
import { percent } from './percent';

const OFF_LEVEL = { min: 0, max: 50, what: 'share of the window', usual: '0.5 %' };
const GAPS = { min: 0, max: 50, what: 'share of the window', usual: '5 %' };

export const checksObject = z.strictObject({
  minSamples: z.number().int().min(2).max(1_000_000).default(DEFAULT_LIMITS.minSamples),
  offLevel: percent(OFF_LEVEL).prefault('0.5 %'),
  gaps: percent(GAPS).prefault('5 %'),
});

/** From where on validity checks reject a trial: samples of the window, the share with a clock off its level, the share in gaps. */
export const campaignChecks = checksObject.transform(({ minSamples, offLevel, gaps }) => ({
  minSamples,
  maxOffShare: offLevel,
  maxGapShare: gaps,
}));
