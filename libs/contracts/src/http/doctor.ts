import * as z from 'zod';
import { probedModule, probedRun } from '../agent/runtimes';

/** What to install or to repair on a device. */
export const adviceView = z.object({
  /** Module or program. */
  need: z.string(),
  why: z.string(),
  /** For the login user of the device, in their order; empty: none are known for it. */
  commands: z.array(z.string()),
  /** Where the commands are from. */
  source: z.string().nullable(),
  note: z.string().nullable(),
});

/** What a device can run, and what it lacks. */
export const doctorView = z.object({
  name: z.string(),
  /** A twin runs its own simulated workloads: there is nothing to install, and the rest is empty. */
  simulated: z.boolean(),
  jetpack: z.string().nullable(),
  l4t: z.object({ release: z.number().int(), revision: z.string() }).nullable(),
  /** Python and architecture. */
  python: z.string().nullable(),
  machine: z.string().nullable(),
  modules: z.record(z.string(), probedModule.nullable()),
  runs: z.array(
    probedRun.extend({
      /** Null: it does not run. */
      runsOn: z.enum(['gpu', 'cpu']).nullable(),
    }),
  ),
  advice: z.array(adviceView),
});
export type DoctorView = z.infer<typeof doctorView>;
