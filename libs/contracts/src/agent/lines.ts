import * as z from 'zod';
import { agentLive } from './live';
import { agentError, spoolRecord } from './records';

export const AGENT_PROTOCOL = 1;
/** Every protocol line of the agent begins so; anything else on the channel is noise. */
export const AGENT_LINE_MARK = '@jf ';

const us = z.number().int().nonnegative();

export const progress = z.object({
  trialId: z.string().nullable(),
  phase: z.enum([
    'starting',
    'applying',
    'cooling',
    'warming',
    'resting',
    'loading',
    'warmup',
    'measuring',
    'spooling',
    'restoring',
    'ended',
  ]),
  done: z.number().int().nonnegative(),
  total: z.number().int().positive(),
});

export const helloResult = z.object({
  protocol: z.literal(AGENT_PROTOCOL),
  sha256: z.string(),
  python: z.string(),
  pid: z.number().int(),
  root: z.string(),
  simulated: z.boolean(),
  /** Serial number of the board; null: it tells none. */
  serial: z.string().nullable(),
  /** Whether the runners that it was told of are on the device; left out: it was told of none. */
  runnersPresent: z.boolean().optional(),
  monotonicUs: us,
  wallUs: us,
});
export const startResult = z.object({
  state: z.enum(['started', 'adopted', 'finished']),
  lastSeq: z.number().int().nonnegative(),
});
export const attachResult = z.object({ lastSeq: z.number().int().nonnegative() });
export const ackResult = z.object({ remaining: z.number().int().nonnegative() });
export const restoreResult = z.object({
  restored: z.boolean(),
  verified: z.boolean(),
  differences: z.array(z.string()),
});
export const statusResult = z.object({
  executor: z.object({ shardId: z.string(), pid: z.number().int() }).nullable(),
  spools: z.array(z.object({ shardId: z.string(), lastSeq: z.number().int().nonnegative() })),
});
export const cancelResult = z.object({ state: z.enum(['finished', 'cancelling']) });
export const pauseResult = z.object({ state: z.enum(['finished', 'pausing']) });
/** What stood on the device when it went down; differences are of knobs that the boot resets anyway. */
export const rebootResult = z.object({ verified: z.boolean(), differences: z.array(z.string()) });
export const pingResult = z.object({ monotonicUs: us, wallUs: us });

/** What the agent says: replies to requests, and unasked events. */
export const agentLine = z.union([
  z.object({ id: z.number().int(), ok: z.literal(true), result: z.unknown() }),
  z.object({ id: z.number().int(), ok: z.literal(false), error: agentError }),
  z.object({ event: z.literal('record'), shardId: z.string(), record: spoolRecord }),
  z.object({ event: z.literal('progress'), shardId: z.string(), progress }),
  z.object({ event: z.literal('live'), shardId: z.string(), live: agentLive }),
]);

export type AgentLine = z.infer<typeof agentLine>;
export type AgentProgress = z.infer<typeof progress>;
