import { fingerprintOf } from '../host-key';
import { readPrivateKey } from './read-private-key';

/** The public properties of a private key. */
export interface PrivateKeyDescription {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, ... */
  keyType: string;
  /** A line for `authorized_keys`, including the key's comment if it has one. */
  publicKeyLine: string;
  /** In OpenSSH's format. */
  fingerprint: string;
  /** Whether a passphrase is needed. */
  encrypted: boolean;
}

/**
 * Reads a private key in OpenSSH form, PEM or PKCS#8. `where` identifies the key in messages: a path, an address or a device.
 * @throws Fault `identity_encrypted` (no passphrase given), `identity_passphrase_wrong`, `identity_unreadable`
 * (operator). No message contains any part of the key.
 */
export function describePrivateKey(
  privateKey: Buffer | string,
  passphrase?: string,
  where = 'identity',
): PrivateKeyDescription {
  const { key, encrypted } = readPrivateKey(privateKey.toString(), passphrase, where);
  const blob = key.getPublicSSH();
  return {
    keyType: key.type,
    publicKeyLine: `${key.type} ${blob.toString('base64')} ${printable(key.comment)}`.trimEnd(),
    fingerprint: fingerprintOf(blob),
    encrypted,
  };
}

/** Removes control characters from an untrusted comment: a line break would add a second line to `authorized_keys`. */
function printable(comment: string): string {
  return comment.replace(/[^\x20-\x7e]+/g, ' ').trim();
}
