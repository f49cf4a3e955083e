import { NIGHT_ENDS, NIGHT_OUTCOMES, SKIP_REASONS } from '@joulefleet/core';
import * as z from 'zod';
import { deviceName } from './device';
import { sentMoment } from './moment';
import { MAX_PAGE_LIMIT } from './page';

/** Restricted like the name of a device: it appears in file names, tables and logs. */
const scheduleName = deviceName;
const source = z.string().max(256 * 1024);
const sourceName = z.string().max(4096).default('campaign.yaml');
const timeOfDay = z.string().max(40);

const settings = {
  /** Five fields: minute, hour, day of month, month, day of week. */
  cron: z.string().max(200),
  /** IANA time zone of the cron expression and of all times of day. */
  zone: z.string().max(80),
  /** `22:00-06:00`: a night starts and goes on only then; null: at any time. */
  window: z.string().max(40).nullable(),
  /** `02:00`: a start that was missed is made up for until then; null: it is skipped. */
  lateUntil: timeOfDay.nullable(),
  /** What becomes of a start while the night before still runs. */
  overlap: z.enum(['skip', 'queue']),
  /** Device-hours that a night may take, summed over its devices; null: without a limit. */
  budgetHours: z.number().positive().max(100_000).nullable(),
  /** Of the campaigns that it launches. */
  priority: z.number().int().min(-100).max(100),
  /** Program in the folder `resolvers` of the controller's home that prints what is under test; null: none. */
  resolver: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "the name of a program in the home's folder resolvers")
    .nullable(),
};

export const addScheduleRequest = z.strictObject({
  name: scheduleName,
  /** Text of the campaign file. */
  source,
  /** Name used in error messages. */
  sourceName,
  cron: settings.cron,
  zone: settings.zone.default('UTC'),
  window: settings.window.default(null),
  lateUntil: settings.lateUntil.default(null),
  overlap: settings.overlap.default('skip'),
  budgetHours: settings.budgetHours.default(null),
  priority: settings.priority.default(0),
  resolver: settings.resolver.default(null),
});

/** Omitted fields stay unchanged. */
export const editScheduleRequest = z.strictObject({
  source: source.optional(),
  sourceName,
  cron: settings.cron.optional(),
  zone: settings.zone.optional(),
  window: settings.window.optional(),
  lateUntil: settings.lateUntil.optional(),
  overlap: settings.overlap.optional(),
  budgetHours: settings.budgetHours.optional(),
  priority: settings.priority.optional(),
  resolver: settings.resolver.optional(),
});

/** When a schedule would start. */
export const previewScheduleRequest = z.strictObject({
  cron: settings.cron,
  zone: settings.zone,
  window: settings.window.default(null),
});

/** An instant, and what clocks in the schedule's zone show then: `2026-10-25 02:30 +01:00`. */
export const scheduledInstant = z.object({ at: z.iso.datetime(), local: z.string() });

export const scheduleView = z.object({
  name: z.string(),
  owner: z.string(),
  ...settings,
  /** Name of the campaign in its file. */
  campaign: z.string(),
  /** `owner_disabled`: its owner is disabled, or may no longer launch campaigns. */
  state: z.enum(['active', 'paused', 'owner_disabled']),
  /** A night of it is open. */
  running: z.boolean(),
  /** The next starts, as far as they are not skipped; empty when it is paused. */
  next: z.array(scheduledInstant),
  createdAt: z.iso.datetime(),
});

export const schedulePreview = z.object({ next: z.array(scheduledInstant) });

export const scheduleList = z.object({ schedules: z.array(scheduleView) });

/** The campaign file that a schedule launches. */
export const scheduleFileView = z.object({ name: z.string(), source: z.string() });

/** A start that was due, or a run of starts that were skipped for one reason. */
export const nightView = z.object({
  schedule: z.string(),
  due: scheduledInstant,
  /** The last of the run, and how many starts it has. */
  lastDue: scheduledInstant,
  count: z.number().int(),
  outcome: z.enum(NIGHT_OUTCOMES),
  skipped: z.enum(SKIP_REASONS).nullable(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  endReason: z.enum(NIGHT_ENDS).nullable(),
  /** Name of the user who started it by hand. */
  triggeredBy: z.string().nullable(),
  /** What the resolver printed. */
  underTest: z.string().nullable(),
  /** What went wrong, in words. */
  detail: z.string().nullable(),
  /** The campaign that it launched. */
  campaign: z.string().nullable(),
  /** The campaign of the night before that it began with. */
  continued: z.string().nullable(),
  /** The campaign that measured again what looked suspicious. */
  again: z.string().nullable(),
  /** Of the campaign that it launched, else of the one that it continued. */
  trials: z
    .object({
      total: z.number().int(),
      accepted: z.number().int(),
      failed: z.number().int(),
      missing: z.number().int(),
    })
    .nullable(),
  /** Device time that its campaigns took during this night. */
  deviceHours: z.number(),
});

export const historyQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_LIMIT).default(20),
  /** Only starts that were due then or later, and before `to`. */
  from: sentMoment.optional(),
  to: sentMoment.optional(),
});
export const nightList = z.object({ nights: z.array(nightView) });

/** The last night of each schedule; null where none was due yet. */
export const nightlyReport = z.object({
  nights: z.array(z.object({ schedule: z.string(), night: nightView.nullable() })),
});

export type AddScheduleRequest = z.infer<typeof addScheduleRequest>;
export type EditScheduleRequest = z.infer<typeof editScheduleRequest>;
export type PreviewScheduleRequest = z.infer<typeof previewScheduleRequest>;
export type SchedulePreview = z.infer<typeof schedulePreview>;
export type HistoryQuery = z.infer<typeof historyQuery>;
export type ScheduleView = z.infer<typeof scheduleView>;
export type ScheduleList = z.infer<typeof scheduleList>;
export type ScheduleFileView = z.infer<typeof scheduleFileView>;
export type NightView = z.infer<typeof nightView>;
export type NightList = z.infer<typeof nightList>;
export type NightlyReport = z.infer<typeof nightlyReport>;
