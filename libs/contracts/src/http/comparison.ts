import * as z from 'zod';
import { cellLevels } from '../factors/level-schemas';
import { campaignView } from './campaign';
import { comparedGrades } from './grade';
import { interval } from './interval';
import { work } from './work';

const flag = z.enum(['true', 'false']).optional();

export const comparisonQuery = z.strictObject({
  /** The reference: an id, or a prefix that is unique among the campaigns visible to the caller. */
  against: z.string().min(1).max(36),
  /** From here on a change matters. */
  marginPct: z.coerce.number().min(0.01).max(50).default(2),
  /** Each device against each one of its class, instead of each against itself. */
  across: flag,
  /** Also a simulated campaign against a measured one. */
  mixed: flag,
});

const verdict = z.enum(['better', 'worse', 'equivalent', 'undecided']);

/** One cell in a campaign and in its reference. Ratios are campaign over reference; below 1 is better. */
export const cellChange = z.object({
  device: z.string(),
  /** In the reference: the same device, unless devices of a class are compared. */
  against: z.string(),
  ...work,
  levels: cellLevels,
  cellKey: z.string(),
  trials: z.number().int(),
  referenceTrials: z.number().int(),
  energyMj: interval,
  referenceEnergyMj: interval,
  energyRatio: interval,
  durationRatio: interval,
  /** `block`: by differences within the same blocks. */
  pairing: z.enum(['block', 'independent']),
  /** Of the t test that the verdict is made from; null: no verdict is possible. */
  pValue: z.number().nullable(),
  /** The same, adjusted for all cells of the comparison (Benjamini and Hochberg). */
  adjustedPValue: z.number().nullable(),
  /** Of the paired permutation test; null without pairs. Of n pairs it is at least 2 / 2^n. */
  permutationPValue: z.number().nullable(),
  /** Of Welch's t test on the trials of this cell alone. */
  welchPValue: z.number().nullable(),
  /** Difference of log energy in standard deviations. */
  hedgesG: z.number().nullable(),
  /** Unlikely to be chance: `adjustedPValue` is 5 % at most. */
  significant: z.boolean(),
  /** The change of energy is as large as the margin, or larger. */
  relevant: z.boolean(),
  /** On energy. Equivalent: certainly within the margin, even if it is significant. */
  verdict,
  /** Trials of each cell that are likely to decide it, beyond those there are; null: decided, or no number would. */
  moreTrials: z.number().int().nullable(),
  /** Why there is no verdict; null: there is one, or the interval is too wide. */
  reason: z.enum(['single_trial', 'no_scatter']).nullable(),
  /** `againstGrade`: of the reference. */
  ...comparedGrades.shape,
});

/** A device and workload as a whole. */
export const groupChange = z.object({
  device: z.string(),
  against: z.string(),
  workload: z.string(),
  cells: z.number().int(),
  /** Geometric mean of the cells' ratios of energy. */
  energyRatio: interval,
});

/** A cell that has an accepted trial in one campaign only. */
export const unpairedCell = z.object({
  device: z.string(),
  ...work,
  levels: cellLevels,
  cellKey: z.string(),
  trials: z.number().int(),
});

export const comparisonView = z.object({
  campaign: campaignView,
  reference: campaignView,
  marginPct: z.number(),
  across: z.boolean(),
  /** Cells by verdict. */
  verdicts: z.object({
    better: z.number().int(),
    worse: z.number().int(),
    equivalent: z.number().int(),
    undecided: z.number().int(),
  }),
  /** Cells that are better or worse by the margin or more. */
  changed: z.number().int(),
  groups: z.array(groupChange),
  cells: z.array(cellChange),
  onlyInCampaign: z.array(unpairedCell),
  onlyInReference: z.array(unpairedCell),
  warnings: z.array(z.string()),
  /** How many of each list a large comparison does not show. */
  leftOut: z.object({
    groups: z.number().int(),
    cells: z.number().int(),
    onlyInCampaign: z.number().int(),
    onlyInReference: z.number().int(),
  }),
});

export type ComparisonQuery = z.infer<typeof comparisonQuery>;
export type CellChangeView = z.infer<typeof cellChange>;
export type UnpairedCell = z.infer<typeof unpairedCell>;
export type ComparisonView = z.infer<typeof comparisonView>;
