import { MAIL_TLS, NIGHT_METRICS, NOTICE_KINDS, NOTICE_STATES, TARGET_KINDS } from '@joulefleet/core';
import * as z from 'zod';
import { deviceName, sshHost, sshPort } from './device';
import { nightChange } from './night-changes';
import { MAX_PAGE_LIMIT } from './page';
import { nightView, scheduledInstant } from './schedule';

const MAX_RECIPIENTS = 20;
const MIN_SECRET = 16;

/** Restricted like the name of a device: it appears in tables, logs and addresses. */
const targetName = deviceName;
/** A bare address: nothing that a header or an envelope could be broken with. */
const mailAddress = z
  .string()
  .max(254)
  .regex(
    /^[^\s@<>(),;:\\"[\]\p{Cc}\p{Cs}]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/u,
    'an address such as lab@example.com',
  );
const url = z.string().max(2000);
const webhookSecret = z.string().min(MIN_SECRET, `at least ${MIN_SECRET} characters`).max(1000);

const common = {
  name: targetName,
  /** Names of schedules; null: all, also those to come. */
  schedules: z.array(deviceName).min(1).max(100).nullable().default(null),
  /** Also of nights of which there is nothing to say. */
  always: z.boolean().default(false),
  /** A summary of each week, on Mondays at 8:00. */
  weekly: z.boolean().default(false),
  /** IANA time zone of the weekly summary. */
  zone: z.string().max(80).default('UTC'),
};
/** `none`: `http://` is taken as well. */
const urlTls = z.enum(['required', 'none']).default('required');

/** A mail server, and who gets the mail. */
export const addEmailTarget = z.strictObject({
  kind: z.literal('email'),
  ...common,
  host: sshHost,
  port: sshPort.default(587),
  /** Default: `implicit` at port 465, else `starttls`. */
  tls: z.enum(MAIL_TLS).optional(),
  from: mailAddress,
  to: z.array(mailAddress).min(1).max(MAX_RECIPIENTS),
  /** Login; null: without. */
  user: z.string().min(1).max(320).nullable().default(null),
  password: z.string().min(1).max(1000).nullable().default(null),
});

/** A URL that JSON is posted to. */
export const addWebhookTarget = z.strictObject({
  kind: z.literal('webhook'),
  ...common,
  url,
  tls: urlTls,
  /** Signs each body. */
  secret: webhookSecret,
});

/** An incoming webhook of Slack, or of what takes the same; whoever knows its URL can post. */
export const addSlackTarget = z.strictObject({ kind: z.literal('slack'), ...common, url, tls: urlTls });

export const addNoticeTargetRequest = z.discriminatedUnion('kind', [addEmailTarget, addWebhookTarget, addSlackTarget]);

/**
 * What is to be another; what is left out stays. Which fields there are depends on the kind of the target, as where it is added. A password has to be given
 * again with another host, port, tls or user.
 */
export const editNoticeTargetRequest = z
  .strictObject({
    schedules: common.schedules.unwrap(),
    always: z.boolean(),
    weekly: z.boolean(),
    zone: common.zone.unwrap(),
    host: sshHost,
    port: sshPort,
    tls: z.enum([...MAIL_TLS, 'required']),
    from: mailAddress,
    to: z.array(mailAddress).min(1).max(MAX_RECIPIENTS),
    /** null: without, and without a password. */
    user: z.string().min(1).max(320).nullable(),
    password: z.string().min(1).max(1000),
    url,
    secret: webhookSecret,
  })
  .partial();

/** A target without what is secret. */
export const noticeTargetView = z.object({
  name: z.string(),
  kind: z.enum(TARGET_KINDS),
  /** The recipients and their server, or the origin of the URL. */
  to: z.string(),
  tls: z.boolean(),
  schedules: z.array(z.string()).nullable(),
  always: z.boolean(),
  zone: z.string(),
  /** When the next weekly summary is due; null: none is sent. */
  nextWeeklyAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  /** Notices that wait to be sent. */
  pending: z.number().int(),
  lastSentAt: z.iso.datetime().nullable(),
  /** What went wrong, where the last attempt failed. */
  lastError: z.string().nullable(),
});
export const noticeTargetList = z.object({ targets: z.array(noticeTargetView) });

/** One try to send a notice. */
export const noticeAttempt = z.object({
  number: z.number().int(),
  startedAt: z.iso.datetime({ offset: true }),
  tookMs: z.number().int().nullable(),
  /** null: it is under way, or its controller ended before it knew. */
  sent: z.boolean().nullable(),
  /** What the far side said, or what went wrong. */
  detail: z.string().nullable(),
});

/** A notice, and what became of it. */
export const noticeView = z.object({
  id: z.string(),
  target: z.string(),
  kind: z.enum(NOTICE_KINDS),
  schedule: z.string().nullable(),
  title: z.string(),
  state: z.enum(NOTICE_STATES),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** null: none follows. */
  nextAttemptAt: z.iso.datetime().nullable(),
  /** Begun so far. */
  attempts: z.number().int(),
  /** The latest ones, the newest first. */
  tried: z.array(noticeAttempt),
});

export const noticeQuery = z.strictObject({
  /** Only those of a target. */
  target: targetName.optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_LIMIT).default(20),
});
export const noticeList = z.object({ notices: z.array(noticeView) });

/** What a night changed. */
export const nightDigest = z.object({
  kind: z.literal('night'),
  schedule: z.string(),
  simulated: z.boolean(),
  night: nightView,
  /** Decided in this night: confirmed or fixed, the largest first. */
  changes: z.array(nightChange),
  /** Further ones, which are left out here. */
  more: z.number().int(),
  /** Confirmed changes that are open now, those of this night among them; of them somebody has taken on so many. */
  open: z.object({ worse: z.number().int(), better: z.number().int(), acknowledged: z.number().int() }),
  suspected: z.number().int(),
  /** Nights that it takes until they are judged. */
  learning: z.number().int(),
  /** Why the nights could not be judged; null: they are. */
  notJudged: z.string().nullable(),
});

/** A week of a schedule. */
export const scheduleWeek = z.object({
  schedule: z.string(),
  simulated: z.boolean(),
  /** Nights that were due in the week, by what came of them. */
  nights: z.object({
    complete: z.number().int(),
    incomplete: z.number().int(),
    failed: z.number().int(),
    skipped: z.number().int(),
  }),
  /** Confirmed, or fixed, in the week; and all that are open. */
  fresh: z.array(nightChange),
  fixed: z.array(nightChange),
  open: z.array(nightChange),
  /** Left out of these lists. */
  more: z.number().int(),
  /** Confirmed changes to be expected in the nights of the week if nothing changed. */
  expectedFalse: z.number(),
  /** The least change in percent that would be seen within seven nights. */
  detectable: z.array(z.object({ metric: z.enum(NIGHT_METRICS), halfPct: z.number(), allPct: z.number() })),
  learning: z.number().int(),
  notJudged: z.string().nullable(),
});

export const weekDigest = z.object({
  kind: z.literal('week'),
  from: scheduledInstant,
  to: scheduledInstant,
  schedules: z.array(scheduleWeek),
});

/** Sent because a person asked for it. */
export const testDigest = z.object({ kind: z.literal('test'), by: z.string() });

/** The body of a webhook. The same notice has the same id each time it is sent. */
export const webhookBody = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  target: z.string(),
  title: z.string(),
  /** The digest in words. */
  text: z.string(),
  digest: z.discriminatedUnion('kind', [nightDigest, weekDigest, testDigest]),
});

export type AddNoticeTargetRequest = z.infer<typeof addNoticeTargetRequest>;
export type EditNoticeTargetRequest = z.infer<typeof editNoticeTargetRequest>;
export type NoticeTargetView = z.infer<typeof noticeTargetView>;
export type NoticeTargetList = z.infer<typeof noticeTargetList>;
export type NoticeView = z.infer<typeof noticeView>;
export type NoticeQuery = z.infer<typeof noticeQuery>;
export type NoticeList = z.infer<typeof noticeList>;
export type NightDigest = z.infer<typeof nightDigest>;
export type ScheduleWeek = z.infer<typeof scheduleWeek>;
export type WeekDigest = z.infer<typeof weekDigest>;
export type TestDigest = z.infer<typeof testDigest>;
export type WebhookBody = z.infer<typeof webhookBody>;
