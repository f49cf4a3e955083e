import { PHASES } from '@joulefleet/core';
import * as z from 'zod';
import { interval } from '../interval';
import { viewFilter, viewHead, viewPoint, viewSubject } from './view';

export const phasesQuery = z.strictObject(viewFilter);

/** A cell with its phases in the order of time; one of which nothing was read is left out. */
export const cellPhases = z.object({
  ...viewSubject,
  point: viewPoint,
  phases: z.array(
    z.object({
      phase: z.enum(PHASES),
      trials: z.number().int(),
      /** Of the whole phase. */
      energyMj: interval,
      /** Half of the 95 % interval of that figure on its own, the meter included. */
      uncertaintyMj: z.number(),
      durationMs: interval,
      powerMw: z.number(),
    }),
  ),
  /** Inferences that take as much energy as loading does; null: nothing was read of loading. */
  inferencesForLoad: z.number().nullable(),
});

export const phasesView = z.object({
  ...viewHead,
  cells: z.array(cellPhases),
  leftOut: z.object({ cells: z.number().int() }),
});

export type PhasesQuery = z.infer<typeof phasesQuery>;
export type CellPhasesView = z.infer<typeof cellPhases>;
export type PhasesView = z.infer<typeof phasesView>;
