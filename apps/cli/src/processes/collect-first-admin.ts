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
  const path = join(home, 'first-admin.json');
  const left = readLeft(path);
  if (!left) return null;
  const { name, password, key } = left;
  keepCredentials(home, { key });
  session.note(`The admin of this fleet, shown this once:\n    name      ${name}\n    password  ${password}`);
  session.note(`This machine's user needs neither: a key is kept in ${join(home, 'credentials.json')}`);
  rmSync(path, { force: true });
  return { name, password };
}

function readLeft(path: string): FirstAdmin | null {
  try {
    return firstAdmin.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
