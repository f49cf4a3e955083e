import * as z from 'zod';

const note = z.object({ code: z.string(), message: z.string() });

/** What agent/tools/check_runner.py says of one run of a command. */
export const checkReport = z.object({
  /** Whether a trial of it would be measured. */
  ok: z.boolean(),
  /** With what a trial would fail. */
  failure: z
    .object({ ...note.shape, origin: z.string(), transient: z.boolean(), remedy: z.string().optional() })
    .nullable(),
  /** What the agent lets pass and a careful author would not. */
  notes: z.array(note),
  /** Seconds of each phase that has both of its ends; `start`: from the go to the first inference. */
  phasesS: z.record(z.string(), z.number()),
  batches: z.record(z.string(), z.number()).nullable(),
  warmupBatches: z.number(),
  options: z.record(z.string(), z.unknown()).nullable(),
  events: z.array(z.string()),
});
export type CheckReport = z.infer<typeof checkReport>;
