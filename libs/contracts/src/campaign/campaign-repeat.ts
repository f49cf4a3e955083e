import * as z from 'zod';
import { percent } from './percent';

const DEFAULT_UNTIL = '2 %';

/** `2 %` as 0.02. */
const halfWidth = percent({ min: 0.1, max: 50, what: 'half-width', usual: DEFAULT_UNTIL });

const count = z.number().int().max(1000);

export const repeatObject = z.strictObject({
  until: halfWidth.prefault(DEFAULT_UNTIL),
  min: count.min(2).default(3),
  max: count.min(2).default(20),
});

/** Repeat each cell until the 95 % interval of its mean energy is within a half-width. */
export const campaignRepeat = repeatObject.superRefine(({ min, max }, context) => {
  if (min <= max) return;
  const params = { expected: `at least min, ${min}` };
  context.addIssue({ code: 'custom', path: ['max'], message: `${max} is too small`, params });
});
