import { z } from 'zod';

/** Trials of one call: each costs milliseconds. */
export const MAX_RECOMPUTED_TRIALS = 100;

/** Body of a call that judges stored raw data anew, a page of trials at a time. */
export const recomputeRequest = z.object({
  /** False: a dry run, nothing is changed. */
  apply: z.boolean().default(false),
  /** `next` of the page before; left out for the first. */
  after: z.uuid().optional(),
  limit: z.number().int().min(1).max(MAX_RECOMPUTED_TRIALS).default(MAX_RECOMPUTED_TRIALS),
});

/** One attempt whose judgement differs from the stored one, or whose trial moves by it. */
export const recomputedAttempt = z.object({
  trialId: z.string(),
  attempt: z.number().int(),
  device: z.string(),
  cellKey: z.string(),
  verdict: z.object({ before: z.string().nullable(), after: z.string().nullable() }),
  energyMj: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
  /** Version of the calibration that the energy is by; null: of none. */
  calibration: z.object({ before: z.number().int().nullable(), after: z.number().int().nullable() }),
  /** Names of the checks that fired. */
  findings: z.object({ before: z.array(z.string()), after: z.array(z.string()) }),
  trialState: z.object({ before: z.string(), after: z.string() }),
});

export const recomputePage = z.object({
  campaignId: z.string(),
  applied: z.boolean(),
  /** Attempts that were judged anew. */
  judged: z.number().int(),
  /** Attempts whose raw traces are no longer complete: their judgement stays. */
  withoutRawData: z.number().int(),
  /** Attempts that somebody else changed meanwhile: ask again. */
  skipped: z.number().int(),
  moved: z.array(recomputedAttempt),
  /** Null: that was the last page. */
  next: z.string().nullable(),
});

export type RecomputeRequest = z.infer<typeof recomputeRequest>;
export type RecomputedAttempt = z.infer<typeof recomputedAttempt>;
export type RecomputePage = z.infer<typeof recomputePage>;
