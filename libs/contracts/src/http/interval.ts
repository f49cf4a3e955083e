import * as z from 'zod';

/** A value with its interval (95 %). */
export const interval = z.object({ estimate: z.number(), low: z.number(), high: z.number() });

export type Interval = z.infer<typeof interval>;
