import { createHash } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';

export interface SeenHostKey {
  fingerprint: string;
  keyType: string;
}

/** The fingerprint as OpenSSH prints it. */
export function fingerprintOf(publicKey: Buffer): string {
  return `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`;
}

/** Key type from the public key blob (RFC 4253, 6.6: a length and the type's name lead it). */
export function keyTypeOf(publicKey: Buffer): string {
  return publicKey.subarray(4, 4 + publicKey.readUInt32BE(0)).toString('ascii');
}

/** Signature algorithms to offer for a key type; all current ones when none is pinned, the strongest first. */
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
