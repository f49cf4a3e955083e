import { describeIssue, type DescribedIssue } from '../campaign/describe-issue';
import { atPlace } from '../http/describe-request';
import { show } from '../campaign/show';
import { enrollRequest, type EnrollRequest } from '../http/device';
import { hostKeysOf, type HostKeys, type ListedKey } from './host-keys-of';
import { identityPath } from './inventory-schema';
import type { InventoryFileError } from './inventory-source';
import type { InventoryDevice } from './parse-inventory';
import type { KnownHostKey } from './parse-known-hosts';
import type { SshConfig, SshHostSettings } from './parse-ssh-config';

const SSH_PORT = 22;

/** Sources of values that an inventory omits, in order of precedence. */
export interface InventoryContext {
  /** Command-line options, which apply to all devices. */
  options: {
    port?: number;
    user?: string;
    identity?: string;
    /** Name of a stored identity; then `identity` is not set. */
    storedIdentity?: string;
    labels: readonly string[];
  };
  sshConfig: SshConfig | null;
  knownHosts: readonly KnownHostKey[];
  /** Used when no other source has a value. */
  loginName: string;
  defaultIdentity: string | undefined;
  /** Resolves a path of an identity to an absolute path. */
  resolveIdentity(written: string): string;
}

/** A device with everything that enrolling needs, and its place in the file. */
export interface PlannedEnrollment {
  where: string;
  /** Path of the private key to import; null: the identity is in the request, or the default one is used. */
  identityFile: string | null;
  request: EnrollRequest;
  /** Host keys that known_hosts lists for it: one of `accepted` is pinned when it is shown, none of `revoked` ever. */
  hostKeys: { accepted: ListedKey[]; revoked: ListedKey[] };
}

export type CompletedInventory =
  | { ok: true; enrollments: PlannedEnrollment[]; notes: InventoryFileError[] }
  | { ok: false; errors: InventoryFileError[] };

type Completed = { planned: PlannedEnrollment; notes: InventoryFileError[] } | { errors: InventoryFileError[] };

/** Fills in omitted values and validates every field that reaches a device. Two names for one address are an error. */
export function completeInventory(devices: readonly InventoryDevice[], context: InventoryContext): CompletedInventory {
  const completed = devices.map((device) => completeDevice(device, context));
  const errors = completed.flatMap((each) => ('errors' in each ? each.errors : []));
  const enrollments = completed.flatMap((each) => ('planned' in each ? [each.planned] : []));
  const repeated = findRepeated(enrollments);
  if (errors.length + repeated.length > 0) return { ok: false, errors: [...errors, ...repeated] };
  return { ok: true, enrollments, notes: completed.flatMap((each) => ('notes' in each ? each.notes : [])) };
}

function completeDevice(device: InventoryDevice, context: InventoryContext): Completed {
  const { where, name } = device;
  const alias = device.host ?? name;
  const ssh = context.sshConfig?.settingsOf(alias) ?? {};
  const proxy = ssh.proxyjump ?? ssh.proxycommand ?? 'none';
  if (proxy !== 'none') return refuse(where, `${name} is reached through a proxy (${show(proxy)})`, 'no proxy');
  const login = loginOf(device, ssh, context);
  const key = keyOf(login.identity, context);
  if (key === null) return refuse(where, `${name}: identity: ${show(login.identity)}`, 'a path');
  const host = (ssh.hostname ?? alias).replaceAll('%h', alias);
  const names = { host, alias, port: login.port, hostKeyAlias: ssh.hostkeyalias };
  const known = hostKeysOf(names, context.knownHosts);
  const pinned = pinOf(device, known, context);
  if ('errors' in pinned) return pinned;
  const parsed = enrollRequest.safeParse({
    name,
    host,
    port: login.port,
    user: login.user,
    identity: key.identity,
    ...pinned,
    labels: [...new Set([...device.labels, ...context.options.labels])],
    onlyIfChanged: true,
  });
  if (!parsed.success) return { errors: describe(where, name, parsed.error.issues, ssh) };
  const hostKeys = { accepted: device.fingerprint ? [] : known.accepted.keys, revoked: known.revoked };
  const notes = known.note !== undefined && !device.fingerprint ? [{ where, message: `${name}: ${known.note}` }] : [];
  return { planned: { where, identityFile: key.identityFile, request: parsed.data, hostKeys }, notes };
}

/** The file of the private key, or the name of a stored identity; null: the path is invalid. */
function keyOf(written: string | undefined, context: InventoryContext) {
  if (written === undefined) return { identityFile: null, identity: context.options.storedIdentity };
  const path = identityPath.safeParse(context.resolveIdentity(written));
  return path.success ? { identityFile: path.data, identity: undefined } : null;
}

function loginOf(device: InventoryDevice, ssh: SshHostSettings, { options, ...context }: InventoryContext) {
  const sshPort = ssh.port === undefined ? SSH_PORT : Number(ssh.port);
  const otherwise = ssh.identityfile ?? context.defaultIdentity;
  return {
    port: device.port ?? options.port ?? sshPort,
    user: device.user ?? options.user ?? ssh.user ?? context.loginName,
    identity: device.identity ?? options.identity ?? (options.storedIdentity === undefined ? otherwise : undefined),
  };
}

/** The key to pin; what the inventory says counts, unless it is revoked. */
function pinOf({ where, fingerprint }: InventoryDevice, known: HostKeys, { knownHosts }: InventoryContext) {
  if (fingerprint === undefined) return known.pinned ?? { hostKeyType: known.accepted.hostKeyType };
  const revoked = known.revoked.find((key) => key.fingerprint === fingerprint);
  if (revoked) return refuse(where, `the host key ${fingerprint} is revoked in ${revoked.where}`, 'another key');
  return { fingerprint, hostKeyType: knownHosts.find((key) => key.fingerprint === fingerprint)?.keyType };
}

/** Values from an ssh_config file are unchecked up to here. */
function describe(
  where: string,
  name: string,
  issues: Parameters<typeof describeIssue>[0][],
  ssh: SshHostSettings,
): InventoryFileError[] {
  const written: Record<string, unknown> = { host: ssh.hostname, port: ssh.port, user: ssh.user };
  return issues
    .flatMap((issue) => describeIssue(issue, written[String(issue.path[0])], () => []))
    .map(({ path, message, expected }: DescribedIssue) => {
      return { where, message: `${name}: ${atPlace(String(path[0]), message)}`, expected };
    });
}

/** One name for two devices, or two names for one. */
function findRepeated(enrollments: readonly PlannedEnrollment[]): InventoryFileError[] {
  const names = new Set<string>();
  const addresses = new Map<string, string>();
  return enrollments.flatMap(({ where, request: { name, host, port } }) => {
    const address = `${host.toLowerCase()} ${port}`;
    const other = addresses.get(address);
    const known = names.has(name);
    names.add(name);
    addresses.set(address, other ?? name);
    if (known) return [{ where, message: `duplicate device name ${name}`, expected: 'unique names' }];
    if (other === undefined) return [];
    return [{ where, message: `${name} has the same address as ${other}`, expected: 'one name per device' }];
  });
}

function refuse(where: string, message: string, expected: string): { errors: InventoryFileError[] } {
  return { errors: [{ where, message, expected }] };
}
