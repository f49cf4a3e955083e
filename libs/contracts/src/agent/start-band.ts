import * as z from 'zod';

/** Temperatures between which the inference window of a trial is to start, and what the agent does for it. */
export const startBand = z.object({
  lowC: z.number(),
  highC: z.number(),
  /** Outside the band by up to this much a trial starts as it is. */
  toleranceC: z.number().nonnegative(),
  /** What loading and warming up usually add to the temperature. */
  riseC: z.number(),
  /** Seconds of the device's clock for which it is cooled or warmed at most. */
  waitS: z.number().positive(),
});

/** How a trial got to the temperature that it started at. */
export const trialStart = z.object({
  /** What was wanted; null: any. */
  band: startBand.nullable(),
  /** Of the hottest zone, before the workload was loaded; null: no zone measures. */
  beforeC: z.number().nullable(),
  coolingMs: z.number().nonnegative(),
  warmingMs: z.number().nonnegative(),
  /** `limit`: the time was over; `curve`: it would not do, by the device's cooling curve; `load`: the warming load ended. */
  gaveUp: z.enum(['limit', 'curve', 'load']).nullable(),
});

export type AgentStartBand = z.infer<typeof startBand>;
