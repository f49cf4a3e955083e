import { Fault } from '@joulefleet/core';
import { utils, type ParsedKey } from 'ssh2';
import { fingerprintOf } from '../host-key';
import { isEncrypted } from './is-encrypted';

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
 * Reads a private key in OpenSSH or PEM form. `where` identifies the key in messages: a path, an address or a device.
 * @throws Fault `identity_encrypted` (no passphrase given), `identity_passphrase_wrong`, `identity_unreadable`
 * (operator). No message contains any part of the key.
 */
export function describePrivateKey(
  privateKey: Buffer | string,
  passphrase?: string,
  where = 'identity',
): PrivateKeyDescription {
  const text = privateKey.toString();
  const encrypted = isEncrypted(text);
  if (encrypted && passphrase === undefined) throw identityEncrypted(where);
  const key = parsePrivateKey(text, passphrase);
  if (key instanceof Error) throw encrypted ? passphraseWrong(where, key) : identityUnreadable(where, key);
  if (!key.isPrivateKey()) throw identityUnreadable(where, new Error('this is a public key'));
  const blob = key.getPublicSSH();
  return {
    keyType: key.type,
    publicKeyLine: `${key.type} ${blob.toString('base64')} ${printable(key.comment)}`.trimEnd(),
    fingerprint: fingerprintOf(blob),
    encrypted,
  };
}

/** ssh2 returns a list for OpenSSH's format, which can contain several keys. */
export function parsePrivateKey(text: string, passphrase?: string): ParsedKey | Error {
  const parsed = utils.parseKey(text, passphrase) as ParsedKey | Error | ParsedKey[];
  return Array.isArray(parsed) ? (parsed[0] ?? new Error('it contains no key')) : parsed;
}

/** Removes control characters from an untrusted comment: a line break would add a second line to `authorized_keys`. */
function printable(comment: string): string {
  return comment.replace(/[^\x20-\x7e]+/g, ' ').trim();
}

function identityEncrypted(where: string): Fault {
  return new Fault(`${where}: the private key is encrypted and no passphrase was given`, {
    code: 'identity_encrypted',
    origin: 'operator',
    transient: false,
    where,
    remedy: 'Give its passphrase when you import it, or use a key without one (`ssh-keygen -p -N "" -f COPY`).',
  });
}

function passphraseWrong(where: string, cause: Error): Fault {
  return new Fault(`${where}: the passphrase does not decrypt the private key`, {
    code: 'identity_passphrase_wrong',
    origin: 'operator',
    transient: false,
    where,
    remedy: 'Check the passphrase with `ssh-keygen -y -f FILE`.',
    cause,
  });
}

function identityUnreadable(where: string, cause: Error): Fault {
  return new Fault(`${where}: invalid private key: ${cause.message}`, {
    code: 'identity_unreadable',
    origin: 'operator',
    transient: false,
    where,
    remedy: "Use a private key in OpenSSH or PEM format; `ssh-keygen -p -f FILE` converts others to OpenSSH's.",
    cause,
  });
}
