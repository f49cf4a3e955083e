import { createHash } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';

export interface SeenHostKey {
  fingerprint: string;
  keyType: string;
}

/** The fingerprint in OpenSSH's format. */
export function fingerprintOf(publicKey: Buffer): string {
  return `SHA256:${createHash('sha256')
    .update(publicKey)
    .digest('base64')
    .replace(/={1,2}$/, '')}`;
}

/** Key type from the public key blob, which starts with its length and name (RFC 4253, 6.6). */
export function keyTypeOf(publicKey: Buffer): string {
  return publicKey.subarray(4, 4 + publicKey.readUInt32BE(0)).toString('ascii');
}

/** Signature algorithms to offer for a key type; if no type is pinned, all current ones, strongest first. */
export function hostKeyAlgorithms(keyType: string | null): ServerHostKeyAlgorithm[] {
  const all: ServerHostKeyAlgorithm[] = [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ];
  if (keyType === null) return all;
  return keyType === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : all.filter((algorithm) => algorithm === keyType);
}
