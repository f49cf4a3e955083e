import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sshFingerprint } from '@joulefleet/contracts';
import * as z from 'zod';

/** The slowest twin of the demo needs about 30 s then; the number of samples is the same at any scale. */
export const DEFAULT_TIME_SCALE = 300;
export const DEFAULT_SEED = 1;

/** Written by the twins' process to `twins.json` when all of them can be reached; without `pid` once they have ended. */
export const twinsState = z.object({
  pid: z.number().int().optional(),
  timeScale: z.number().positive().default(DEFAULT_TIME_SCALE),
  seed: z.number().int().default(DEFAULT_SEED),
  twins: z.array(
    z.object({
      name: z.string(),
      deviceClass: z.string(),
      host: z.string(),
      port: z.number().int(),
      user: z.string(),
      fingerprint: sshFingerprint,
      identityFile: z.string(),
      simulated: z.boolean(),
    }),
  ),
});
export type TwinsState = z.infer<typeof twinsState>;
export type TwinState = TwinsState['twins'][number];

/** Where the twins of the demo live in a home. */
export const DEMO_FOLDER = 'twins';

/** What the twins of this home have written about themselves; null without any, or when it cannot be understood. */
export function readTwinsState(home: string, folder = DEMO_FOLDER): TwinsState | null {
  try {
    return twinsState.parse(JSON.parse(readFileSync(join(home, folder, 'twins.json'), 'utf8')));
  } catch {
    return null;
  }
}
