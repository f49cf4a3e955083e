import { SEARCH_METHODS, SEARCH_OBJECTIVES } from '@joulefleet/core';
import * as z from 'zod';

const limit = z.number().positive().max(1e9);
const MAX_TRIALS = 100_000;

/** What a campaign file says of a search, beside its name. */
export const searchKeys = {
  method: z.enum(SEARCH_METHODS).optional(),
  objective: z.enum(SEARCH_OBJECTIVES).optional(),
  weight: z.number().min(0).max(1).optional(),
  maxLatencyMs: limit.optional(),
  maxPowerMw: limit.optional(),
  maxEnergyMj: limit.optional(),
  marginPct: z.number().min(0.1).max(50).optional(),
  probabilityPct: z.number().min(50).max(99.9).optional(),
  maxTrials: z.number().int().min(1).max(MAX_TRIALS).optional(),
  maxDeviceMinutes: z.number().positive().max(1e6).optional(),
  checkCells: z.number().int().min(0).max(100).optional(),
  confirmTrials: z.number().int().min(0).max(100).optional(),
  startFrom: z.enum(['earlier', 'nothing']).optional(),
};

type Written = { [Key in keyof typeof searchKeys]: z.infer<(typeof searchKeys)[Key]> };

/** Of energy in `cost`: both halves count alike. */
const DEFAULT_WEIGHT = 0.5;

/**
 * A search as a file writes it, with what it leaves out: limits and budgets of each search, which is one workload on one device class.
 * Percentages become shares, minutes become seconds.
 */
export function searchOf(written: Partial<Written>) {
  const { maxDeviceMinutes } = written;
  return {
    method: written.method ?? 'steered',
    objective: {
      name: written.objective ?? 'energy',
      weight: written.weight ?? DEFAULT_WEIGHT,
      maxLatencyMs: written.maxLatencyMs ?? null,
      maxPowerMw: written.maxPowerMw ?? null,
      maxEnergyMj: written.maxEnergyMj ?? null,
    },
    margin: (written.marginPct ?? 1) / 100,
    probability: (written.probabilityPct ?? 95) / 100,
    maxTrials: written.maxTrials ?? null,
    maxDeviceS: maxDeviceMinutes === undefined ? null : maxDeviceMinutes * 60,
    checkCells: written.checkCells ?? 3,
    confirmTrials: written.confirmTrials ?? 10,
    startFrom: written.startFrom ?? 'earlier',
  };
}

/** What a search is stored with, beside what every strategy is. */
export const storedSearch = {
  method: z.enum(SEARCH_METHODS),
  objective: z.object({
    name: z.enum(SEARCH_OBJECTIVES),
    weight: z.number().min(0).max(1),
    maxLatencyMs: limit.nullable(),
    maxPowerMw: limit.nullable(),
    maxEnergyMj: limit.nullable(),
  }),
  margin: z.number().positive(),
  probability: z.number().positive(),
  maxTrials: z.number().int().min(1).nullable(),
  maxDeviceS: z.number().positive().nullable(),
  checkCells: z.number().int().min(0),
  confirmTrials: z.number().int().min(0),
  /** Ids of the campaigns that it starts from, the newest first; left out: none. */
  earlierCampaigns: z.array(z.string()).optional(),
};
