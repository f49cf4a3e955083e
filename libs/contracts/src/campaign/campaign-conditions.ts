import * as z from 'zod';
import { MAX_CONSTRAINT_CHARACTERS, parseConstraint } from './constraint';

const condition = z
  .string()
  .trim()
  .min(1)
  .max(MAX_CONSTRAINT_CHARACTERS)
  .superRefine((text, context) => {
    const parsed = parseConstraint(text);
    if (parsed.ok) return;
    context.addIssue({ code: 'custom', message: parsed.message, params: { expected: parsed.expected } });
  });

/** Conditions that a cell must meet, all of them; one alone may stand without a list. */
export const campaignConditions = z.preprocess(
  (raw) => (typeof raw === 'string' ? [raw] : raw),
  z.array(condition).min(1).max(20),
);
