import { RUNGS, type Ladder } from '@joulefleet/core';
import { z } from 'zod';

const ladder = z.object({
  open: z.boolean(),
  faults: z.array(z.object({ at: z.string(), message: z.string() })),
  steps: z.array(
    z.object({
      rung: z.enum(RUNGS),
      startedAt: z.string(),
      endedAt: z.string().nullable(),
      helped: z.boolean(),
      evidence: z.string(),
    }),
  ),
});

/** The ladder as a device's row has it; null when nothing was tried since the device was good. */
export function parseLadder(stored: unknown): Ladder | null {
  return ladder.nullable().catch(null).parse(stored);
}
