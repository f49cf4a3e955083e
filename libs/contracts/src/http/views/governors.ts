import * as z from 'zod';
import { interval } from '../interval';
import { governedClock } from '../report';
import { viewFilter, viewHead, viewPoint, viewSubject } from './view';

export const governorsQuery = z.strictObject(viewFilter);

/** The governors of a device against one another on one work, by rising energy. */
export const governorEffect = z.object({
  ...viewSubject,
  batchSize: z.number().int(),
  points: z.array(
    viewPoint.extend({
      /** The device's own, within the limits in force where that was measured. */
      isDefault: z.boolean(),
      /** Energy and time per inference and mean power over those of the default. */
      energyRatio: interval,
      timeRatio: interval,
      powerRatio: interval,
      /** Energy over that of the governors of least energy. */
      overBest: interval,
      /** Its interval allows it to be the one of least energy. */
      mayBeBest: z.boolean(),
      /** Where the clocks were meanwhile; empty: that was not recorded. */
      clocks: z.array(
        governedClock.pick({ clock: true, policy: true, method: true, topHz: true, topSharePct: true, shares: true }),
      ),
    }),
  ),
});

export const governorsView = z.object({
  ...viewHead,
  effects: z.array(governorEffect),
  leftOut: z.object({ effects: z.number().int() }),
});

export type GovernorsQuery = z.infer<typeof governorsQuery>;
export type GovernorEffectView = z.infer<typeof governorEffect>;
export type GovernorsView = z.infer<typeof governorsView>;
