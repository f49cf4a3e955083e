import * as z from 'zod';
import { deviceName } from './device';
import { sentMoment } from './moment';

const COLUMNS = { default: 600, most: 2_000 };

/** A part of a campaign's time, all of it where no end is named; and how finely it is drawn. */
export const lanesQuery = z.strictObject({
  from: sentMoment.optional(),
  to: sentMoment.optional(),
  columns: z.coerce.number().int().min(1).max(COLUMNS.most).default(COLUMNS.default),
  device: deviceName.optional(),
});

/** In ms since `from` of the view; those that began before it are negative. */
const span = { startMs: z.number(), endMs: z.number() };

/** Attempts that ended in one column, by what became of them. Each lasts from the one before it in its shard, as they were stored. */
export const laneTrials = z.object({
  ...span,
  accepted: z.number().int(),
  rejected: z.number().int(),
  /** The workload failed. */
  failed: z.number().int(),
  /** A fault or a cancel kept them from being measured, or they are not judged yet. */
  other: z.number().int(),
  /** Of the only one; null: there are more. */
  trialId: z.string().nullable(),
});

/** Shards that began in one column; the device had nothing to do for the campaign in between. */
export const laneShards = z.object({ ...span, shards: z.number().int() });

/** A device was away or out of use, and why. `endMs` is null while it is. */
export const laneCondition = z.object({
  startMs: z.number(),
  endMs: z.number().nullable(),
  availability: z.string(),
  message: z.string(),
});

export const lane = z.object({
  device: z.string(),
  shards: z.array(laneShards),
  trials: z.array(laneTrials),
  conditions: z.array(laneCondition),
});

/** What each device did for a campaign, and when. */
export const lanesView = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** `others`: the range has too many shards to show every attempt; those that were not accepted are shown, each at its end. */
  attempts: z.enum(['all', 'others']),
  /** From launch or start to the end, or to now. */
  whole: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
  /** No device was given work. `endMs` is null while it is paused. */
  pauses: z.array(z.object({ startMs: z.number(), endMs: z.number().nullable(), by: z.string() })),
  lanes: z.array(lane),
  /** Devices that one answer does not show: name one to see it. */
  leftOut: z.number().int(),
});

export type LanesQuery = z.infer<typeof lanesQuery>;
export type LaneTrials = z.infer<typeof laneTrials>;
export type LaneShards = z.infer<typeof laneShards>;
export type LaneCondition = z.infer<typeof laneCondition>;
export type Lane = z.infer<typeof lane>;
export type LanesView = z.infer<typeof lanesView>;
