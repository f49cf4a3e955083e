import * as z from 'zod';
import { deviceName } from './device';

/** Of a trial, or of a cell on a device: its key, or the beginning of it. */
export const budgetQuery = z
  .strictObject({
    trial: z.uuid().optional(),
    device: deviceName.optional(),
    cell: z
      .string()
      .regex(/^[0-9a-f]{4,64}$/, 'a cell key, or its first characters, four at least')
      .optional(),
  })
  .refine(({ trial, device, cell }) => (trial === undefined) === (device !== undefined && cell !== undefined), {
    message: 'either a trial, or a device and a cell',
  });

/** Uncertainty of an energy, part by part. */
export const budgetView = z.object({
  campaignId: z.string(),
  /** Twins made it, not boards. */
  simulated: z.boolean(),
  device: z.string(),
  cellKey: z.string(),
  workload: z.string(),
  /** Null: of the cell. */
  trialId: z.string().nullable(),
  /** How many trials it is made from. */
  trials: z.number().int(),
  energyMj: z.number(),
  /** By the sensor itself, the mean of the trials; null: not calibrated. */
  rawEnergyMj: z.number().nullable(),
  /** Integrated energy against the hardware's own counter, in percent of that, the mean of the trials; null: one has no counter. */
  counterDifferencePct: z.number().nullable(),
  calibration: z.object({ rail: z.string(), version: z.number().int() }).nullable(),
  parts: z.array(
    z.object({
      part: z.string(),
      /** Standard uncertainty (k = 1). */
      standardMj: z.number(),
      /** Share of the variance of all parts, in percent. */
      sharePct: z.number(),
      /** Whether it cancels in a ratio of two figures on one device. */
      cancels: z.enum(['yes', 'in part', 'no']),
    }),
  ),
  /** Combined standard uncertainty (k = 1). */
  standardMj: z.number(),
  /** Half-widths of the 95 % coverage interval: of the figure on its own, and against another on the same device. */
  absoluteMj: z.number(),
  relativeMj: z.number(),
});

export type BudgetQuery = z.infer<typeof budgetQuery>;
export type BudgetView = z.infer<typeof budgetView>;
