import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What this machine's user opens controllers with, in credentials.json of JOULEFLEET_HOME. */
const credentials = z.object({
  /** The controller that it is for; left out: the one of this home. */
  url: z.url().optional(),
  key: z.string(),
});
export type Credentials = z.infer<typeof credentials>;

/** Null without any, or when they cannot be understood. */
export function readCredentials(home: string): Credentials | null {
  try {
    return credentials.parse(JSON.parse(readFileSync(pathIn(home), 'utf8')));
  } catch {
    return null;
  }
}

/** For their owner only; those of before are gone. */
export function writeCredentials(home: string, kept: Credentials): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const part = `${pathIn(home)}.part`;
  rmSync(part, { force: true });
  writeFileSync(part, JSON.stringify(kept), { mode: 0o600, flag: 'wx', flush: true });
  renameSync(part, pathIn(home));
}

export function forgetCredentials(home: string): void {
  rmSync(pathIn(home), { force: true });
}

function pathIn(home: string): string {
  return join(home, 'credentials.json');
}
