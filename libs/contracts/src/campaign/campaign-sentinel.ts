import { DEFAULT_BATCH_SIZE } from '@joulefleet/core';
import * as z from 'zod';

export const sentinelObject = z.strictObject({
  every: z.number().int().min(1).max(10_000).default(20),
  workload: z.string().min(1).max(200).nullable().default(null),
  batchSize: z.number().int().min(1).max(65_536).default(DEFAULT_BATCH_SIZE),
});

const WORDS: Readonly<Record<string, unknown>> = { off: null, auto: {} };

/** Whether each device measures a fixed cell again and again, and after how many other trials: `off`, `auto`, or an object. */
export const campaignSentinel = z
  .preprocess(
    (raw) => (typeof raw === 'string' && Object.hasOwn(WORDS, raw) ? WORDS[raw] : raw),
    sentinelObject.nullable(),
  )
  .transform((rule) => rule && { everyTrials: rule.every, workload: rule.workload, batchSize: rule.batchSize });
