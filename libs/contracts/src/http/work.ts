import * as z from 'zod';
import { workloadOptions } from '../factors/level-schemas';

/** What is executed, and how: figures of different work never share a row. */
export const work = {
  workload: z.string(),
  batchSize: z.number().int(),
  graphMode: z.string(),
  inferences: z.number().int(),
  /** Runtime, precision and the like, and free parameters as `parameters.NAME`: only what is set. */
  options: workloadOptions,
};
