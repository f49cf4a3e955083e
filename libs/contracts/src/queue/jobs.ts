import * as z from 'zod';
import { spoolRecord } from '../agent/records';

/** Payload of a `shards` job: which shard to execute, under which lease. */
export const shardJob = z.strictObject({ shardId: z.uuid(), fence: z.number().int().positive() });

/** Payload of a `traces` job: one record of a device's spool, to be committed under the fence. */
export const traceJob = z.strictObject({ shardId: z.uuid(), fence: z.number().int().positive(), record: spoolRecord });

export type ShardJob = z.infer<typeof shardJob>;
export type TraceJob = z.infer<typeof traceJob>;
