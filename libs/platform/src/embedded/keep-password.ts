import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The password of an embedded server: random, created on first use and stored in a file readable by the owner only. */
export function keepPassword(secretsFolder: string, service: string): string {
  const path = join(secretsFolder, `${service}.password`);
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    const password = randomBytes(24).toString('base64url');
    writeFileSync(path, password, { mode: 0o600 });
    return password;
  }
}
