import { AVAILABILITIES, CAMPAIGN_PHASES, DEVICE_ACTIVITIES } from '@joulefleet/core';
import * as z from 'zod';
import { liveMeasure } from '../agent/live';
import { cellLevels } from '../factors/level-schemas';
import { boardConditions, campaignProtocol } from './conditions';
import { planEstimate } from './estimate';
import { interval } from './interval';
import { nextStepView } from './next-step';
import { nextCursor, pageQuery } from './page';

export const CAMPAIGN_STATES = ['draft', 'running', 'paused', 'completed', 'stopped', 'cancelled', 'failed'] as const;

export const launchRequest = z.strictObject({
  /** Text of the campaign file. */
  source: z.string().max(256 * 1024),
  /** Name used in error messages. */
  sourceName: z.string().max(4096).default('campaign.yaml'),
  /** Only plan; store nothing. */
  dryRun: z.boolean().default(false),
});

/** Names of users, or `everyone`; an empty list removes all shares. */
export const shareRequest = z.strictObject({ sharedWith: z.array(z.string().max(63)).max(200) });

export const priorityRequest = z.strictObject({ priority: z.number().int().min(-100).max(100) });

export const archiveRequest = z.strictObject({ archived: z.boolean() });

/** The campaign file as it was launched, or last extended. */
export const campaignFileView = z.object({ id: z.string(), name: z.string(), source: z.string() });

/** A page of campaigns; archived ones only when asked for. */
export const campaignQuery = pageQuery.extend({ archived: z.enum(['true', 'false']).optional() });

/** How many more trials of every cell, or an edited campaign file, whose new cells and devices are added. */
export const extendRequest = z.union([
  z.strictObject({ repetitions: z.number().int().min(1).max(1000) }),
  launchRequest.omit({ dryRun: true }),
]);

/** Cells and trials per device, under what conditions, and notes about levels that were snapped. */
export const planView = z.object({
  protocol: campaignProtocol,
  devices: z.array(
    z.object({
      device: z.string(),
      deviceClass: z.string(),
      cells: z.number().int(),
      trials: z.number().int(),
      conditions: boardConditions,
      notes: z.array(z.string()),
    }),
  ),
  cells: z.number().int(),
  /** Of a search: the most that it may take. */
  trials: z.number().int(),
  /** Of a guided search, what is known before its first trial; null: every trial is planned. */
  search: z
    .object({
      /** One for each workload and device class. */
      searches: z.number().int(),
      /** Cells that they choose from, and the most trials that they take; null: the method ends by itself. */
      cells: z.number().int(),
      trials: z.number().int().nullable(),
      /** Most device time of each of them, without checks and confirmations; null: no limit. */
      maxDeviceS: z.number().nullable(),
      /** Trials and device time of the sweep of the same cells, on one device of each class; null: nothing is known of some cell. */
      sweepTrials: z.number().int(),
      sweepS: interval.nullable(),
      /** Ids of the earlier campaigns that it starts from, the newest first. */
      earlierCampaigns: z.array(z.string()),
    })
    .nullable(),
  estimate: planEstimate,
  warnings: z.array(z.string()),
});

export const trialCounts = z.object({
  total: z.number().int(),
  pending: z.number().int(),
  assigned: z.number().int(),
  accepted: z.number().int(),
  rejected: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
});

export const campaignView = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(CAMPAIGN_STATES),
  /** The state, and whether the devices have followed: `pausing`, `stopping` and `cancelling` last until none works for it any more. */
  phase: z.enum(CAMPAIGN_PHASES),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  /** For a cancelled or stopped campaign: when its last device was restored. */
  finishedAt: z.iso.datetime().nullable(),
  /** Name of the user who cancelled it. */
  cancelledBy: z.string().nullable(),
  /** Name of the user who stopped it: it ended early, and what it has is complete as far as it goes. */
  stoppedBy: z.string().nullable(),
  /** Why it failed: no device is left that could measure what is missing. Null: it did not fail. */
  failedBecause: z.string().nullable(),
  /** Of two campaigns that want a device, the one of higher priority gets it. */
  priority: z.number().int(),
  /** Since when it is not listed any more, unless asked for. */
  archivedAt: z.iso.datetime().nullable(),
  simulated: z.boolean(),
  /** Name of the user who launched it; null: launched by an older version. */
  owner: z.string().nullable(),
  /** Names of users who may also view and stop it, or `everyone`. */
  sharedWith: z.array(z.string()),
  /** What proposes its trials: the name of the strategy, and its parameters as they are stored. */
  strategy: z.object({ name: z.string(), parameters: z.record(z.string(), z.unknown()) }),
  devices: z.array(z.string()),
  trials: trialCounts,
});
export const campaignList = z.object({ campaigns: z.array(campaignView), nextCursor });

/** What is planned for a device while the campaign would measure on it: maintenance, or a night of a schedule. */
export const planConflict = z.object({
  device: z.string(),
  kind: z.enum(['maintenance', 'night']),
  startsAt: z.iso.datetime(),
  /** Null: when the night has measured everything. */
  endsAt: z.iso.datetime().nullable(),
  /** Reason of the maintenance, or name of the schedule; null: the schedule of somebody else. */
  name: z.string().nullable(),
  /** Of the night's campaign; null for maintenance. */
  priority: z.number().int().nullable(),
});

export const launchResult = z.object({
  campaign: campaignView.nullable(),
  plan: planView,
  conflicts: z.array(planConflict),
});

const eta = {
  /** Seconds until all is done, at the rate so far. */
  etaS: z.number().nullable(),
  /** Where it is in 95 of 100 cases; null with fewer than three ended shards. */
  etaIntervalS: z.object({ low: z.number(), high: z.number() }).nullable(),
};

/** Progress of a campaign. Rates and ETAs are null until the first trial is done. */
export const progressView = z.object({
  campaign: campaignView,
  /** Nothing more is to come, except from absent devices that a cancelled or stopped campaign is still to restore. */
  over: z.boolean(),
  /** Devices that must be brought back before the campaign can continue; empty as long as anything else can be measured. */
  blockedBy: z.array(
    z.object({ device: z.string(), availability: z.enum(AVAILABILITIES), nextStep: nextStepView.nullable() }),
  ),
  elapsedS: z.number(),
  done: z.number().int(),
  total: z.number().int(),
  ratePerMinute: z.number().nullable(),
  ...eta,
  devices: z.array(
    z.object({
      device: z.string(),
      deviceClass: z.string(),
      availability: z.enum(AVAILABILITIES),
      reason: z.string().nullable(),
      done: z.number().int(),
      total: z.number().int(),
      failed: z.number().int(),
      /** Trials that will never run, because the campaign was cancelled or stopped, or the device was retired. */
      skipped: z.number().int(),
      /** True while the campaign is paused, stopped or cancelled and its shard on this device has not ended. */
      ending: z.boolean(),
      /** True while the device works for another campaign: this one waits for it. */
      heldElsewhere: z.boolean(),
      /** `restore_pending`: the device must be restored, and does not answer. */
      activity: z.enum(DEVICE_ACTIVITIES),
      /** Attempts rejected by a validity check and measured again. */
      rejectedAttempts: z.number().int(),
      ratePerMinute: z.number().nullable(),
      ...eta,
      /** What it measures; null unless `activity` is `measuring`. */
      now: z
        .object({
          workload: z.string(),
          levels: cellLevels,
          phase: z.string(),
        })
        .nullable(),
      /** What the running trial measures now; null: nothing recent is known. */
      live: liveMeasure.nullable(),
    }),
  ),
});

export type PriorityRequest = z.infer<typeof priorityRequest>;
export type ArchiveRequest = z.infer<typeof archiveRequest>;
export type CampaignFileView = z.infer<typeof campaignFileView>;
export type CampaignQuery = z.infer<typeof campaignQuery>;
export type ExtendRequest = z.infer<typeof extendRequest>;
export type ShareRequest = z.infer<typeof shareRequest>;
export type CampaignList = z.infer<typeof campaignList>;
export type LaunchRequest = z.infer<typeof launchRequest>;
export type LaunchResult = z.infer<typeof launchResult>;
export type PlanConflict = z.infer<typeof planConflict>;
export type PlanView = z.infer<typeof planView>;
export type CampaignView = z.infer<typeof campaignView>;
export type TrialCounts = z.infer<typeof trialCounts>;
export type ProgressView = z.infer<typeof progressView>;
