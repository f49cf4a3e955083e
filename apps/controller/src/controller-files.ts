import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ControllerState, FirstAdmin } from '@joulefleet/contracts';

/** Creates the home folder of a controller, accessible to its owner only. */
export function createHome(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
}

/**
 * Stores the admin's password and key for `joulefleet up` to show once. Synced to disk on return; readable by the owner
 * only.
 */
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

/** Deletes the token file of older versions, which is no longer accepted. */
export function removeOldToken(home: string): void {
  rmSync(join(home, 'token'), { force: true });
}

/** Writes `controller.json`, where the CLI finds this controller's URL. Returns a function that removes it. */
export function publishControllerState(home: string, state: ControllerState): () => void {
  const path = join(home, 'controller.json');
  writeFileSync(`${path}.part`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${path}.part`, path);
  return () => {
    const current = JSON.parse(readFileSync(path, 'utf8')) as ControllerState;
    if (current.pid === state.pid) rmSync(path);
  };
}
