import * as z from 'zod';
import { show } from './show';

const DEFAULT_UNTIL = '2 %';
const MIN_PCT = 0.1;
const MAX_PCT = 50;

/** `2 %` as 0.02. */
const halfWidth = z.unknown().transform((raw, context) => {
  const [, figure] = (typeof raw === 'string' && /^\s*([0-9]{1,2}(?:\.[0-9]{1,3})?)\s*%\s*$/.exec(raw)) || [];
  const percent = Number(figure);
  if (percent >= MIN_PCT && percent <= MAX_PCT) return percent / 100;
  const params = { expected: `${MIN_PCT} % to ${MAX_PCT} %, such as ${DEFAULT_UNTIL}` };
  context.addIssue({ code: 'custom', message: `${show(raw)} is no half-width`, params });
  return z.NEVER;
});

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
