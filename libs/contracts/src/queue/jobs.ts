import * as z from 'zod';
import { spoolRecord } from '../agent/records';

/** Payload of a `shards` job: which shard to execute, under which lease. */
export const shardJob = z.strictObject({ shardId: z.uuid(), fence: z.number().int().positive() });

/** Records in one `traces` job: they are committed together. */
export const MAX_JOB_RECORDS = 64;

/** Payload of a `traces` job: records of a device's spool, to be committed under the fence. */
export const traceJob = z.strictObject({
  shardId: z.uuid(),
  fence: z.number().int().positive(),
  records: z.array(spoolRecord).min(1).max(MAX_JOB_RECORDS),
});

export type ShardJob = z.infer<typeof shardJob>;
export type TraceJob = z.infer<typeof traceJob>;
