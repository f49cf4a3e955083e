import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ControllerState, FirstAdmin } from '@joulefleet/contracts';

/** The folder of all that a controller keeps on its machine; others cannot look into it. */
export function makeHome(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
}

/** Leaves the admin's password and key for `joulefleet up` to show once; on disk when this returns, for its owner only. */
export function keepFirstAdmin(home: string, admin: FirstAdmin): void {
  const path = join(home, 'first-admin.json');
  rmSync(`${path}.part`, { force: true });
  const file = openSync(`${path}.part`, 'wx', 0o600);
  try {
    writeFileSync(file, JSON.stringify(admin));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.part`, path);
}

/** What opened a controller of an older version opens nothing any more. */
export function removeOldToken(home: string): void {
  rmSync(join(home, 'token'), { force: true });
}

/** Tells the CLI where this controller listens. Returns what takes the note away again. */
export function announce(home: string, state: ControllerState): () => void {
  const path = join(home, 'controller.json');
  writeFileSync(`${path}.part`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${path}.part`, path);
  return () => {
    const noted = JSON.parse(readFileSync(path, 'utf8')) as ControllerState;
    if (noted.pid === state.pid) rmSync(path);
  };
}
