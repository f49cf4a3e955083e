import { existsSync } from 'node:fs';
import { join } from 'node:path';

const NAMES = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/** The private key that ssh would take first, if there is one. */
export function defaultIdentity(userHome: string): string | undefined {
  return NAMES.map((name) => join(userHome, '.ssh', name)).find((path) => existsSync(path));
}
