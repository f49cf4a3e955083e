import * as z from 'zod';
import { comparedGrades } from '../grade';
import { interval } from '../interval';
import { viewFilter, viewHead, viewSubject } from './view';

export const implementationsQuery = z.strictObject(viewFilter);

/** Energy and time per inference and mean power over those of the control. */
const ratios = { energy: interval, time: interval, power: interval };
/** Both under their governors; or each at its own optimum, and for loading both at that of the control. */
const at = z.enum(['dvfs', 'optimum']);

/** An implementation against its control, which differs in one factor alone. */
export const implementationEffect = z.object({
  ...viewSubject,
  batchSize: z.number().int(),
  /** `graphMode`, or the key of an option. */
  factor: z.string(),
  level: z.string(),
  /** `default`: what the workload does by itself. */
  controlLevel: z.string(),
  /** `againstGrade`: of the control. */
  points: z.array(
    z.object({ at, ...ratios, ...comparedGrades.shape, trials: z.number().int(), controlTrials: z.number().int() }),
  ),
  /** Geometric means over all clocks that both have pinned; null: fewer than two. */
  overall: z.object({ cells: z.number().int(), ...ratios }).nullable(),
  /** Loading and inferences together; null: no energy of loading is known of both. */
  load: z
    .object({
      at,
      loadMj: interval,
      controlLoadMj: interval,
      loadRatio: interval,
      trials: z.number().int(),
      controlTrials: z.number().int(),
      crossover: z.object({
        /** Which one is cheaper in the long run. */
        cheaper: z.enum(['variant', 'control']),
        /** From how many inferences on; null: from the first. */
        inferences: z.number().nullable(),
        /** Fieller's 95 % interval; `high` null: it may never be so. */
        low: z.number(),
        high: z.number().nullable(),
      }),
      cumulative: z.array(
        z.object({ inferences: z.number().int(), variantMj: interval, controlMj: interval, ratio: interval }),
      ),
    })
    .nullable(),
});

export const implementationsView = z.object({
  ...viewHead,
  effects: z.array(implementationEffect),
  leftOut: z.object({ effects: z.number().int() }),
});

export type ImplementationsQuery = z.infer<typeof implementationsQuery>;
export type ImplementationEffectView = z.infer<typeof implementationEffect>;
export type ImplementationsView = z.infer<typeof implementationsView>;
