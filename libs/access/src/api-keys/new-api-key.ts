import { createHash, randomBytes, randomInt } from 'node:crypto';
import { formatApiKey } from '@joulefleet/core';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 12;
const SECRET_BYTES = 32;

/** SHA-256 is enough for secrets of 256 random bits: they cannot be brute-forced. */
export function hashSecret(secret: string): Buffer<ArrayBuffer> {
  return createHash('sha256').update(secret).digest();
}

/** 256 random bits in base64url. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** A new key: `text` is for its owner, the rest is stored. */
export function newApiKey(): { id: string; text: string; secretHash: Buffer } {
  const id = Array.from({ length: ID_LENGTH }, () => BASE62[randomInt(BASE62.length)]!).join('');
  const secret = newSecret();
  return { id, text: formatApiKey({ id, secret }), secretHash: hashSecret(secret) };
}
