import { ESTIMATE_SOURCES } from '@joulefleet/core';
import * as z from 'zod';
import { interval } from './interval';

/** What the trials of one device will take, over those of its cells that can be estimated. */
export const deviceEstimate = z.object({
  device: z.string(),
  deviceClass: z.string(),
  /** Trials that are estimated. */
  trials: z.number().int(),
  /** Device time with its 95 % interval; null: of none of its cells anything is known. */
  durationS: interval.nullable(),
  /** Of the measured windows. */
  energyJ: interval.nullable(),
  /** The least certain source of any of its cells. */
  source: z.enum(ESTIMATE_SOURCES),
  /** Cells measured on the device, on others of its class, described by a model fitted to measured ones, and not estimated. */
  cells: z.object({
    device: z.number().int(),
    class: z.number().int(),
    model: z.number().int(),
    none: z.number().int(),
  }),
  /** Whose earlier trials say how long one takes beside its window; `default`: none, and a fixed time is assumed. */
  pace: z.enum(['device', 'class', 'default']),
  /** What of the device time is waiting for the starting temperature; null: it is not known. */
  waitsS: z.number().nullable().default(null),
  /** Whose earlier trials say so; `model`: none, and a part of the longest wait is assumed; `none`: trials start at any temperature. */
  waits: z.enum(['device', 'class', 'model', 'none']).default('none'),
  /** Trials of running campaigns that the device measures first, and how long they take. */
  queuedTrials: z.number().int(),
  queuedS: interval.nullable(),
});

/** Time and energy of a plan, from what was measured before. */
export const planEstimate = z.object({
  devices: z.array(deviceEstimate),
  /** Until the last device is done, with what is queued before; null while nothing is known of a device. */
  endS: interval.nullable(),
  /** Device time and energy of all devices together. */
  durationS: interval.nullable(),
  energyJ: interval.nullable(),
  /** What one more device of each class would measure beside the others. */
  oneMore: z.array(
    z.object({
      deviceClass: z.string(),
      trials: z.number().int(),
      /** The others measure so many trials less, because cells are shared out; false: they measure the same cells too. */
      relieves: z.boolean(),
      durationS: interval.nullable(),
      energyJ: interval.nullable(),
    }),
  ),
  /** The number of trials follows from a stopping rule: all figures are for the least of them. */
  leastTrials: z.boolean(),
});

/** The estimate at launch against what happened so far. */
export const scoredEstimate = z.object({
  devices: z.array(
    z.object({
      device: z.string(),
      durationS: interval.nullable(),
      actualS: z.number(),
      energyJ: interval.nullable(),
      actualJ: z.number(),
      /** Trials that were estimated, and those that were accepted. */
      trials: z.number().int(),
      accepted: z.number().int(),
    }),
  ),
  /** From launch to end, the queue at launch included; `actualS` is null until the campaign has ended. */
  endS: interval.nullable(),
  actualS: z.number().nullable(),
  leastTrials: z.boolean(),
});

export type DeviceEstimateView = z.infer<typeof deviceEstimate>;
export type PlanEstimateView = z.infer<typeof planEstimate>;
export type ScoredEstimate = z.infer<typeof scoredEstimate>;
