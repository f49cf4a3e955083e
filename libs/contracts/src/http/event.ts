import { AVAILABILITIES, HEALTHS } from '@joulefleet/core';
import * as z from 'zod';
import { liveMeasure } from '../agent/live';
import { cellLevels } from '../factors/level-schemas';

const campaignBody = z.object({
  change: z.enum([
    'launch',
    'pause',
    'resume',
    'stop',
    'cancel',
    'fill',
    'extend',
    'priority',
    'share',
    'archive',
    'complete',
    'fail',
    'finish',
  ]),
  /** Name of who did it. */
  by: z.string(),
});

const shardBody = z.object({
  shardId: z.string(),
  /** `suspended`: the device does not answer, and has the shard still. `lost`: it was taken away from the device. */
  change: z.enum(['leased', 'suspended', 'resumed', 'finished', 'lost']),
  /** Trials that it was given, or gave back not measured; null where that does not change. */
  trials: z.number().int().nullable(),
  reason: z.string().nullable(),
});

const trialBody = z.object({
  /** `retried`: a fault or a cancel kept it from being measured. */
  outcome: z.enum(['accepted', 'rejected', 'failed', 'retried', 'skipped']),
  attempt: z.number().int(),
  /** It is measured again. */
  again: z.boolean(),
  /** Why not; of an accepted one what was found and does not keep it from counting. */
  reason: z.string().nullable(),
  meanPowerMw: z.number().nullable(),
  /** Of the hottest zone at the end of the window. */
  temperatureC: z.number().nullable(),
});

const trialsBody = z.object({
  /** `moved`: another device took their cells over. */
  outcome: z.enum(['skipped', 'reopened', 'moved']),
  trials: z.number().int(),
  reason: z.string().nullable(),
});

const deviceBody = z.object({
  availability: z.enum(AVAILABILITIES),
  health: z.enum(HEALTHS),
  reason: z.string().nullable(),
});

const common = { id: z.number().int().nonnegative(), at: z.iso.datetime() };
const device = z.string();

/** A campaign was launched, changed by somebody, completed, or has no device at work any more. */
export const campaignEvent = z.object({ ...common, kind: z.literal('campaign'), ...campaignBody.shape });

/** A device got a shard of the campaign, or has ended one. */
export const shardEvent = z.object({ ...common, kind: z.literal('shard'), device, ...shardBody.shape });

/** An attempt of a trial has ended. */
export const trialEvent = z.object({
  ...common,
  kind: z.literal('trial'),
  device,
  trialId: z.string(),
  workload: z.string(),
  levels: cellLevels,
  repetition: z.number().int(),
  ...trialBody.shape,
});

/** Several trials were moved at once, without being tried. */
export const trialsEvent = z.object({ ...common, kind: z.literal('trials'), device, ...trialsBody.shape });

/** A device changed its condition. */
export const deviceChangeEvent = z.object({ ...common, kind: z.literal('device'), device, ...deviceBody.shape });

/** What a stream reports, one event each; `id` grows. */
export const streamedEvent = z.discriminatedUnion('kind', [
  campaignEvent,
  shardEvent,
  trialEvent,
  trialsEvent,
  deviceChangeEvent,
]);

/** What devices measure now, at most once a second. It has no id and is not repeated; a reading that is older than 12 s is not live. */
export const liveEvent = z.object({
  kind: z.literal('live'),
  readings: z.array(liveMeasure.extend({ device: z.string(), simulated: z.boolean() })),
});

/** `data` of a block of a stream. */
export const streamMessage = z.discriminatedUnion('kind', [streamedEvent, liveEvent]);

export type LiveEvent = z.infer<typeof liveEvent>;
export type StreamedEvent = z.infer<typeof streamedEvent>;
export type CampaignChange = z.infer<typeof campaignBody>['change'];

/** Body of an event in the log, by its kind. */
export interface EventBodies {
  campaign: z.infer<typeof campaignBody>;
  shard: z.infer<typeof shardBody>;
  trial: z.infer<typeof trialBody>;
  trials: z.infer<typeof trialsBody>;
  device: z.infer<typeof deviceBody>;
}

/** The id of an event: of the last one that the client has, or 0 for all that are kept. */
export const eventId = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Where a stream begins. `Last-Event-ID`, which browsers send when they connect again, takes precedence. */
export const eventQuery = z.strictObject({ after: eventId.optional() });

/** Data of `reset`: events after `after` were pruned, or it is no id of this log. Read the state anew; the stream goes on after `from`. */
export const streamReset = z.object({ after: z.number().int(), from: z.number().int() });

/** Data of `end`: why the caller may not follow any longer. */
export const streamEnd = z.object({ code: z.string(), detail: z.string() });

export type EventQuery = z.infer<typeof eventQuery>;
export type StreamReset = z.infer<typeof streamReset>;
export type StreamEnd = z.infer<typeof streamEnd>;
