import { createHash } from 'node:crypto';
import type { HOST_KEY_TYPES } from '../http/device';

type HostKeyType = (typeof HOST_KEY_TYPES)[number];

const ED25519_BYTES = 32;
/** Bytes of an uncompressed point on each curve, its first byte 4. */
const POINT_BYTES: Readonly<Record<string, number>> = { nistp256: 65, nistp384: 97, nistp521: 133 };
const MIN_RSA_BYTES = 128;

/**
 * The fingerprint of a public key in base64, as `ssh-keygen -lf` prints it; null when it is broken or of another type than
 * named. Types that Joulefleet does not use are taken by their name alone.
 */
export function fingerprintOfKey(keyType: string, base64: string): string | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return null;
  const blob = Buffer.from(base64, 'base64');
  const fields = splitFields(blob);
  if (!fields || fields[0]?.toString('latin1') !== keyType) return null;
  const isWhole = SHAPES[keyType as HostKeyType];
  if (isWhole && !isWhole(fields.slice(1), keyType)) return null;
  return `SHA256:${createHash('sha256')
    .update(blob)
    .digest('base64')
    .replace(/={1,2}$/, '')}`;
}

const isPoint = ([curve, point, ...more]: Buffer[], keyType: string): boolean => {
  const name = keyType.replace('ecdsa-sha2-', '');
  return (
    more.length === 0 && curve?.toString('latin1') === name && point?.[0] === 4 && point.length === POINT_BYTES[name]
  );
};

/** Whether the fields behind the type's name are those of a key of the type. */
const SHAPES: Readonly<Record<HostKeyType, (fields: Buffer[], keyType: string) => boolean>> = {
  'ssh-ed25519': ([key, ...more]) => more.length === 0 && key?.length === ED25519_BYTES,
  'ecdsa-sha2-nistp256': isPoint,
  'ecdsa-sha2-nistp384': isPoint,
  'ecdsa-sha2-nistp521': isPoint,
  'ssh-rsa': ([exponent, modulus, ...more]) =>
    more.length === 0 && (exponent?.length ?? 0) > 0 && (modulus?.length ?? 0) >= MIN_RSA_BYTES,
};

/** RFC 4253, 6.6: a public key is a row of fields, each after its length in four bytes. */
function splitFields(blob: Buffer): Buffer[] | null {
  const fields: Buffer[] = [];
  for (let at = 0; at < blob.length;) {
    if (at + 4 > blob.length) return null;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return null;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return fields;
}
