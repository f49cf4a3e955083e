import * as z from 'zod';
import { liveMeasure } from '../agent/live';

/** What a device measures now, from whoever follows its shard to those who show it. It is stored nowhere. */
export const liveReading = liveMeasure.extend({
  campaignId: z.string(),
  trialId: z.string(),
  device: z.string(),
  simulated: z.boolean(),
});

export type LiveReading = z.infer<typeof liveReading>;
