import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { runSerially } from './run-serially';

/** OWASP Password Storage Cheat Sheet, scrypt: N = 2^17 (128 MiB), r = 8, p = 1. */
const COST = 2 ** 17;
const BLOCK_SIZE = 8;
const PARALLEL = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const STORED = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/** The salted hash of a password with its parameters: `scrypt$N$r$p$salt$hash`, both in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, { cost: COST, blockSize: BLOCK_SIZE, parallelization: PARALLEL });
  const parts = [COST, BLOCK_SIZE, PARALLEL, salt.toString('base64url'), hash.toString('base64url')];
  return `scrypt$${parts.join('$')}`;
}

/**
 * Whether the password matches. Takes equally long when there is no stored hash (`stored` null), so that timing reveals
 * nothing.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = STORED.exec(stored ?? '');
  if (!parts) {
    await hashPassword(password);
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
  const needed = 256 * (options.cost ?? COST) * (options.blockSize ?? BLOCK_SIZE);
  return runSerially(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { ...options, maxmem: needed }, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
}
