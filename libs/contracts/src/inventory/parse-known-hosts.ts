import { createHash, createHmac } from 'node:crypto';
import { HOST_KEY_TYPES } from '../http/device';
import { matchesPatterns } from './host-pattern';
import type { InventoryFileError } from './inventory-source';

export interface KnownHostKey {
  /** `file:line:column`. */
  where: string;
  keyType: (typeof HOST_KEY_TYPES)[number];
  /** In the format of `ssh-keygen -lf`. */
  fingerprint: string;
  revoked: boolean;
  /** Whether the line applies to this host, given in OpenSSH's form (`[host]:port` unless the port is 22). */
  isOf(lookup: string): boolean;
}

export type ParsedKnownHosts = { ok: true; keys: KnownHostKey[] } | { ok: false; errors: InventoryFileError[] };

const EXPECTED = 'HOST KEYTYPE BASE64, as printed by ssh-keyscan';

/**
 * Parses an OpenSSH known_hosts file: plain, hashed and wildcard names, and `@revoked`. Certificate authorities and
 * unsupported key types are ignored; a malformed line is an error.
 */
export function parseKnownHosts(text: string, sourceName: string): ParsedKnownHosts {
  const read = text.split(/\r?\n/).map((line, i) => readLine(line, `${sourceName}:${i + 1}:1`));
  const errors = read.flatMap((line) => (line && 'message' in line ? [line] : []));
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, keys: read.flatMap((line) => (line && 'keyType' in line ? [line] : [])) };
}

function readLine(line: string, where: string): KnownHostKey | InventoryFileError | null {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return null;
  const words = trimmed.split(/[ \t]+/);
  const marker = words[0]!.startsWith('@') ? words.shift() : undefined;
  if (marker !== undefined && marker !== '@revoked' && marker !== '@cert-authority') {
    return { where, message: 'unknown marker', expected: '@revoked or @cert-authority' };
  }
  const [hosts, keyType, base64] = words;
  if (hosts === undefined || keyType === undefined || base64 === undefined) {
    return { where, message: 'not a known_hosts line', expected: EXPECTED };
  }
  const blob = Buffer.from(base64, 'base64');
  if (!/^[A-Za-z0-9+/]+=*$/.test(base64) || !blobIsOf(blob, keyType)) {
    return { where, message: 'the key does not have the type that the line names', expected: EXPECTED };
  }
  const used = HOST_KEY_TYPES.find((type) => type === keyType);
  if (used === undefined || marker === '@cert-authority') return null;
  const hash = createHash('sha256')
    .update(blob)
    .digest('base64')
    .replace(/={1,2}$/, '');
  const isOf = (lookup: string): boolean => isNamed(hosts, lookup);
  return { where, keyType: used, fingerprint: `SHA256:${hash}`, revoked: marker === '@revoked', isOf };
}

/** RFC 4253, 6.6: a public key starts with the length and the name of its type. */
function blobIsOf(blob: Buffer, keyType: string): boolean {
  return blob.length > 4 && blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1') === keyType;
}

/** Hashed names are `|1|salt|HMAC-SHA1 of the name` (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
function isNamed(hosts: string, lookup: string): boolean {
  const [, salt, hash] = /^\|1\|([^|]+)\|([^|]+)$/.exec(hosts) ?? [];
  if (salt === undefined) return matchesPatterns(lookup, hosts.split(','));
  const own = createHmac('sha1', Buffer.from(salt, 'base64')).update(lookup).digest('base64');
  return own === hash;
}
