import * as z from 'zod';
import { interval } from '../interval';
import { viewFilter, viewHead, viewPoint, viewSubject } from './view';

export const sweepQuery = z.strictObject({
  ...viewFilter,
  /** The clock that varies. */
  axis: z.enum(['gpu', 'cpu']).default('gpu'),
  /** Where the other clock is held: at its highest, or where the optimum has it. */
  at: z.enum(['top', 'optimum']).default('top'),
  /** Holds it here instead. */
  heldHz: z.coerce.number().positive().max(1e12).optional(),
});

/** Clock of a domain in Hz, or the word for its governor. */
const clock = z.union([z.number(), z.literal(['dvfs', 'stock'])]);

/** Cells along one clock with all else equal, ascending. */
export const clockSweep = z.object({
  ...viewSubject,
  batchSize: z.number().int(),
  axis: z.enum(['gpu', 'cpu']),
  /** The other clock. */
  heldHz: clock,
  points: z.array(viewPoint.extend({ clockHz: z.number() })),
  /** Least squares of mean power in mW over the clock in MHz; null with fewer than three points. */
  power: z
    .object({
      points: z.number().int(),
      slope: interval,
      intercept: z.number(),
      /** Squared correlation. */
      r2: z.number(),
      /** Fisher's 95 % interval of it; null with three points. */
      r2Interval: z.object({ low: z.number(), high: z.number() }).nullable(),
    })
    .nullable(),
  /** The lowest clock from which no higher one shortens the latency by 2 % or more significantly; null: it is the highest alone. */
  plateau: z
    .object({
      fromHz: z.number(),
      /** By how much latency still falls from there on at most. */
      gainPct: interval,
      /** Whether every gain is certainly below 2 %. */
      certain: z.boolean(),
    })
    .nullable(),
  /** Part of the latency's span that lies in the upper third of the clocks; null: fewer than two lie there, or the latency is the same everywhere. */
  upperThirdPct: z.number().nullable(),
  /** Highest less lowest figure along the clock. */
  spans: z.object({ powerMw: z.number(), batchMs: z.number(), energyMj: z.number() }),
});

export const sweepView = z.object({
  ...viewHead,
  sweeps: z.array(clockSweep),
  leftOut: z.object({ sweeps: z.number().int() }),
});

export type SweepQuery = z.infer<typeof sweepQuery>;
export type ClockSweepView = z.infer<typeof clockSweep>;
export type SweepView = z.infer<typeof sweepView>;
