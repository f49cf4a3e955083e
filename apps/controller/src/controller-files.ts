import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ControllerState, FirstAdmin } from '@joulefleet/contracts';
import { writeWhole } from '@joulefleet/platform';

/** Creates the home folder of a controller, accessible to its owner only. */
export function createHome(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
}

/**
 * Stores the admin's password and key for `joulefleet up` to show once. Synced to disk on return; readable by the owner
 * only.
 */
export function keepFirstAdmin(home: string, admin: FirstAdmin): void {
  writeWhole(join(home, 'first-admin.json'), JSON.stringify(admin));
}

/** Deletes the token file of older versions, which is no longer accepted. */
export function removeOldToken(home: string): void {
  rmSync(join(home, 'token'), { force: true });
}

/** Writes `controller.json`, where the CLI finds this controller's URL. Returns a function that removes it. */
export function publishControllerState(home: string, state: ControllerState): () => void {
  const path = join(home, 'controller.json');
  writeWhole(path, JSON.stringify(state));
  return () => {
    const current = JSON.parse(readFileSync(path, 'utf8')) as ControllerState;
    if (current.pid === state.pid) rmSync(path);
  };
}

/** The port that the last controller of this home listened at; null when none has left it. Addresses stay while it is free. */
export function rememberedPort(home: string): number | null {
  try {
    const port = Number(readFileSync(join(home, 'controller.port'), 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
  } catch {
    return null;
  }
}

export function rememberPort(home: string, url: string): void {
  writeWhole(join(home, 'controller.port'), `${new URL(url).port}\n`);
}
