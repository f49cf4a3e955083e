import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { runSerially } from './run-serially';

/** OWASP Password Storage Cheat Sheet, scrypt: N = 2^17 (128 MiB), r = 8, p = 1. */
export const DEFAULT_PASSWORD_COST = 2 ** 17;
/** Injection token of the scrypt cost N that new passwords are hashed with. */
export const PASSWORD_COST = Symbol('PASSWORD_COST');
const BLOCK_SIZE = 8;
const PARALLEL = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const STORED = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/** The salted hash of a password with its parameters: `scrypt$N$r$p$salt$hash`, both in base64url. */
export async function hashPassword(password: string, cost = DEFAULT_PASSWORD_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, { cost, blockSize: BLOCK_SIZE, parallelization: PARALLEL });
  const parts = [cost, BLOCK_SIZE, PARALLEL, salt.toString('base64url'), hash.toString('base64url')];
  return `scrypt$${parts.join('$')}`;
}

/**
 * Whether the password matches, by the parameters in the stored hash. Without one (`stored` null) it hashes at
 * `costOfNone`, the cost of new hashes, so that timing reveals nothing.
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
  costOfNone = DEFAULT_PASSWORD_COST,
): Promise<boolean> {
  const parts = STORED.exec(stored ?? '');
  if (!parts) {
    await hashPassword(password, costOfNone);
    return false;
  }
  const [cost, blockSize, parallelization] = parts.slice(1, 4).map(Number);
  const expected = Buffer.from(parts[5]!, 'base64url');
  const salt = Buffer.from(parts[4]!, 'base64url');
  const hash = await derive(password, salt, { cost, blockSize, parallelization });
  return expected.length === hash.length && timingSafeEqual(expected, hash);
}

/** Normalised to Unicode NFKC, so that equivalent characters match. */
function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  const needed = 256 * (options.cost ?? DEFAULT_PASSWORD_COST) * (options.blockSize ?? BLOCK_SIZE);
  return runSerially(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { ...options, maxmem: needed }, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
}
