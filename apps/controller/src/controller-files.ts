import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ControllerState } from '@joulefleet/contracts';

/** The token of this home, made at the first start; readable by its owner only. */
export function keepToken(home: string): string {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const path = join(home, 'token');
  try {
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
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
