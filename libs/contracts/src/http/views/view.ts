import * as z from 'zod';
import { cellLevels, workloadOptions } from '../../factors/level-schemas';
import { campaignView } from '../campaign';
import { deviceName } from '../device';
import { grade } from '../grade';
import { interval } from '../interval';

const MAX_BATCH_SIZE = 65_536;

/** What of a campaign a view is made from; all of it where nothing is named. */
export const viewFilter = {
  device: deviceName.optional(),
  workload: z.string().min(1).max(200).optional(),
  batchSize: z.coerce.number().int().min(1).max(MAX_BATCH_SIZE).optional(),
};

/** Figures that have the same grade for the same parts. */
export const gradeReason = z.object({ grade, figures: z.number().int(), reason: z.string(), raise: z.string() });

/** How many cells are too low to rank, and why. */
export const lowGrades = z.object({
  cells: z.number().int(),
  tooLow: z.number().int(),
  why: z.array(gradeReason),
});

/** What every view has. */
export const viewHead = {
  campaign: campaignView,
  simulated: z.boolean(),
  /** Of the cells that the view is made from, those whose trust grade (D or worse) is too low to rank, with the reasons and what would raise them. */
  grades: lowGrades,
  /** What cannot be said, why, and how to get it; and what a reader must know before quoting a figure. */
  notes: z.array(z.string()),
};

/** What is executed on a device, and how, beside the batch size. */
export const viewSubject = {
  device: z.string(),
  deviceClass: z.string(),
  workload: z.string(),
  graphMode: z.string(),
  inferences: z.number().int(),
  /** What is counted as an inference: `inference`, or the unit that the campaign names, such as `token`. */
  unit: z.string(),
  options: workloadOptions,
};

/** A cell by figures that compare over batch sizes. Intervals (95 %) are those of repetition. */
export const viewPoint = z.object({
  cellKey: z.string(),
  batchSize: z.number().int(),
  levels: cellLevels,
  trials: z.number().int(),
  /** Per inference, or per unit of the subject. */
  energyMj: interval,
  /** Half of the 95 % coverage interval of that figure on its own, the meter included. */
  uncertaintyMj: z.number(),
  /** Time of the same. */
  timeMs: interval,
  /** Latency: time per batch. */
  batchMs: interval,
  powerMw: interval,
  grade,
  /** False: the grade is D or worse, too low to rank. */
  rankable: z.boolean(),
});

export type ViewPoint = z.infer<typeof viewPoint>;
export type ViewSubject = { [Key in keyof typeof viewSubject]: z.infer<(typeof viewSubject)[Key]> };
