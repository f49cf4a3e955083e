import * as z from 'zod';
import { interval } from '../interval';
import { viewFilter, viewHead, viewPoint, viewSubject } from './view';

const { device, workload } = viewFilter;
const clockHz = z.coerce.number().positive().max(1e12).optional();

export const batchesQuery = z.strictObject({
  device,
  workload,
  /** Also at these clocks, beside the governors and the joint optimum. */
  gpuHz: clockHz,
  cpuHz: clockHz,
});

/** A workload over its batch sizes on one device; energies and times are per inference. */
export const batchEffect = z.object({
  ...viewSubject,
  lines: z.array(
    z.object({
      at: z.enum(['dvfs', 'joint optimum', 'given']),
      points: z.array(
        viewPoint.extend({
          /** Over the least batch size of the line. */
          energyRatio: interval,
          timeRatio: interval,
          latencyRatio: interval,
          /** Energy per inference over that of the batch size before; null for the first. */
          stepRatio: interval.nullable(),
        }),
      ),
    }),
  ),
  /** The best clocks of each batch size, and its energy over that of the joint optimum. */
  optima: z.array(viewPoint.extend({ energyRatio: interval, mayBeJoint: z.boolean() })),
  /** Least energy per inference over clocks and batch sizes. */
  joint: viewPoint,
  /** The governors at the least batch size; null: not measured. */
  baseline: viewPoint.nullable(),
  /** 100 (1 - joint / baseline), energy per inference. */
  savingPct: interval.nullable(),
  /** The same without the luck of the choice: the figure to quote. */
  correctedSavingPct: interval.nullable(),
  /** Latency of the joint optimum over that of the baseline. */
  latencyRatio: interval.nullable(),
});

export const batchesView = z.object({
  ...viewHead,
  effects: z.array(batchEffect),
  leftOut: z.object({ effects: z.number().int() }),
});

export type BatchesQuery = z.infer<typeof batchesQuery>;
export type BatchEffectView = z.infer<typeof batchEffect>;
export type BatchesView = z.infer<typeof batchesView>;
