import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const remoteLogin = z.object({ url: z.url(), key: z.string() });

/** What this machine's user opens controllers with, in credentials.json of JOULEFLEET_HOME. */
const credentials = z.object({
  /** Opens the controller of this home, at whatever port it listens. */
  key: z.string().optional(),
  /** The controller elsewhere that one has logged in to. */
  remote: remoteLogin.optional(),
});
/** There was room for one key, with its controller beside it if that was elsewhere. */
const ofOlderVersion = remoteLogin.transform((remote): z.infer<typeof credentials> => ({ remote }));
const content = z.union([ofOlderVersion, credentials]);
export type Credentials = z.infer<typeof credentials>;

/** Empty without any, or when they cannot be understood. */
export function readCredentials(home: string): Credentials {
  try {
    return content.parse(JSON.parse(readFileSync(pathIn(home), 'utf8')));
  } catch {
    return {};
  }
}

/** Changes what is named and leaves the other as it was; `undefined` forgets. The file is for its owner only. */
export function keepCredentials(home: string, change: Credentials): void {
  const kept = { ...readCredentials(home), ...change };
  const part = `${pathIn(home)}.part`;
  rmSync(part, { force: true });
  if (kept.key === undefined && kept.remote === undefined) return rmSync(pathIn(home), { force: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(part, JSON.stringify(kept), { mode: 0o600, flag: 'wx', flush: true });
  renameSync(part, pathIn(home));
}

function pathIn(home: string): string {
  return join(home, 'credentials.json');
}
