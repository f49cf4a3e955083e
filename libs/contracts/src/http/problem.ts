import * as z from 'zod';

/** A problem document (RFC 9457) with the fault's origin and whether a retry can help. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  origin: z.enum(['device', 'network', 'controller', 'operator', 'bug']),
  transient: z.boolean(),
  remedy: z.string().optional(),
  where: z.string().optional(),
  /** All findings of one request, such as the errors of a campaign file. */
  errors: z
    .array(
      z.object({
        where: z.string(),
        message: z.string(),
        expected: z.string().optional(),
        nearest: z.string().optional(),
      }),
    )
    .optional(),
  /** The device's host key, for `host_key_unconfirmed`, `host_key_mismatch` and `host_key_changed`. */
  fingerprint: z.string().optional(),
  /** Also in the header X-Request-Id and in every log line of the request. */
  requestId: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

/** Health of one dependency of the controller. */
export const healthPart = z.object({
  ok: z.boolean(),
  detail: z.string().nullable(),
  /** What to do about a problem. */
  remedy: z.string().nullish(),
});

/** A queue's jobs by state, and the number of connected workers. */
export const queueView = z.object({
  waiting: z.number().int(),
  active: z.number().int(),
  /** Failed before and waiting for a retry. */
  delayed: z.number().int(),
  workers: z.number().int(),
  /** Null: no job waits. */
  oldestWaitingS: z.number().nullable(),
});

export const healthView = z.object({
  ok: z.boolean(),
  version: z.string(),
  postgres: healthPart,
  redis: healthPart,
  /** Absent while Redis is unreachable. */
  queues: healthPart.extend({ shards: queueView, traces: queueView }).optional(),
  /** Whether the controller's log is written; nothing else depends on it. */
  log: healthPart.optional(),
});
export type HealthPart = z.infer<typeof healthPart>;
export type QueueView = z.infer<typeof queueView>;
export type HealthView = z.infer<typeof healthView>;

/** Written by a running controller to `controller.json` in JOULEFLEET_HOME; how the CLI finds it. */
export const controllerState = z.object({
  pid: z.number().int(),
  url: z.url(),
  version: z.string(),
  startedAt: z.iso.datetime(),
});
export type ControllerState = z.infer<typeof controllerState>;

/**
 * How Node.js is started for a controller. With the heap of its defaults, planning a large campaign takes 100 MB more:
 * garbage that is not collected as long as there is room.
 */
export const CONTROLLER_NODE_OPTIONS: readonly string[] = ['--max-semi-space-size=2', '--max-old-space-size=1024'];
