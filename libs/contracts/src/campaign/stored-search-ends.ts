import { SEARCH_OUTCOMES, SEARCH_PHASES } from '@joulefleet/core';
import * as z from 'zod';
import { interval } from '../http/interval';

const endedSearch = z.object({
  deviceClass: z.string(),
  workload: z.string(),
  /** Empty: an installed runner. */
  command: z.array(z.string()),
  phase: z.enum(SEARCH_PHASES),
  /** Cells are named by their index among the campaign's cells, which never change. */
  verdict: z.object({
    outcome: z.enum(SEARCH_OUTCOMES),
    cell: z.number().int().nullable(),
    runnerUp: z.number().int().nullable(),
    front: z.array(z.number().int()),
    probability: z.number(),
    margin: z.number(),
    savingPct: interval.nullable(),
    reason: z.string(),
  }),
});

/** What the searches of a campaign ended with, as it is stored: later versions read it as well. */
export const storedSearchEnds = z.object({
  /** Version of the product that computed it. */
  version: z.string(),
  searches: z.array(endedSearch),
});

export type StoredSearchEnds = z.infer<typeof storedSearchEnds>;
