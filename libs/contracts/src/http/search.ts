import { SEARCH_METHODS, SEARCH_OBJECTIVES, SEARCH_OUTCOMES, SEARCH_PHASES, TRIAL_PURPOSES } from '@joulefleet/core';
import * as z from 'zod';
import { workloadOptions } from '../factors/level-schemas';
import { CAMPAIGN_STATES } from './campaign';
import { interval } from './interval';

const figure = z.number().nullable();
const limit = z.number().nullable();

/** What a search looks for, and when it may stop. */
export const searchTarget = z.object({
  method: z.enum(SEARCH_METHODS),
  objective: z.enum(SEARCH_OBJECTIVES),
  /** Of costs: `mJ` an inference, `ms` a batch, `mJ ms`; empty for `cost`, which is relative to the reference cell. */
  unit: z.string(),
  /** Of energy in `cost`. */
  weight: z.number(),
  maxLatencyMs: limit,
  maxPowerMw: limit,
  maxEnergyMj: limit,
  marginPct: z.number(),
  probabilityPct: z.number(),
});

/** A cell that a search may choose, or compares with, and what is believed of it. */
export const searchCell = z.object({
  /** By this number steps and verdict name it. */
  cell: z.number().int(),
  cellKey: z.string(),
  graphMode: z.string(),
  /** By key of the factor: only what is set. */
  levels: workloadOptions,
  /** Governors have its clocks: the others are compared with it, and it is not chosen. */
  isReference: z.boolean(),
  /** Accepted trials. */
  trials: z.number().int(),
  /** In the unit of the target; null: nothing is known of it. */
  cost: interval.nullable(),
  /** That it is the best. */
  probability: z.number(),
  /** It breaks a limit or does not fit into the memory; null: it is not known. */
  isFeasible: z.boolean().nullable(),
});

/** A trial that a search proposed. */
export const searchStep = z.object({
  trialId: z.string(),
  cell: z.number().int(),
  device: z.string(),
  purpose: z.enum(TRIAL_PURPOSES),
  state: z.enum(['open', 'accepted', 'failed']),
  /** Null: it was not measured. */
  cost: figure,
  /** Device time, waits and settling included; null: it is not known. */
  deviceS: figure,
});

/** What was believed after so many trials had been proposed, checks and confirmations left out. */
export const searchPoint = z.object({
  trials: z.number().int(),
  /** Cells that may be the best by then. */
  mayBeBest: z.number().int(),
  /** The best of those that were measured; null: none was. */
  best: z.number().int().nullable(),
  /** That no other cell is better by more than the margin. */
  probability: z.number(),
});

export const searchVerdict = z.object({
  outcome: z.enum(SEARCH_OUTCOMES),
  cell: z.number().int().nullable(),
  runnerUp: z.number().int().nullable(),
  /** Of the method `pareto`: cells that no other beats in both time and energy, the fastest first; empty otherwise. */
  front: z.array(z.number().int()),
  /** That no other cell is better by more than the margin; of `pareto`, that the front lacks no more of the hypervolume. */
  probability: z.number(),
  marginPct: z.number(),
  /** Over the reference cell, in percent of its cost. */
  savingPct: interval.nullable(),
  reason: z.string(),
  /** Of the product that computed and stored it when the search ended; null: it is computed now, by the trials that there are. */
  version: z.string().nullable(),
});

/** What a search starts from of earlier campaigns on its device class. */
export const earlierSearch = z.object({
  /** Their ids, the newest first. */
  campaigns: z.array(z.string()),
  /** Of its own workload: how many of its cells were measured, and names of the devices that did. */
  cells: z.number().int(),
  devices: z.array(z.string()),
  /** Where its own is new: cells that were the best for other workloads. */
  starts: z.array(z.number().int()),
});

/** One search of a campaign: one workload on the devices of one class. */
export const searchView = z.object({
  deviceClass: z.string(),
  workload: z.string(),
  /** Empty: an installed runner. */
  command: z.array(z.string()),
  target: searchTarget,
  devices: z.array(z.string()),
  /** Null: it starts from nothing. */
  earlier: earlierSearch.nullable(),
  phase: z.enum(SEARCH_PHASES),
  /** True: it has ended, by itself or with its campaign. */
  over: z.boolean(),
  /** What it ended with, or would end with if it was stopped now. */
  verdict: searchVerdict,
  steps: z.array(searchStep),
  cells: z.array(searchCell),
  course: z.array(searchPoint),
  /** Without checks and confirmations; `most` is null where the method ends by itself. */
  trials: z.object({ made: z.number().int(), most: z.number().int().nullable() }),
  /** Device time by purpose, and what the sweep of the same cells would take on one device; null: it is not known. */
  deviceS: z.object({ search: figure, check: figure, confirm: figure, sweep: figure }),
  /** Mean error of what was believed of the cells measured at random; null: none was. */
  checkErrorPct: figure,
  /** By the confirming trials; null: it is not confirmed. */
  confirmedSavingPct: interval.nullable(),
  /** What the method `online` has cost since conditions changed last; null: of another method, or nothing is measured. */
  online: z
    .object({
      /** How often conditions changed. */
      changes: z.number().int(),
      /** Accepted trials since. */
      trials: z.number().int(),
      /** Mean cost of the cells of these trials above that of the best one, by what is believed now. */
      meanPct: figure,
      /** The same of the last 20. */
      recentPct: figure,
    })
    .nullable(),
});

export const campaignSearchView = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(CAMPAIGN_STATES),
  simulated: z.boolean(),
  searches: z.array(searchView),
});

export type SearchTargetView = z.infer<typeof searchTarget>;
export type SearchCellView = z.infer<typeof searchCell>;
export type SearchStepView = z.infer<typeof searchStep>;
export type SearchPointView = z.infer<typeof searchPoint>;
export type OneSearchView = z.infer<typeof searchView>;
export type CampaignSearchView = z.infer<typeof campaignSearchView>;
