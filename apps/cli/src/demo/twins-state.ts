import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sshFingerprint } from '@joulefleet/contracts';
import { z } from 'zod';

/** Written by the twins' process to `twins.json` when all of them can be reached. */
export const twinsState = z.object({
  pid: z.number().int(),
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

export function twinsFolder(home: string): string {
  return join(home, 'twins');
}

/** What the twins of this home have written about themselves; null without any, or when it cannot be understood. */
export function readTwinsState(home: string): TwinsState | null {
  try {
    return twinsState.parse(JSON.parse(readFileSync(join(twinsFolder(home), 'twins.json'), 'utf8')));
  } catch {
    return null;
  }
}
