import { HOST_KEY_TYPES } from '../http/device';
import { show } from '../campaign/show';
import type { KnownHostKey } from './parse-known-hosts';

const SSH_PORT = 22;

/** Where a device is looked for in known_hosts. */
export interface HostNames {
  /** Its address. */
  host: string;
  /** Its name in the inventory or in ssh_config. */
  alias: string;
  port: number;
  /** ssh_config's `HostKeyAlias`: the only name then, without the port. */
  hostKeyAlias?: string;
}

export type ListedKey = Pick<KnownHostKey, 'fingerprint' | 'where'>;

/** What known_hosts says of a device. */
export interface HostKeys {
  /** The only key of the most preferred type listed. */
  pinned?: { fingerprint: string; hostKeyType: KnownHostKey['keyType'] };
  /** Instead: one of these is pinned when the device shows it. The type is the one to ask for. */
  accepted: { keys: ListedKey[]; hostKeyType?: KnownHostKey['keyType'] };
  /** Never pinned, whoever confirms it. */
  revoked: ListedKey[];
  /** What a reader has to know of it. */
  note?: string;
}

/**
 * The keys that ssh would accept of a device, and those that it would refuse. Revoked lines count wherever they stand, also
 * those for the host at another port. Like ssh, a key that is listed without the port is accepted at another port.
 */
export function hostKeysOf(names: HostNames, knownHosts: readonly KnownHostKey[]): HostKeys {
  const { exact, bare } = lookupsOf(names);
  const revoked = keysOf([...exact, ...bare], knownHosts).filter((key) => key.revoked);
  const isRevoked = (fingerprint: string): boolean => revoked.some((key) => key.fingerprint === fingerprint);
  const valid = (lookup: string): KnownHostKey[] =>
    keysOf([lookup], knownHosts).filter(({ fingerprint }) => !isRevoked(fingerprint));
  const lookup = [...exact, ...bare].find((each) => valid(each).length > 0);
  if (lookup === undefined) return { accepted: { keys: [] }, revoked };
  const hostKeyType = HOST_KEY_TYPES.find((type) => valid(lookup).some(({ keyType }) => keyType === type))!;
  const keys = valid(lookup).filter(({ keyType }) => keyType === hostKeyType);
  const [first, ...others] = keys;
  if (bare.includes(lookup)) {
    const note = `${show(lookup)} stands in ${first!.where} without the port ${names.port}: its key is accepted, as ssh does`;
    return { accepted: { keys, hostKeyType }, revoked, note: `${note}; write [${lookup}]:${names.port} there` };
  }
  if (others.every(({ fingerprint }) => fingerprint === first!.fingerprint)) {
    return { pinned: { fingerprint: first!.fingerprint, hostKeyType }, accepted: { keys: [] }, revoked };
  }
  const places = keys.map(({ where }) => where).join(', ');
  const note = `${show(lookup)} has ${keys.length} ${hostKeyType} keys (${places}): the one that it shows is pinned`;
  return { accepted: { keys, hostKeyType }, revoked, note };
}

/** Every name with the port, as known_hosts writes it; and those that ssh tries then, without it. */
function lookupsOf({ host, alias, port, hostKeyAlias }: HostNames): { exact: string[]; bare: string[] } {
  if (hostKeyAlias !== undefined) return { exact: [hostKeyAlias], bare: [] };
  const names = [...new Set([host, alias])];
  if (port === SSH_PORT) return { exact: names, bare: [] };
  return { exact: names.map((name) => `[${name}]:${port}`), bare: names };
}

function keysOf(lookups: readonly string[], knownHosts: readonly KnownHostKey[]): KnownHostKey[] {
  return knownHosts.filter((key) => lookups.some((lookup) => key.isOf(lookup)));
}
