import * as z from 'zod';

/** What the running trial of a device measures now. */
export const liveMeasure = z.object({
  /** Mean of the total rail since the last such message, at least a second; null before the rails are sampled. */
  powerMw: z.number().nullable(),
  /** The same of each other rail, by its label; empty before the rails are sampled. */
  railsMw: z.record(z.string().max(100), z.number()).default({}),
  /** Of the hottest zone, as it was last read for the trial: within its window it is not read. */
  temperatureC: z.number().nullable(),
  /** Seconds since then, on the device's clock. */
  temperatureAgeS: z.number().nonnegative().nullable(),
});

/** The same as the agent sends it. */
export const agentLive = liveMeasure.extend({ trialId: z.string().max(100) });

export type LiveMeasure = z.infer<typeof liveMeasure>;
export type AgentLive = z.infer<typeof agentLive>;
