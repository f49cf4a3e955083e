import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '@joulefleet/core';
import { writeWhole } from '../secrets/write-whole';

const PASSWORD_BYTES = 24;
/** As it is made here; anything else was cut by a full disk or a crash. */
const WHOLE = /^[A-Za-z0-9_-]{32}$/;

/**
 * The password of an embedded server: random, created on first use and stored in a file readable by the owner only. A lost or
 * damaged one is made anew where nothing depends on it.
 * @param inUse what depends on the password, for people; null: nothing does.
 * @throws Fault `service_password_lost` (operator).
 */
export function keepPassword(secretsFolder: string, service: string, inUse: string | null): string {
  const path = join(secretsFolder, `${service}.password`);
  const kept = read(path);
  if (kept !== null && WHOLE.test(kept)) return kept;
  if (inUse !== null) throw lost(path, kept === null, inUse);
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  writeWhole(path, password);
  return password;
}

/** Null: there is none. A file that cannot be read is no reason to replace it. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function lost(path: string, missing: boolean, inUse: string): Fault {
  return new Fault(`the password file ${path} is ${missing ? 'missing' : 'damaged'}, and ${inUse}`, {
    code: 'service_password_lost',
    origin: 'operator',
    transient: false,
    where: path,
    remedy: 'Restore the file from a backup of the home.',
  });
}
