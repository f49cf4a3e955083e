import type { Baseline } from '@joulefleet/core';
import * as z from 'zod';
import { refuseRepeated } from './refuse-repeated';

const WORDS = ['stock', 'dvfs'] as const;

const list = z
  .array(z.enum(WORDS))
  .min(1)
  .max(WORDS.length)
  .superRefine((baselines, context) => refuseRepeated(baselines, context));

/** What savings are against: `stock`, `dvfs`, a list of both, or `none`. */
export const campaignBaseline = z.unknown().transform((raw, context): readonly Baseline[] => {
  if (raw === 'none') return [];
  const parsed = Array.isArray(raw) ? list.safeParse(raw) : z.enum([...WORDS, 'none']).safeParse(raw);
  if (parsed.success) return Array.isArray(parsed.data) ? parsed.data : [parsed.data as Baseline];
  for (const issue of parsed.error.issues) context.addIssue({ ...issue });
  return z.NEVER;
});
