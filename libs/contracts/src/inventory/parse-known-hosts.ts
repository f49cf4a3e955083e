import { createHmac } from 'node:crypto';
import { HOST_KEY_TYPES } from '../http/device';
import { show } from '../campaign/show';
import { matchesPatterns } from './host-pattern';
import type { InventoryFileError } from './inventory-source';
import { fingerprintOfKey } from './read-public-key';

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

export interface KnownHosts {
  keys: KnownHostKey[];
  /** Lines that were passed over, and why. */
  skipped: InventoryFileError[];
}

/** A line as it is written. */
interface Line {
  where: string;
  marker: string | undefined;
  hosts: string;
  keyType: string;
  fingerprint: string;
}

const EXPECTED = 'HOST KEYTYPE BASE64, as printed by ssh-keyscan';

/**
 * Reads an OpenSSH known_hosts file as ssh does: plain, hashed and wildcard names, negation, lists, `[host]:port`, and `@revoked`.
 * A line that cannot be understood or used is passed over, and told; the others count.
 */
export function parseKnownHosts(text: string, sourceName: string): KnownHosts {
  const read = text.split(/\r?\n/).map((line, i) => readLine(line, `${sourceName}:${i + 1}:1`));
  const lines = read.flatMap((line) => (line && 'hosts' in line ? [line] : []));
  const broken = read.flatMap((line) => (line && 'message' in line ? [line] : []));
  const authorities = new Set(
    lines.filter(({ marker }) => marker === '@cert-authority').map(({ fingerprint }) => fingerprint),
  );
  const unused = lines.flatMap((line) => whyUnused(line, authorities));
  return { keys: lines.flatMap(keyOf), skipped: [...broken, ...unused] };
}

function readLine(line: string, where: string): Line | InventoryFileError | null {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return null;
  const words = trimmed.split(/[ \t]+/);
  const marker = words[0]!.startsWith('@') ? words.shift() : undefined;
  if (marker !== undefined && marker !== '@revoked' && marker !== '@cert-authority') {
    return {
      where,
      message: `unknown marker ${show(marker)}; the line is passed over`,
      expected: '@revoked or @cert-authority',
    };
  }
  const [hosts, keyType, base64] = words;
  if (hosts === undefined || keyType === undefined || base64 === undefined) {
    return { where, message: 'not a known_hosts line; it is passed over', expected: EXPECTED };
  }
  if (/^\d+$/.test(keyType)) {
    const message = 'a key of SSH protocol 1, which nothing uses any more; the line is passed over';
    return { where, message, expected: EXPECTED };
  }
  const fingerprint = fingerprintOfKey(keyType, base64);
  if (fingerprint !== null) return { where, marker, hosts, keyType, fingerprint };
  const message = `the key is broken, or not of the type ${show(keyType)}; the line is passed over`;
  return { where, message, expected: EXPECTED };
}

function keyOf({ where, marker, hosts, keyType, fingerprint }: Line): KnownHostKey[] {
  const used = HOST_KEY_TYPES.find((type) => type === keyType);
  if (used === undefined || marker === '@cert-authority') return [];
  const isOf = (lookup: string): boolean => isNamed(hosts, lookup);
  return [{ where, keyType: used, fingerprint, revoked: marker === '@revoked', isOf }];
}

/** Why a line that is well-formed pins nothing; empty when it counts. */
function whyUnused({ where, marker, keyType, fingerprint }: Line, authorities: Set<string>): InventoryFileError[] {
  const expected = `a host key of a type in use: ${HOST_KEY_TYPES.join(', ')}`;
  const told = (message: string): InventoryFileError[] => [{ where, message: `${message}; the line is passed over` }];
  if (marker === '@cert-authority') return told('certificates of hosts are not used');
  if (marker === '@revoked' && authorities.has(fingerprint)) {
    return [{ where, message: 'this revokes a certificate authority; certificates of hosts are not used anyway' }];
  }
  if (HOST_KEY_TYPES.some((type) => type === keyType)) return [];
  const what = /-cert-v\d\d@/.test(keyType)
    ? 'certificates of hosts are not used'
    : `keys of the type ${show(keyType)} are not used`;
  return told(what).map((each) => ({ ...each, expected }));
}

/** Hashed names are `|1|salt|HMAC-SHA1 of the name` (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT); ssh looks for lower case. */
function isNamed(hosts: string, lookup: string): boolean {
  if (!hosts.startsWith('|')) return matchesPatterns(lookup, hosts.split(','));
  const [, salt, hash] = /^\|1\|([^|]+)\|([^|]+)$/.exec(hosts) ?? [];
  if (salt === undefined) return false;
  const key = Buffer.from(salt, 'base64');
  return [lookup, lookup.toLowerCase()].some((name) => createHmac('sha1', key).update(name).digest('base64') === hash);
}
