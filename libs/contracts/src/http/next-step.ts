import { NEXT_STEPS } from '@joulefleet/core';
import * as z from 'zod';

/** What brings a device back to work, and whether a person has to do it. */
export const nextStepView = z.object({ code: z.enum(NEXT_STEPS), resolution: z.enum(['automatic', 'manual']) });
