import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { firstAdmin, type FirstAdmin } from '@joulefleet/contracts';
import { keepCredentials } from '../client/credentials';
import type { Session } from '../terminal/session';

/**
 * Shows the admin's password that a controller has left, once: the key is kept for this user, beside that of a
 * controller elsewhere, and what was left is deleted last, so that a crash before shows it again. Null: nothing was left.
 */
export function collectFirstAdmin(session: Session): Omit<FirstAdmin, 'key'> | null {
  const { home } = session.io.environment;
  const left = keepFirstKey(home);
  if (!left) return null;
  const { name, password } = left;
  session.note(`The admin of this fleet, shown this once:\n    name      ${name}\n    password  ${password}`);
  session.note(`This machine's user needs neither: a key is kept in ${join(home, 'credentials.json')}`);
  rmSync(pathIn(home), { force: true });
  return { name, password };
}

/** Keeps the key that a controller has left for its first user; what was left stays. Null: nothing was left. */
export function keepFirstKey(home: string): FirstAdmin | null {
  const left = readLeft(pathIn(home));
  if (left) keepCredentials(home, { key: left.key });
  return left;
}

function pathIn(home: string): string {
  return join(home, 'first-admin.json');
}

function readLeft(path: string): FirstAdmin | null {
  try {
    return firstAdmin.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
