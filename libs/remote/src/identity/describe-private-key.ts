import { Fault } from '@joulefleet/core';
import { utils, type ParsedKey } from 'ssh2';
import { fingerprintOf } from '../host-key';
import { isEncrypted } from './is-encrypted';

/** What may be shown of a private key. */
export interface PrivateKeyDescription {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, ... */
  keyType: string;
  /** A line for `authorized_keys`, with the key's comment when it has one. */
  publicKeyLine: string;
  /** As OpenSSH prints it. */
  fingerprint: string;
  /** Whether the text can be used with a passphrase only. */
  encrypted: boolean;
}

/**
 * Reads a private key in OpenSSH or PEM form. `where` names it in errors: a path, an address, a device.
 * @throws Fault `identity_encrypted` (no passphrase given), `identity_passphrase_wrong`, `identity_unreadable`
 * (operator). None of them contains anything of the key.
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

/** OpenSSH's form could hold several keys, and is then given as a list of them. */
export function parsePrivateKey(text: string, passphrase?: string): ParsedKey | Error {
  const parsed = utils.parseKey(text, passphrase) as ParsedKey | Error | ParsedKey[];
  return Array.isArray(parsed) ? (parsed[0] ?? new Error('there is no key in it')) : parsed;
}

/** A comment is anybody's text: a line break in it would be a second line of `authorized_keys`. */
function printable(comment: string): string {
  return comment.replace(/[^\x20-\x7e]+/g, ' ').trim();
}

function identityEncrypted(where: string): Fault {
  return new Fault(`${where}: the private key is encrypted and no passphrase was given`, {
    code: 'identity_encrypted',
    origin: 'operator',
    transient: false,
    where,
    remedy: 'Give its passphrase where it is imported, or name a key without one (`ssh-keygen -p -N "" -f COPY`).',
  });
}

function passphraseWrong(where: string, cause: Error): Fault {
  return new Fault(`${where}: the private key cannot be decrypted with this passphrase`, {
    code: 'identity_passphrase_wrong',
    origin: 'operator',
    transient: false,
    where,
    remedy: 'Try the passphrase with `ssh-keygen -y -f FILE`.',
    cause,
  });
}

function identityUnreadable(where: string, cause: Error): Fault {
  return new Fault(`${where}: the private key cannot be used: ${cause.message}`, {
    code: 'identity_unreadable',
    origin: 'operator',
    transient: false,
    where,
    remedy: 'Name a private key in OpenSSH or PEM form; `ssh-keygen -p -f FILE` rewrites others as OpenSSH does.',
    cause,
  });
}
